/** How many rows a page of the console's lists has: one of few, so that no address asks for more of the database. */
export const rowsChoices = [50, 100, 200] as const;
export type RowsPerPage = (typeof rowsChoices)[number];

export const usualRows: RowsPerPage = 50;

/** As an address says it; anything else is the usual. */
export const parseRows = (text: unknown): RowsPerPage =>
  rowsChoices.find((rows) => `${rows}` === text) ?? usualRows;

/** Of what was looked for with one row more than a page has: the page, and its last row where another one follows. */
export function cutPage<Row>(
  found: readonly Row[],
  rows: number,
): { readonly page: readonly Row[]; readonly last: Row | null } {
  const page = found.slice(0, rows);
  return { page, last: found.length > rows ? (page.at(-1) ?? null) : null };
}
