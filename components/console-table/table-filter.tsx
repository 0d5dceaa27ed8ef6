import { useLocale, useTranslations } from "next-intl";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { NarrowedOnPaper } from "#components/ui/narrowed-on-paper.tsx";
import { SelectField, type SelectFieldProps } from "#components/ui/select-field.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { formatDate } from "#lib/kernel/format.ts";
import { tableQuery } from "#lib/kernel/table-asked.ts";
import { KeptFields } from "./kept-fields.tsx";
import type { ListPage } from "./list-page.ts";

/** By what a list is narrowed: something typed, or one of some options. */
export interface FilterField<Filter extends string> {
  readonly name: Filter;
  readonly label: string;
  readonly options?: SelectFieldProps["options"];
  readonly type?: "search" | "date";
  /** What the list is narrowed to before anybody asks. */
  readonly usual?: string;
  readonly error?: string | undefined;
}

export interface TableFilterProps<Column extends string, Filter extends string>
  extends ListPage<Column, Filter> {
  readonly fields: readonly FilterField<Filter>[];
}

/** What is looked for in a list, as a form whose answer is an address. The chosen columns and rows stay. */
export function TableFilter<Column extends string, Filter extends string>(
  props: TableFilterProps<Column, Filter>,
) {
  const { address, shape, asked, fields } = props;
  const t = useTranslations("consoleTable");
  const all = tableQuery(shape, { ...asked, filters: {}, after: null });
  return (
    <>
      <NarrowedOnPaper to={useNarrowedTo(props)} />
      <form
        method="get"
        action={address}
        aria-label={t("narrow")}
        className="no-print space-y-4 rounded-edge border border-line bg-raised p-4"
      >
        <KeptFields query={all} />
        <div
          className={`grid gap-4 min-[24rem]:grid-cols-2 xl:grid-cols-4 ${
            // What is said under one field must not push the others out of line.
            fields.some(({ error }) => error) ? "items-start" : "items-end"
          }`}
        >
          {fields.map((field) => (
            <AskedField
              key={field.name}
              field={field}
              value={asked.filters[field.name] ?? field.usual ?? ""}
            />
          ))}
        </div>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <Button variant="secondary">{t("search")}</Button>
          {Object.keys(asked.filters).length > 0 ? (
            <TextLink href={`${address}${all}`}>{t("all")}</TextLink>
          ) : null}
        </div>
      </form>
    </>
  );
}

/** In words: what was typed, what an option is called, and the day that was chosen. */
function useNarrowedTo<Filter extends string>({
  asked,
  fields,
}: Pick<TableFilterProps<string, Filter>, "asked" | "fields">) {
  const locale = useLocale();
  return fields.map(({ name, label, options, type, usual }) => {
    const value = asked.filters[name] ?? usual ?? "";
    const option = value && options?.find((one) => one.value === value)?.label;
    const isDay = type === "date" && !Number.isNaN(Date.parse(value));
    return { term: label, fact: option ?? (isDay ? formatDate(locale, value) : value) };
  });
}

interface AskedFieldProps {
  readonly field: FilterField<string>;
  readonly value: string;
}

function AskedField({ field: { name, label, options, type, error }, value }: AskedFieldProps) {
  const common = { id: `filter-${name}`, name, label };
  if (options) return <SelectField {...common} defaultValue={value} options={options} />;
  return (
    <Field
      {...common}
      {...(type ? { type } : {})}
      {...(error ? { error } : {})}
      // A link may name a moment; the field has its day.
      defaultValue={type === "date" ? value.slice(0, 10) : value}
      maxLength={200}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
