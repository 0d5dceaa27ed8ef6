export type ClientPage = "overview" | "entries" | "performance" | "notes" | "ask";

const places: Readonly<Record<ClientPage, string>> = {
  overview: "",
  entries: "/entries",
  performance: "/performance",
  notes: "/notes",
  ask: "/ask",
};

/** What is reckoned in where nobody chose. */
const usualBase = "EUR";

/** A page about one client, with what stands in its address. */
export function clientPath(
  clientId: string,
  page: ClientPage,
  parameters: Readonly<Record<string, string | null>> = {},
): string {
  const query = new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]) =>
      value === null || (name === "in" && value === usualBase) ? [] : [[name, value]],
    ),
  ).toString();
  const path = `/advisor/clients/${clientId}${places[page]}`;
  return query ? `${path}?${query}` : path;
}

/** Where files of one client's wealth come from. */
export const exportPath = (clientId: string): string => `/advisor/clients/${clientId}/export`;
