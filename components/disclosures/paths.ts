import type { DisclosurePeriod } from "#lib/disclosures/view.ts";

/** How the list is narrowed. */
export interface Narrowed {
  readonly viewerId: string | null;
  readonly consentId: string | null;
  readonly period: DisclosurePeriod;
}

export const isNarrowed = ({ viewerId, consentId, period }: Narrowed): boolean =>
  viewerId !== null || consentId !== null || period !== "all";

/** The list as it is narrowed, from its beginning or behind a place in it. */
export function listPath({ viewerId, consentId, period }: Narrowed, behind: string | null): string {
  const query = new URLSearchParams({
    ...(viewerId ? { who: viewerId } : {}),
    ...(consentId ? { consent: consentId } : {}),
    ...(period === "all" ? {} : { when: period }),
    ...(behind ? { behind } : {}),
  }).toString();
  return query ? `/who-saw-it?${query}` : "/who-saw-it";
}
