import type { EntryNarrowing } from "#lib/portfolio/entries-view.ts";

export const isNarrowed = (narrowed: EntryNarrowing): boolean =>
  Object.values(narrowed).some((one) => one !== null);

/** What stays in the address beside how the list is narrowed, such as the currency of the other pages. */
export type Carried = Readonly<Record<string, string | null>>;

/** The list as it is narrowed, from its beginning or behind a day. */
export function entriesPath(
  path: string,
  narrowed: EntryNarrowing,
  { before = null, ...carried }: Carried & { readonly before?: string | null } = {},
): string {
  const { accountId, kind, from, to, search } = narrowed;
  const given = { q: search, account: accountId, kind, from, to, before, ...carried };
  const query = new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  ).toString();
  return query ? `${path}?${query}` : path;
}
