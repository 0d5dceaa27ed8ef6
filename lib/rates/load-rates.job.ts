import { createHash } from "node:crypto";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Transaction } from "#lib/db/database.ts";
import { handle } from "#lib/jobs/handler.ts";
import { rateLeftOut, ratesLoaded, ratesRefused, rateWithdrawn } from "./audit-events.ts";
import { loadRates } from "./jobs.ts";
import { type Judgement, judge } from "./judge.ts";
import { parseDaily } from "./parse-daily.ts";
import { parseHistory } from "./parse-history.ts";
import { dayNumber, type Publication, RateFileError } from "./publication.ts";
import type { RateSource } from "./rate-source.ts";
import type { Day } from "./rate-table.ts";
import { readPublicationFile } from "./read-publication-file.ts";
import {
  listChangedSince,
  listNewest,
  lockRateState,
  type RateState,
  readRateState,
  savePublications,
  saveRateState,
  saveWithdrawn,
} from "./repository.ts";

/** A day alone is judged beside those before it, of which the last may have been left out. */
const daysBeside = 10;

/** One file as it was fetched. */
interface Fetched {
  readonly kind: "daily" | "history";
  readonly bytes: Buffer;
  readonly digest: Buffer;
}

/**
 * Takes in what was published since, or refuses the whole file and keeps what is there. Twice, late or by two workers
 * it has the effect of once. `null` for the source is an operator who wants none.
 */
export const loadRatesHandler = (source: RateSource | null) =>
  handle({
    job: loadRates,
    authorise: async () => (source ? { run: true } : { run: false, reason: "switchedOff" }),
    run: async (ctx, _payload, signal) => {
      requirePermission(ctx, "rates.load");
      if (source) await load(ctx, source, signal);
    },
  });

async function load(ctx: Context, source: RateSource, signal: AbortSignal): Promise<void> {
  const before = await inTransaction(ctx, readRateState);
  const daily = source.daily && before.newestDay ? fetched("daily", await source.daily(signal)) : null;
  if (daily) {
    const publication = await readOrRefuse(ctx, daily, (text) => parseDaily(text));
    if (!leavesGap(before.newestDay, publication.day)) return takeIn(ctx, source, daily, [publication]);
  }
  const history = fetched("history", await source.history(signal));
  const isSeen = before.seenDigest?.equals(history.digest) && before.source === source.name;
  if (isSeen) return inTransaction(ctx, (tx) => noteLook(tx, ctx));
  await takeIn(ctx, source, history, await readOrRefuse(ctx, history, (text) => parseHistory(text)));
}

function fetched(kind: Fetched["kind"], bytes: Buffer): Fetched {
  return { kind, bytes, digest: createHash("sha256").update(bytes).digest() };
}

/**
 * Whether there may be days between the newest that is known and this one. After each weekend there may be, so that
 * corrections of earlier days are taken in once a week too.
 */
const leavesGap = (newest: Day | null, day: Day): boolean =>
  newest === null || dayNumber(day) - dayNumber(newest) > 1;

async function readOrRefuse<T>(
  ctx: Context,
  file: Fetched,
  parse: (text: string) => T | Promise<T>,
): Promise<T> {
  try {
    return await parse(readPublicationFile(file.bytes));
  } catch (cause) {
    throw await refusal(ctx, file, cause);
  }
}

async function takeIn(
  ctx: Context,
  { name }: RateSource,
  file: Fetched,
  publications: readonly Publication[],
): Promise<void> {
  const work = inTransaction(ctx, async (tx) => {
    const state = await lockRateState(tx);
    const stored = await (file.kind === "history" ? listChangedSince(tx, 0) : listNewest(tx, daysBeside));
    const today = ctx.clock.now().toISOString().slice(0, 10);
    const judgement = judge({ kind: file.kind, publications }, stored, today);
    const kept = stored.findLast(
      ({ day, isWithdrawn }) => !(isWithdrawn || judgement.withdrawn.includes(day)),
    );
    await store(tx, ctx, { name, file, state, judgement, newestKept: kept?.day ?? null });
  });
  await work.catch(async (cause: unknown) => {
    throw await refusal(ctx, file, cause);
  });
}

interface Storing {
  readonly name: string;
  readonly file: Fetched;
  readonly state: RateState;
  readonly judgement: Judgement;
  /** The newest day of what was stored before and is still published. */
  readonly newestKept: Day | null;
}

async function store(tx: Transaction, ctx: Context, { name, file, state, judgement, newestKept }: Storing) {
  const { added, corrected, withdrawn, leaps } = judgement;
  const changed = [...added, ...corrected];
  const isNews = changed.length > 0;
  const newestDay = [newestKept ?? "", ...added.map(({ day }) => day)].sort().at(-1) as Day;
  // Who shows rates learns of another publisher's name as of another load.
  const version = state.version + (isNews || withdrawn.length > 0 || name !== state.source ? 1 : 0);
  if (isNews) {
    await savePublications(tx, changed, version);
    const facts = { file: file.kind, newestDay, added: added.length, corrected: corrected.length };
    await appendAudit(tx, ctx, ratesLoaded(facts));
  }
  await saveWithdrawn(tx, withdrawn, version);
  for (const day of withdrawn) await appendAudit(tx, ctx, rateWithdrawn({ day }));
  if (!isKnownRefusal(state, file)) {
    for (const leap of leaps) await appendAudit(tx, ctx, rateLeftOut(leap));
  }
  await saveRateState(tx, {
    ...{ version, source: name, newestDay: newestDay || null, lookedAt: ctx.clock.now() },
    ...(isNews ? { loadedAt: ctx.clock.now() } : {}),
    ...(leaps.length > 0 ? { refusedDigest: file.digest } : {}),
    ...(file.kind === "history" && leaps.length === 0 ? { seenDigest: file.digest } : {}),
  });
}

const noteLook = async (tx: Transaction, ctx: Context): Promise<void> =>
  saveRateState(tx, { lookedAt: ctx.clock.now() });

/** Is told once of each file, however often it is fetched. */
const isKnownRefusal = ({ refusedDigest }: RateState, { digest }: Fetched): boolean =>
  refusedDigest?.equals(digest) ?? false;

/** Leaves the event of a refused file, and gives back what the job ends with. Any other failure stays what it is. */
async function refusal(ctx: Context, file: Fetched, cause: unknown): Promise<unknown> {
  if (!(cause instanceof RateFileError)) return cause;
  await inTransaction(ctx, async (tx) => {
    const state = await lockRateState(tx);
    if (!isKnownRefusal(state, file))
      await appendAudit(tx, ctx, ratesRefused({ file: file.kind, fault: cause.fault }));
    await saveRateState(tx, { refusedDigest: file.digest, lookedAt: ctx.clock.now() });
  });
  return cause;
}
