import { useTranslations } from "next-intl";

import { TextLink } from "#components/ui/text-link.tsx";
import { rowsChoices } from "#lib/kernel/rows-per-page.ts";
import { tableQuery } from "#lib/kernel/table-asked.ts";
import type { ListPage } from "./list-page.ts";

/** How many rows stand on a page. The page goes on from where it is. */
export function RowsChoice<Column extends string, Filter extends string>(props: ListPage<Column, Filter>) {
  const { address, shape, asked } = props;
  const t = useTranslations("consoleTable");
  return (
    <p className="flex flex-wrap gap-x-3">
      <span className="text-quiet">{t("rows")}</span>
      {rowsChoices.map((rows) =>
        rows === asked.rows ? (
          <span key={rows} aria-current="true" className="font-semibold">
            {rows}
          </span>
        ) : (
          <TextLink key={rows} href={`${address}${tableQuery(shape, { ...asked, rows })}`}>
            {rows}
          </TextLink>
        ),
      )}
    </p>
  );
}
