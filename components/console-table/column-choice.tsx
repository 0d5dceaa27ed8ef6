import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Button } from "#components/ui/button.tsx";
import type { TableAsked, TableShape } from "#lib/kernel/table-asked.ts";

export interface ColumnChoiceProps<Column extends string, Filter extends string> {
  readonly address: string;
  readonly shape: TableShape<Column, Filter>;
  readonly asked: TableAsked<Column, Filter>;
  readonly headers: Readonly<Record<Column, ReactNode>>;
}

/** Which columns stand there, as a form that asks for the same rows with others. */
export function ColumnChoice<Column extends string, Filter extends string>(
  props: ColumnChoiceProps<Column, Filter>,
) {
  const { address, shape, asked, headers } = props;
  const t = useTranslations("consoleTable");
  const [first, ...others] = shape.columns;
  if (first === undefined || others.length === 0) return null;
  return (
    <details>
      <summary className="w-fit cursor-pointer">{t("columns")}</summary>
      <form
        method="get"
        action={address}
        className="mt-2 space-y-3 rounded-edge border border-line bg-raised p-4"
      >
        {Object.entries<string | undefined>(asked.filters).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="column" value={first} />
        <fieldset className="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
          <legend className="sr-only">{t("columns")}</legend>
          {others.map((column) => (
            <label key={column} className="flex min-h-8 items-center gap-2">
              <input
                type="checkbox"
                name="column"
                value={column}
                defaultChecked={asked.columns.includes(column)}
                className="size-5"
              />
              {headers[column]}
            </label>
          ))}
        </fieldset>
        <Button variant="secondary" size="dense">
          {t("showColumns")}
        </Button>
      </form>
    </details>
  );
}
