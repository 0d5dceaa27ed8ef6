/** How far back the line over time can reach. */
export const spans = ["quarter", "year", "sinceBeginning"] as const;
export type Span = (typeof spans)[number];

/** What an address asks for; a year where it asks for nothing that there is. */
export const spanOf = (text: string | null): Span => spans.find((one) => one === text) ?? "year";
