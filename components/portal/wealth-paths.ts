export type WealthPage = "overview" | "entries" | "performance" | "assets";

const places: Readonly<Record<WealthPage, string>> = {
  overview: "/wealth",
  entries: "/wealth/entries",
  performance: "/wealth/performance",
  assets: "/wealth/assets",
};

/** What is reckoned in where nobody chose. */
export const usualBase = "EUR";

type Parameters = Readonly<Record<string, string | null>>;

const withQuery = (path: string, parameters: Parameters): string => {
  const query = new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]) =>
      value === null || (name === "in" && value === usualBase) ? [] : [[name, value]],
    ),
  ).toString();
  return query ? `${path}?${query}` : path;
};

export const wealthPath = (page: WealthPage, parameters: Parameters = {}): string =>
  withQuery(places[page], parameters);

export const accountPath = (accountId: string, base: string | null): string =>
  withQuery(`/wealth/accounts/${accountId}`, { in: base });

/** Where files of one's own wealth come from. */
export const exportPath = "/wealth/export";

export const assetPath = (assetId: string): string => `/wealth/assets/${assetId}`;
