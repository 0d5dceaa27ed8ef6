const pages = [
  ["con_", "/console/consents/"],
  ["crd_", "/console/credentials/"],
  ["act_", "/console/acts/"],
  ["evt_", "/console/audit/"],
] as const;

/** The page of the console about what an identifier names, or `null` where there is none. */
export function recordAddress(id: string): string | null {
  const [, page = null] = pages.find(([prefix]) => id.startsWith(prefix)) ?? [];
  return page === null ? null : page + id;
}
