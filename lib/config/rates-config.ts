import { fileURLToPath } from "node:url";
import { text } from "./environment.ts";

const wants =
  "the https URL of the folder with the European Central Bank's files, ending in /, or a file: URL, or off";
const published = "https://www.ecb.europa.eu/stats/eurofxref/";

export const ratesVariables = {
  LICET_RATES_URL: text(wants)
    .refine((value) => value === "off" || isPlace(value), { error: `is wrong: it wants ${wants}` })
    .default(published),
  LICET_RATES_SOURCE: text("who publishes the reference rates, as it is shown")
    .max(200, { error: "is too long: it wants at most 200 characters" })
    .default("European Central Bank"),
};

/** Where reference rates are read. A host on this very machine is the only one that is not called over the internet. */
export type RatesPlace =
  | { readonly kind: "folder"; readonly url: URL; readonly isLoopback: boolean }
  | { readonly kind: "file"; readonly path: string };

export interface RatesSetting {
  /** `null` where the operator wants none. */
  readonly place: RatesPlace | null;
  readonly source: string;
}

export function toRates(read: { LICET_RATES_URL: string; LICET_RATES_SOURCE: string }): RatesSetting {
  const { LICET_RATES_URL: value, LICET_RATES_SOURCE: source } = read;
  return { place: value === "off" ? null : placeOf(new URL(value)), source };
}

function placeOf(url: URL): RatesPlace {
  if (url.protocol === "file:") return { kind: "file", path: fileURLToPath(url) };
  const isLoopback = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  return { kind: "folder", url, isLoopback };
}

function isPlace(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, host, username, password, pathname, search, hash } = new URL(value);
  if (username || password || search || hash) return false;
  if (protocol === "file:") return host === "" && !pathname.endsWith("/");
  return protocol === "https:" && pathname.endsWith("/");
}
