import { useTranslations } from "next-intl";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { HiddenFields } from "#components/ui/hidden-fields.tsx";
import { NarrowedOnPaper } from "#components/ui/narrowed-on-paper.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { EntriesView } from "#lib/portfolio/entries-view.ts";
import { type Carried, entriesPath, isNarrowed } from "./entries-path.ts";
import type { WealthNames } from "./names.ts";

export interface EntryFilterProps {
  readonly page: EntriesView;
  readonly names: WealthNames;
  /** The page it stands on. */
  readonly path: string;
  readonly carried?: Carried;
}

const everything = { accountId: null, kind: null, from: null, to: null, search: null };

/** An ordinary form: how the list is narrowed stands in the page's address. */
export function EntryFilter({ page, names, path, carried = {} }: EntryFilterProps) {
  const t = useTranslations("wealth.entries");
  const { narrowed, accounts, kinds } = page;
  const { accountId, kind, from, to: until, search } = narrowed;
  const any = { value: "", label: t("any") };
  const to = [
    { term: t("search"), fact: search },
    { term: t("account"), fact: accountId && names.accountName(accountId) },
    { term: t("kind"), fact: kind && t(`kinds.${kind}`) },
    { term: t("from"), fact: from && <Time iso={from} show="day" /> },
    { term: t("to"), fact: until && <Time iso={until} show="day" /> },
  ];
  return (
    <>
      <NarrowedOnPaper to={to} />
      <form
        method="get"
        action={path}
        className="space-y-4 rounded-edge border border-line bg-raised p-4 sm:p-5"
      >
        <HiddenFields values={carried} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            id="entries-search"
            name="q"
            type="search"
            label={t("search")}
            hint={t("searchHint")}
            defaultValue={search ?? ""}
            maxLength={100}
          />
          <div className="grid content-end gap-4">
            <SelectField
              id="entries-account"
              name="account"
              label={t("account")}
              defaultValue={accountId ?? ""}
              options={[any, ...accounts.map(({ id }) => ({ value: id, label: names.accountName(id) }))]}
            />
          </div>
          <SelectField
            id="entries-kind"
            name="kind"
            label={t("kind")}
            defaultValue={kind ?? ""}
            options={[any, ...kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))]}
          />
          <div className="grid grid-cols-2 gap-4">
            <Field id="entries-from" name="from" type="date" label={t("from")} defaultValue={from ?? ""} />
            <Field id="entries-to" name="to" type="date" label={t("to")} defaultValue={until ?? ""} />
          </div>
        </div>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <Button variant="secondary">{t("show")}</Button>
          {isNarrowed(narrowed) ? (
            <TextLink href={entriesPath(path, everything, carried)}>{t("all")}</TextLink>
          ) : null}
        </div>
      </form>
    </>
  );
}

/** Where the list goes on, and back to its beginning. */
export function EntryPages({
  page: { narrowed, next },
  path,
  carried = {},
  isFurther,
}: Pick<EntryFilterProps, "page" | "path" | "carried"> & { readonly isFurther: boolean }) {
  const t = useTranslations("wealth.entries");
  return (
    <p className="no-print flex flex-wrap gap-x-6 gap-y-3">
      {isFurther ? <TextLink href={entriesPath(path, narrowed, carried)}>{t("newest")}</TextLink> : null}
      {next ? (
        <TextLink href={entriesPath(path, narrowed, { ...carried, before: next })}>{t("older")}</TextLink>
      ) : null}
    </p>
  );
}
