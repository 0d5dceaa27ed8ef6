import type { Context } from "#lib/access/context.ts";
import { requirePermission, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { PersonId, TenantId } from "#lib/kernel/id.ts";
import type { BookKey } from "./book-key.ts";
import type { ChunkKey } from "./chunk-key.ts";
import type { RecordKeys } from "./record-keys.ts";
import { RecordsError } from "./records-error.ts";
import { refusingStoring } from "./refusing.ts";
import { readRegion } from "./repository.ts";

/**
 * The key to seal an investor's records with, made if it is their first. Taken before the transaction that stores,
 * so that no transaction waits for the KMS, and put away after it: `using key = await holdInvestorKey(…)`.
 */
export async function holdInvestorKey(
  ctx: Context,
  keys: RecordKeys,
  investorId: PersonId,
): Promise<ChunkKey> {
  const tenantId = storingTenant(ctx);
  return refusingStoring({ investorId }, () =>
    making(ctx, keys, tenantId, investorId, () => keys.investorKey(tenantId, investorId)),
  );
}

/** The same for what the acting investor says themselves: it may be there before any bank is. */
export async function holdOwnKey(ctx: Context, keys: RecordKeys): Promise<ChunkKey> {
  const { tenantId, personId } = requirePerson(ctx, "declaration.make");
  return refusingStoring({ investorId: personId }, () =>
    making(ctx, keys, tenantId, personId, () => keys.investorKey(tenantId, personId)),
  );
}

/** The same for what an advisor notes of a client. Whoever takes it has seen that a consent in force names the advisor. */
export async function holdClientKey(ctx: Context, keys: RecordKeys, investorId: PersonId): Promise<ChunkKey> {
  const { tenantId } = requirePerson(ctx, "note.write");
  return refusingStoring({ investorId }, () =>
    making(ctx, keys, tenantId, investorId, () => keys.investorKey(tenantId, investorId)),
  );
}

/** A firm's book key with one investor's own secret: what a summary is sealed under. */
export interface SummaryKey extends Disposable {
  readonly investorId: PersonId;
  readonly book: BookKey;
  readonly secret: Buffer;
}

/** The same for an investor's summaries. */
export async function holdSummaryKey(
  ctx: Context,
  keys: RecordKeys,
  investorId: PersonId,
): Promise<SummaryKey> {
  const tenantId = storingTenant(ctx);
  return refusingStoring({ investorId }, async () => {
    const secret = await making(ctx, keys, tenantId, investorId, () => keys.bookSecret(tenantId, investorId));
    const book = await making(ctx, keys, tenantId, null, () => keys.bookKey(tenantId));
    return {
      investorId,
      book,
      secret,
      [Symbol.dispose]: () => {
        book[Symbol.dispose]();
        secret.fill(0);
      },
    };
  });
}

function storingTenant(ctx: Context): TenantId {
  requirePermission(ctx, "records.store");
  if (ctx.actor.type !== "job") throw new AppError("auth.forbidden");
  return ctx.actor.tenantId;
}

/** Takes the key, and where there is none makes it and takes it again. */
async function making<Key>(
  ctx: Context,
  keys: RecordKeys,
  tenantId: TenantId,
  investorId: PersonId | null,
  take: () => Promise<Key>,
): Promise<Key> {
  try {
    return await take();
  } catch (failure) {
    if (!(failure instanceof RecordsError && failure.code === "keyMissing")) throw failure;
    const region = await inTransaction(ctx, (tx) => readRegion(tx, tenantId));
    await keys.make(tenantId, investorId, region);
    return take();
  }
}
