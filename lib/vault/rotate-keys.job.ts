import type { Context } from "#lib/access/context.ts";
import { inKeyTransaction, type KeyTransaction } from "#lib/access/key-transaction.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { handle } from "#lib/jobs/handler.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { rotationBegun, rotationFinished, transportKeyRetired } from "./audit-events.ts";
import { rewrapCredential, rewrapLikeness, rewrapTokens, rotateKeys } from "./jobs.ts";
import { useOfWrap } from "./key-use.ts";
import { readTransportStatement } from "./repository.ts";
import {
  countSealed,
  listLikenessKeysOfOthers,
  listWrappedByOthers,
  type Progress,
  retireUnused,
  saveProgress,
} from "./rotation-repository.ts";
import type { Opener } from "./sealer.ts";
import { listTokenKeysOfOthers } from "./token-repository.ts";

/** Re-wraps that wait in the queue at once, and how many of them are added in one transaction. */
const waitingAtOnce = 5_000;
const batch = 500;

/** A KMS key that wraps other keys: how many each of its versions wraps, and what starts their move to the present one. */
export interface WrappingKey {
  readonly keyName: KeyName;
  readonly purpose: string;
  readonly count: (ctx: Context) => Promise<ReadonlyMap<KeyVersionName, number>>;
  readonly move: (ctx: Context, present: KeyVersionName, signal: AbortSignal) => Promise<void>;
}

/**
 * Takes up new versions of both locks' keys and of what else wraps keys, a piece at each run, and writes how far that
 * is. Wrappings are renewed by jobs of their own; Lock A is sealed anew at each credential's next opening, and its old
 * key is retired when nothing names it. Killed at any time it goes on with the next run, because what is left to do is
 * read from what there is.
 */
export const rotateKeysHandler = (
  opener: Opener,
  regions: readonly string[],
  others: readonly WrappingKey[] = [],
) =>
  handle({
    job: rotateKeys,
    authorise: async () => ({ run: true }),
    run: async (ctx, _payload, signal) => {
      requirePermission(ctx, "keys.rotate");
      for (const region of regions) {
        signal.throwIfAborted();
        await rotateTransport(ctx, opener, region);
      }
      for (const key of [...regions.map((region) => lockB(opener, region)), ...others]) {
        signal.throwIfAborted();
        await rotateWrapping(ctx, opener, key, signal);
      }
    },
  });

async function rotateWrapping(
  ctx: Context,
  { kms }: Opener,
  { keyName, purpose, count, move }: WrappingKey,
  signal: AbortSignal,
): Promise<void> {
  const present = await kms.primaryVersion(keyName);
  const remaining = leftBehind(await count(ctx), present);
  await tellProgress(ctx, { keyName, kmsVersion: present, purpose, remaining });
  if (remaining > 0) await move(ctx, present, signal);
}

const lockB = (opener: Opener, region: string): WrappingKey => ({
  keyName: opener.keysOf(region).wrap,
  purpose: "wrap",
  count: async (ctx) => (await useOfWrap(ctx, opener, region)).counts,
  move: (ctx, present, signal) => moveWrapped(ctx, opener, opener.keysOf(region).wrap, present, signal),
});

async function moveWrapped(
  ctx: Context,
  opener: Opener,
  wrap: KeyName,
  present: KeyVersionName,
  signal: AbortSignal,
): Promise<void> {
  const asSystem = <T>(work: (tx: KeyTransaction) => Promise<T>) =>
    inKeyTransaction(opener.keyDatabase, "licet_system", null, work);
  const owners = await asSystem((tx) => listLikenessKeysOfOthers(tx, wrap, present, batch));
  await inTransaction(ctx, async (tx) => {
    for (const owner of owners) await enqueue(tx, rewrapLikeness, owner);
  });
  const tokens = await asSystem((tx) => listTokenKeysOfOthers(tx, wrap, present, batch));
  await inTransaction(ctx, async (tx) => {
    for (const key of tokens) await enqueue(tx, rewrapTokens, key);
  });
  const keys = await asSystem((tx) => listWrappedByOthers(tx, wrap, present, waitingAtOnce));
  for (let at = 0; at < keys.length; at += batch) {
    signal.throwIfAborted();
    await inTransaction(ctx, async (tx) => {
      for (const key of keys.slice(at, at + batch)) await enqueue(tx, rewrapCredential, key);
    });
  }
}

async function rotateTransport(ctx: Context, opener: Opener, region: string): Promise<void> {
  const { transport } = opener.keysOf(region);
  const nameOf = (kid: string) => `${transport}/cryptoKeyVersions/${kid}` as KeyVersionName;
  const offered = await inTransaction(ctx, (tx) => readTransportStatement(tx, region));
  if (!offered) return;
  const present = nameOf(offered.kid);

  const counts = await inTransaction(ctx, (tx) => countSealed(tx, region, transport));
  const remaining = leftBehind(new Map(counts.map(({ kmsVersion, count }) => [kmsVersion, count])), present);
  await tellProgress(ctx, { keyName: transport, kmsVersion: present, purpose: "transport", remaining });

  const retired = await inTransaction(ctx, async (tx) => {
    const kids = await retireUnused(tx, region, offered.kid, ctx.clock.now());
    for (const kid of kids) await appendAudit(tx, ctx, transportKeyRetired({ keyVersion: nameOf(kid) }));
    return kids;
  });
  for (const kid of retired) opener.warn("vault.transport_key_retired", { keyVersion: nameOf(kid) });
}

async function tellProgress(ctx: Context, progress: Progress): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { kmsVersion: keyVersion, remaining } = progress;
    const told = await saveProgress(tx, progress, ctx.clock.now());
    if (told === "begun") await appendAudit(tx, ctx, rotationBegun({ keyVersion, remaining }));
    if (told === "finished") await appendAudit(tx, ctx, rotationFinished({ keyVersion }));
  });
}

/** How much depends on other versions than the present one. */
const leftBehind = (counts: ReadonlyMap<KeyVersionName, number>, present: KeyVersionName): number =>
  [...counts].reduce((sum, [version, count]) => sum + (version === present ? 0 : count), 0);
