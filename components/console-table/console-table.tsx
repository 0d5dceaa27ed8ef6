import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { usualRows } from "#lib/kernel/rows-per-page.ts";
import { tableQuery } from "#lib/kernel/table-asked.ts";
import { ColumnChoice, type ColumnChoiceProps } from "./column-choice.tsx";
import { RowKeys } from "./row-keys.tsx";
import { RowsChoice } from "./rows-choice.tsx";

export interface ConsoleRow<Column extends string> {
  readonly key: string;
  /** The page of what the row is about; the first cell leads there. */
  readonly href?: string;
  readonly cells: Readonly<Record<Column, ReactNode>>;
}

export interface ConsoleTableProps<Column extends string, Filter extends string>
  extends ColumnChoiceProps<Column, Filter> {
  readonly title: string;
  readonly rows: readonly ConsoleRow<Column>[];
  /** Where the next page begins, if there is one. */
  readonly next: string | null;
  /** The columns that have numbers. */
  readonly figures?: readonly Column[];
}

/**
 * The rows of a long list: chosen columns, pages that go on after a row (so that a new entry moves nothing), all in the
 * address, and below it at `export` a file of the same, of every page. It works without script; with it, the arrows go
 * from row to row.
 */
export function ConsoleTable<Column extends string, Filter extends string>(
  props: ConsoleTableProps<Column, Filter>,
) {
  const { title, address, shape, asked, header, rows, next, figures = [] } = props;
  const t = useTranslations("consoleTable");
  const page = (after: string | null) => `${address}${tableQuery(shape, { ...asked, after })}`;
  return (
    <div className="space-y-3">
      <div className="no-print flex flex-wrap items-start justify-between gap-x-6 gap-y-2 text-small">
        <ColumnChoice address={address} shape={shape} asked={asked} header={header} />
        <a
          href={`${address}/export${tableQuery(shape, { ...asked, rows: usualRows, after: null })}`}
          className="text-accent underline underline-offset-4 hover:decoration-2"
        >
          {t("file")}
        </a>
      </div>
      <RowKeys>
        <Table
          caption={title}
          isWide={asked.columns.length > shape.usual.length}
          columns={asked.columns.map((key) => ({
            key,
            header: header(key),
            isFigure: figures.includes(key),
          }))}
          rows={rows.map(({ key, href, cells }) => ({
            key,
            cells: asked.columns.map((column, at) =>
              at === 0 && href ? (
                <TextLink key={column} href={href}>
                  {cells[column]}
                </TextLink>
              ) : (
                cells[column]
              ),
            ),
          }))}
        />
      </RowKeys>
      {asked.after === null && next === null ? null : (
        <p className="hidden text-small print:block">{t("onePage")}</p>
      )}
      <nav
        aria-label={t("pages")}
        className="no-print flex flex-wrap items-center gap-x-6 gap-y-3 text-small"
      >
        {asked.after === null ? null : <TextLink href={page(null)}>{t("first")}</TextLink>}
        {next === null ? null : <TextLink href={page(next)}>{t("next")}</TextLink>}
        {asked.after === null && next === null && asked.rows === usualRows ? null : (
          <RowsChoice address={address} shape={shape} asked={asked} />
        )}
      </nav>
    </div>
  );
}
