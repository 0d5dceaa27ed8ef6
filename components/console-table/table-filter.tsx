import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Button } from "#components/ui/button.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { TableAsked, TableShape } from "#lib/kernel/table-asked.ts";

export interface TableFilterProps<Column extends string, Filter extends string> {
  readonly address: string;
  readonly shape: TableShape<Column, Filter>;
  readonly asked: TableAsked<Column, Filter>;
  /** The fields, each with the filter's name: `Field`, `SelectField`. */
  readonly children: ReactNode;
}

/** What is looked for in a list, as a form whose answer is an address. The chosen columns stay. */
export function TableFilter<Column extends string, Filter extends string>(
  props: TableFilterProps<Column, Filter>,
) {
  const { address, shape, asked, children } = props;
  const t = useTranslations("consoleTable");
  const isUsual =
    asked.columns.slice(1).join() === shape.usual.filter((key) => key !== asked.columns[0]).join();
  return (
    <form
      method="get"
      action={address}
      aria-label={t("narrow")}
      className="no-print space-y-4 rounded-edge border border-line bg-raised p-4"
    >
      {isUsual
        ? null
        : asked.columns.map((column) => <input key={column} type="hidden" name="column" value={column} />)}
      <div className="grid items-end gap-4 sm:grid-cols-2 xl:grid-cols-4">{children}</div>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <Button variant="secondary">{t("search")}</Button>
        {Object.keys(asked.filters).length > 0 ? <TextLink href={address}>{t("all")}</TextLink> : null}
      </div>
    </form>
  );
}
