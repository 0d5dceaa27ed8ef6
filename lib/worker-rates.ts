import { readFile, stat } from "node:fs/promises";
import type { RatesPlace, RatesSetting } from "#lib/config/rates-config.ts";
import { type BankHttp, createBankHttp } from "#lib/egress/bank-http.ts";
import { type EgressPolicy, usualLimits } from "#lib/egress/egress-policy.ts";
import { RateFileError } from "#lib/rates/publication.ts";
import type { RateSource, ReadRateFile } from "#lib/rates/rate-source.ts";
import { mostFileBytes } from "#lib/rates/read-publication-file.ts";

const dailyFile = "eurofxref-daily.xml";
const historyFile = "eurofxref-hist.zip";

export interface WorkerRates {
  /** `null` where the operator wants none. */
  readonly source: RateSource | null;
  stop(): Promise<void>;
}

/** The central bank's files, from where the operator says they are. */
export function startRates({ place, source: name }: RatesSetting): WorkerRates {
  if (!place) return { source: null, stop: async () => {} };
  if (place.kind === "file")
    return { source: { name, daily: null, history: fileAt(place.path) }, stop: async () => {} };
  const http = createBankHttp(policyOf(place));
  const read = (file: string) => fetching(http, new URL(file, place.url).href);
  return {
    source: { name, daily: read(dailyFile), history: read(historyFile) },
    stop: () => http.close(),
  };
}

/** Two files of one host can be read, and nothing else be asked of anybody. */
const policyOf = ({ url, isLoopback }: Extract<RatesPlace, { kind: "folder" }>): EgressPolicy => ({
  allowedHosts: [url.host],
  isSandbox: isLoopback,
  rules: [dailyFile, historyFile].map((file) => ({
    method: "GET",
    path: exactly(new URL(file, url).pathname),
  })),
  clientTls: null,
  certificateAuthorities: null,
  limits: { ...usualLimits, packedBytes: mostFileBytes, bodyBytes: mostFileBytes },
});

const exactly = (path: string): RegExp => new RegExp(`^${path.replace(/[^\w/]/g, "\\$&")}$`);

const fetching =
  (http: BankHttp, url: string): ReadRateFile =>
  async (signal) => {
    const headers = { "user-agent": "Licet" };
    const { status, body } = await http.send({ method: "GET", url, headers, signal });
    if (status !== 200) throw new Error(`the reference rates were answered with ${status}`);
    return body;
  };

const fileAt =
  (path: string): ReadRateFile =>
  async (signal) => {
    const { size } = await stat(path);
    if (size > mostFileBytes) throw new RateFileError("tooLarge");
    return readFile(path, { signal });
  };
