import { useLocale, useTranslations } from "next-intl";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { NarrowedOnPaper } from "#components/ui/narrowed-on-paper.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { formatCurrency } from "#lib/kernel/format.ts";
import { type BookView, bookColumns, bookHorizons, bookStates, bookTodos } from "#lib/portfolio/book-view.ts";
import { bookAddress, bookPath, isNarrowed, sortText } from "./book-path.ts";

/** An ordinary form: what is looked for, the order and the currency stand in the page's address. */
export function BookFilter({ book }: { readonly book: BookView }) {
  const t = useTranslations("book");
  const wealth = useTranslations("wealth");
  const locale = useLocale();
  const { asked, base, currencies } = book;
  const any = { value: "", label: t("any") };
  const codes = currencies.includes(base) ? currencies : [base, ...currencies];
  const narrowed = [
    { term: t("search"), fact: asked.search },
    { term: t("state"), fact: asked.state && t(`states.${asked.state}`) },
    { term: t("todo"), fact: asked.todo && t(`todos.${asked.todo}`) },
  ];
  return (
    <>
      <NarrowedOnPaper to={narrowed} />
      <form
        method="get"
        action={bookAddress}
        aria-label={t("narrow")}
        className="no-print space-y-4 rounded-edge border border-line bg-raised p-4"
      >
        <div className="grid grid-cols-2 items-end gap-4 max-sm:[&>*:first-child]:col-span-2 lg:grid-cols-3 xl:grid-cols-6">
          <Field
            id="book-search"
            name="q"
            type="search"
            label={t("search")}
            defaultValue={asked.search}
            maxLength={100}
          />
          <SelectField
            id="book-state"
            name="state"
            label={t("state")}
            defaultValue={asked.state ?? ""}
            options={[any, ...bookStates.map((value) => ({ value, label: t(`states.${value}`) }))]}
          />
          <SelectField
            id="book-todo"
            name="todo"
            label={t("todo")}
            defaultValue={asked.todo ?? ""}
            options={[any, ...bookTodos.map((value) => ({ value, label: t(`todos.${value}`) }))]}
          />
          <SelectField
            id="book-over"
            name="over"
            label={t("over.label")}
            defaultValue={asked.over}
            options={bookHorizons.map((value) => ({ value, label: t(`over.${value}`) }))}
          />
          <SelectField
            id="book-sort"
            name="sort"
            label={t("sort")}
            defaultValue={sortText(asked)}
            options={bookColumns.flatMap((key) => {
              const column = t(`columns.${key}`);
              return [
                { value: key, label: t("up", { column }) },
                { value: `-${key}`, label: t("down", { column }) },
              ];
            })}
          />
          <SelectField
            id="book-base"
            name="in"
            label={wealth("base")}
            defaultValue={base}
            options={codes.map((code) => ({
              value: code,
              label: `${code}, ${formatCurrency(locale, code)}`,
            }))}
          />
        </div>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <Button variant="secondary">{t("show")}</Button>
          {isNarrowed(asked) ? (
            <TextLink href={bookPath(asked, { search: "", state: null, todo: null })}>{t("all")}</TextLink>
          ) : null}
        </div>
      </form>
    </>
  );
}
