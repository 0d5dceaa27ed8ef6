import type { ConsentQuery } from "#lib/consent/query-view.ts";

/** Where one consent has its pages. */
export const consentPath = (consentId: string, page?: "answer" | "change" | "renew" | "withdraw"): string =>
  `/consents/${consentId}${page ? `/${page}` : ""}`;

/** The list as it is looked at, with what is different about it. What says nothing is left out of the address. */
export function listPath(query: ConsentQuery, change: Partial<ConsentQuery> = {}): string {
  const { tab, text, institutionId, advisorId, standing, within, sort, after } = {
    ...query,
    after: null,
    ...change,
  };
  const said = Object.entries({
    tab: tab === "open" ? "" : tab,
    q: text,
    bank: institutionId,
    advisor: advisorId,
    standing,
    within: within === null ? "" : `${within}`,
    sort: sort === "end" ? "" : sort,
    after,
  }).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return said.length > 0 ? `/consents?${new URLSearchParams(said)}` : "/consents";
}

/** A tab with nothing looked for. */
export const tabPath = (tab: ConsentQuery["tab"]): string =>
  tab === "open" ? "/consents" : `/consents?tab=${tab}`;

export function isNarrowed({ text, institutionId, advisorId, standing, within }: ConsentQuery): boolean {
  return Boolean(text || institutionId || advisorId || standing || within);
}
