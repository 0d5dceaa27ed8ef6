import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Button } from "#components/ui/button.tsx";
import { tableQuery } from "#lib/kernel/table-asked.ts";
import { KeptFields } from "./kept-fields.tsx";
import type { ListPage } from "./list-page.ts";

export interface ColumnChoiceProps<Column extends string, Filter extends string>
  extends ListPage<Column, Filter> {
  readonly header: (column: Column) => ReactNode;
}

/** Which columns stand there, as a form that asks for the same rows with others. */
export function ColumnChoice<Column extends string, Filter extends string>(
  props: ColumnChoiceProps<Column, Filter>,
) {
  const { address, shape, asked, header } = props;
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
        <KeptFields query={tableQuery(shape, { ...asked, columns: shape.usual, after: null })} />
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
              {header(column)}
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
