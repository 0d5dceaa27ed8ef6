import { createDecipheriv, createSecretKey, randomBytes } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { writeCsv } from "#lib/portfolio/export-csv.ts";
import { exportOwnWealth } from "#lib/portfolio/export-own-wealth.ts";
import { writeXlsx } from "#lib/portfolio/export-xlsx.ts";
import { readOwnEntries } from "#lib/portfolio/read-own-entries.ts";
import { readOwnPerformance } from "#lib/portfolio/read-own-performance.ts";
import { readOwnWealthOverTime } from "#lib/portfolio/read-own-series.ts";
import { rateTableOf } from "#scripts/testing/rates.ts";
import { contextOf } from "../consent/firm.ts";
import { placeOf, readBank, watchResident } from "../link/reading.ts";
import type { Installation } from "../vault/installation.ts";
import { beside } from "./repeated.ts";
import { openWebKeys } from "./web-keys.ts";

/** So many transactions over eight years, and what is to be reached with them. */
const sizes = [
  { entries: 1_900, pageMs: 50, importMs: 300 },
  { entries: 14_400, pageMs: 100, importMs: 1_000 },
  { entries: 48_000, pageMs: 200, importMs: 3_000 },
];
const rates = rateTableOf({ "2026-11-20": { CHF: "0.95", USD: "1.1" } });
const narrowed = { accountId: null, kind: null, from: null, to: null, search: null, before: null };
const longest = { period: "sinceBeginning", from: null, to: null };

/** One client with many transactions: reading them from a ready bank, each page about them, and all of them as a file. */
export async function benchHistory(installation: Installation): Promise<void> {
  for (const size of sizes) await measure(installation, size);
}

async function measure(installation: Installation, { entries, pageMs, importMs }: (typeof sizes)[number]) {
  const read = await readBank(placeOf(installation), { entries, held: 0, isHuge: false });
  console.log(
    `${entries} transactions: read, reckoned and sealed in ${read.tookMs.toFixed(0)} ms (to reach: ${importMs} ms); event loop ` +
      `p99 ${(read.delay.percentile(99) / 1e6).toFixed(0)} ms (to reach: 20 ms), resident ${rss()} MB (to reach: 512 MB)`,
  );
  const db = installation.open("data", "licet_web");
  const keys = await openWebKeys(installation);
  const firm = { tenantId: read.tenantId, advisorId: read.advisorId, investorIds: [read.investorId] };
  const ctx = contextOf(db, firm, read.investorId, "investor");
  const means = { keys, rates, base: null };
  const of = `of ${entries} transactions`;
  const investorId = read.investorId;

  const { entries: first } = await readOwnEntries(ctx, keys, narrowed);
  const oldest = first.at(-1)?.day ?? "1970-01-01";
  await beside({
    what: `page of the newest 50 ${of}`,
    ours: () => readOwnEntries(ctx, keys, narrowed),
    bare: await bareWork(installation, { investorId, since: oldest, derived: false }),
    toReachMs: pageMs,
  });
  await beside({
    what: `wealth page with a line of a year ${of}`,
    ours: () => readOwnWealthOverTime(ctx, means, { period: "year" }),
    bare: await bareWork(installation, { investorId, since: daysAgo(406), derived: true }),
    toReachMs: pageMs,
  });
  await beside({
    what: `performance since the beginning ${of}`,
    ours: () => readOwnPerformance(ctx, means, longest),
    bare: await bareWork(installation, { investorId, since: "1970-01-01", derived: true }),
    toReachMs: pageMs,
  });
  const asked = { what: "entries", as: "csv", base: null, ...longest, name: "Somebody" } as const;
  const wholeMeans = { keys, rates, locale: "en" as const, bankName: () => "Bench Bank" };
  await exported(`CSV ${of}`, async () => writeCsv(await exportOwnWealth(ctx, wholeMeans, asked)));
  await exported(`XLSX ${of}`, async () => writeXlsx(await exportOwnWealth(ctx, wholeMeans, asked)));
  await keys.close();
}

/** A file taken as fast as it comes: when the first row was there, how long all took, and what memory it needed. */
async function exported(what: string, begin: () => Promise<AsyncIterable<string | Buffer>>): Promise<void> {
  await drain(await begin(), () => {});
  globalThis.gc?.();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const memory = watchResident();
  const since = performance.now();
  let [firstMs, secondMs, bytes, pieces] = [0, 0, 0, 0];
  await drain(await begin(), (piece) => {
    pieces++;
    if (pieces === 1) firstMs = performance.now() - since;
    if (pieces === 2) secondMs = performance.now() - since;
    bytes += piece.length;
  });
  const tookMs = performance.now() - since;
  delay.disable();
  console.log(
    `${what}: begins after ${firstMs.toFixed(0)} ms, goes on after ${secondMs.toFixed(0)} ms (to reach: 200 ms), ` +
      `${(bytes / 1e6).toFixed(1)} MB in ${tookMs.toFixed(0)} ms, ${memory.stop().toFixed(0)} MB more resident; ` +
      `event loop p99 ${(delay.percentile(99) / 1e6).toFixed(0)} ms (to reach: 20 ms)`,
  );
}

async function drain(
  pieces: AsyncIterable<string | Buffer>,
  take: (piece: string | Buffer) => void,
): Promise<void> {
  for await (const piece of pieces) {
    take(piece);
    await setImmediate();
  }
}

interface Bare {
  readonly investorId: string;
  readonly since: string;
  readonly derived: boolean;
}

/** The ciphertext as the superuser, whom no policy binds, and AES-256-GCM over as many bytes. */
async function bareWork({ superuser }: Installation, { investorId, since, derived }: Bare) {
  const query = () => superuser<{ envelope: Buffer }[]>`select envelope from record_chunks
    where investor_id = ${investorId} and derived = ${derived} and period_to > ${since}`;
  const key = createSecretKey(randomBytes(32));
  const nonce = randomBytes(12);
  return async () => {
    for (const { envelope } of await query()) createDecipheriv("aes-256-gcm", key, nonce).update(envelope);
  };
}

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const rss = (): number => Math.round(process.memoryUsage.rss() / 2 ** 20);
