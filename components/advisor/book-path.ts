import type { BookAsked } from "#lib/portfolio/book-view.ts";

export const bookAddress = "/advisor";

/** The column with its direction, as it stands in an address. */
export const sortText = ({ sort, isDescending }: Pick<BookAsked, "sort" | "isDescending">): string =>
  isDescending ? `-${sort}` : sort;

/** Where the same list stands in another way. Another order or another choice begins at its first page. */
export function bookPath(asked: BookAsked, change: Partial<BookAsked>): string {
  const { base, over, search, state, todo, page, ...order } = { ...asked, page: 1, ...change };
  const parts = {
    ...{ in: base, q: search, state, todo },
    over: over === "day" ? null : over,
    sort: sortText(order) === "name" ? null : sortText(order),
    page: page === 1 ? null : String(page),
  };
  const query = new URLSearchParams(
    Object.entries(parts).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  return query.size === 0 ? bookAddress : `${bookAddress}?${query}`;
}

export const isNarrowed = ({ search, state, todo }: BookAsked): boolean =>
  search !== "" || state !== null || todo !== null;
