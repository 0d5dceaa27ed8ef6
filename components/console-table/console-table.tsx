import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { type TableAsked, type TableShape, tableQuery } from "#lib/kernel/table-asked.ts";
import { ColumnChoice } from "./column-choice.tsx";
import { RowKeys } from "./row-keys.tsx";

export interface ConsoleRow<Column extends string> {
  readonly key: string;
  /** The page of what the row is about; the first cell leads there. */
  readonly href?: string;
  readonly cells: Readonly<Record<Column, ReactNode>>;
}

export interface ConsoleTableProps<Column extends string, Filter extends string> {
  readonly caption: string;
  /** The path of the page that this list stands on. */
  readonly address: string;
  readonly shape: TableShape<Column, Filter>;
  readonly asked: TableAsked<Column, Filter>;
  readonly headers: Readonly<Record<Column, ReactNode>>;
  readonly rows: readonly ConsoleRow<Column>[];
  /** Where the next page begins, if there is one. */
  readonly next: string | null;
  /** The path that gives the same rows, of every page, as CSV. */
  readonly fileAddress?: string;
}

/**
 * A long list of the console: chosen columns, pages that go on after a row (so that a new entry moves nothing), a file
 * of the same, all in the address. It works without script; with it, the arrows go from row to row.
 */
export function ConsoleTable<Column extends string, Filter extends string>(
  props: ConsoleTableProps<Column, Filter>,
) {
  const { caption, address, shape, asked, headers, rows, next, fileAddress } = props;
  const t = useTranslations("consoleTable");
  const fileQuery = tableQuery(shape, { ...asked, after: null });
  return (
    <div className="space-y-3">
      <div className="no-print flex flex-wrap items-start justify-between gap-x-6 gap-y-2 text-small">
        <ColumnChoice address={address} shape={shape} asked={asked} headers={headers} />
        {fileAddress ? (
          <a
            href={`${fileAddress}${fileQuery}`}
            className="text-accent underline underline-offset-4 hover:decoration-2"
          >
            {t("file")}
          </a>
        ) : null}
      </div>
      <RowKeys>
        <Table
          caption={caption}
          isWide={asked.columns.length > shape.usual.length}
          columns={asked.columns.map((key) => ({ key, header: headers[key] }))}
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
      <nav
        aria-label={t("pages")}
        className="no-print flex flex-wrap items-center gap-x-6 gap-y-3 text-small"
      >
        {asked.after === null ? null : <TextLink href={`${address}${fileQuery}`}>{t("first")}</TextLink>}
        {next === null ? null : (
          <TextLink href={`${address}${tableQuery(shape, { ...asked, after: next })}`}>{t("next")}</TextLink>
        )}
      </nav>
    </div>
  );
}
