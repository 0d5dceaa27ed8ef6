import { useTranslations } from "next-intl";

import { TableFilter } from "#components/console-table/table-filter.tsx";
import { Field } from "#components/ui/field.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import type { TableAsked, TableShape } from "#lib/kernel/table-asked.ts";
import type { TrailCell } from "./trail-cells.tsx";
import { useEventTypes } from "./use-event-types.ts";

export type TrailFilterName = "actor" | "subject" | "type" | "request" | "id" | "from" | "to";

export interface TrailFiltersProps {
  readonly address: string;
  readonly shape: TableShape<TrailCell, TrailFilterName>;
  readonly asked: TableAsked<TrailCell, TrailFilterName>;
  readonly unusable: readonly TrailFilterName[];
}

const identifiers = ["actor", "subject", "request", "id"] as const;

/** By what an entry can be found. What was typed stays, and what cannot be looked for says so at its field. */
export function TrailFilters({ address, shape, asked, unusable }: TrailFiltersProps) {
  const t = useTranslations("trail");
  const types = useEventTypes();
  const errorOf = (name: TrailFilterName) =>
    unusable.includes(name)
      ? { error: name === "from" || name === "to" ? t("noDay") : t("noIdentifier") }
      : {};
  const text = (name: (typeof identifiers)[number]) => (
    <Field
      key={name}
      id={`trail-${name}`}
      name={name}
      label={t(`filters.${name}`)}
      defaultValue={asked.filters[name] ?? ""}
      maxLength={120}
      autoComplete="off"
      spellCheck={false}
      {...errorOf(name)}
    />
  );
  // A link may name a moment; the field has its day.
  const day = (name: "from" | "to") => (
    <Field
      key={name}
      id={`trail-${name}`}
      name={name}
      type="date"
      label={t(`filters.${name}`)}
      defaultValue={asked.filters[name]?.slice(0, 10) ?? ""}
      {...errorOf(name)}
    />
  );
  const chosen = asked.filters.type;
  const isKnown = chosen === undefined || types.some(({ value }) => value === chosen);
  return (
    <TableFilter address={address} shape={shape} asked={asked}>
      <SelectField
        id="trail-type"
        name="type"
        label={t("filters.type")}
        defaultValue={chosen ?? ""}
        options={[
          { value: "", label: t("anyType") },
          ...(isKnown ? [] : [{ value: chosen, label: chosen }]),
          ...types,
        ]}
      />
      {identifiers.map(text)}
      {day("from")}
      {day("to")}
    </TableFilter>
  );
}
