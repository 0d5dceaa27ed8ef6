import type { Context } from "#lib/access/context.ts";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import { countSealed, countWrapped, listTransportKeys } from "./rotation-repository.ts";
import type { Opener } from "./sealer.ts";

/** What depends on a key's versions. */
export interface KeyUse {
  /** How many things only this version opens; a version that is not in it opens none. */
  readonly counts: ReadonlyMap<KeyVersionName, number>;
  /** The version that is used from now on, where that is not for the KMS to say. */
  readonly present: KeyVersionName | null;
  /** Versions that are not offered any more, so that nothing new can come to depend on them. */
  readonly retired: ReadonlySet<KeyVersionName>;
}

/** Lock A's key of a region: what is sealed to which version, and which was published and retired. */
export async function useOfTransport(ctx: Context, opener: Opener, region: string): Promise<KeyUse> {
  requirePermission(ctx, "keys.list");
  const { transport } = opener.keysOf(region);
  const nameOf = (kid: string) => `${transport}/cryptoKeyVersions/${kid}` as KeyVersionName;
  const [counts, published] = await inTransaction(ctx, async (tx) => [
    await countSealed(tx, region, transport),
    await listTransportKeys(tx, region),
  ]);
  const offered = published.findLast(({ retiredAt }) => retiredAt === null);
  const retired = published.filter(({ retiredAt }) => retiredAt !== null);
  return {
    counts: new Map(counts.map(({ kmsVersion, count }) => [kmsVersion, count])),
    present: offered ? nameOf(offered.kid) : null,
    retired: new Set(retired.map(({ kid }) => nameOf(kid))),
  };
}

/** Lock B's key of a region: how many keys each version wraps. */
export async function useOfWrap(ctx: Context, opener: Opener, region: string): Promise<KeyUse> {
  requirePermission(ctx, "keys.list");
  const { wrap } = opener.keysOf(region);
  const counts = await inKeyTransaction(opener.keyDatabase, "licet_system", null, (tx) =>
    countWrapped(tx, wrap),
  );
  return {
    counts: new Map(counts.map(({ kmsVersion, count }) => [kmsVersion, count])),
    present: null,
    retired: new Set(),
  };
}
