import { parseRows, type RowsPerPage, usualRows } from "./rows-per-page.ts";

/** What somebody asks of a long list in its page's address: which rows and how many, which columns, where to go on. */
export interface TableAsked<Column extends string = string, Filter extends string = string> {
  readonly filters: Readonly<Partial<Record<Filter, string>>>;
  /** In the list's own order; the first always stands there, because it names the row. */
  readonly columns: readonly Column[];
  readonly rows: RowsPerPage;
  /** The last row of the page before, as its list wrote it. */
  readonly after: string | null;
}

export interface TableShape<Column extends string, Filter extends string> {
  readonly columns: readonly Column[];
  /** Those that stand there before anybody chooses. */
  readonly usual: readonly Column[];
  readonly filters: readonly Filter[];
}

const longest = 200;

/**
 * Reads it strictly: what is unknown, empty, too long or given twice counts as not asked. A column may be named many
 * times, because checkboxes of one form do so.
 */
export function parseTableAsked<Column extends string, Filter extends string>(
  { columns, usual, filters }: TableShape<Column, Filter>,
  query: Readonly<Record<string, string | string[] | undefined>>,
): TableAsked<Column, Filter> {
  const one = (name: string): string | null => {
    const value = query[name];
    return typeof value === "string" && value.trim() !== "" && value.length <= longest ? value.trim() : null;
  };
  const chosen = [query.column ?? []].flat();
  const shown = columns.filter(
    (column, at) => at === 0 || (chosen.length > 0 ? chosen : usual).includes(column),
  );
  return {
    filters: Object.fromEntries(
      filters.flatMap((name) => {
        const value = one(name);
        return value === null ? [] : [[name, value]];
      }),
    ) as Partial<Record<Filter, string>>,
    columns: shown,
    rows: parseRows(query.rows),
    after: one("after"),
  };
}

/** The same list in another way, as the part of an address behind its path: of other rows it is the first page. */
export function tableQuery<Column extends string, Filter extends string>(
  { usual }: Pick<TableShape<Column, Filter>, "usual">,
  { filters, columns, rows, after }: TableAsked<Column, Filter>,
): string {
  const query = new URLSearchParams(Object.entries(filters) as [string, string][]);
  const isUsual = columns.slice(1).join() === usual.filter((column) => column !== columns[0]).join();
  if (!isUsual) for (const column of columns) query.append("column", column);
  if (rows !== usualRows) query.set("rows", `${rows}`);
  if (after !== null) query.set("after", after);
  return query.size === 0 ? "" : `?${query}`;
}
