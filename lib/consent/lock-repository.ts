import { sql } from "drizzle-orm";
import { postgresCode, type Transaction } from "#lib/db/database.ts";
import { AppError, type ErrorFacts } from "#lib/kernel/errors.ts";
import type { ConsentId, TenantId } from "#lib/kernel/id.ts";

/** `lock_not_available`: somebody else held it for longer than the connection waits. */
const lockNotAvailable = "55P03";

/** Waiting for a lock is bounded; who waited too long is told to try again, and nothing was changed. */
export async function refusingBusy<T>(facts: ErrorFacts, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (cause) {
    if (postgresCode(cause) === lockNotAvailable) throw new AppError("consent.busy", facts, { cause });
    throw cause;
  }
}

/**
 * The key of a consent's advisory lock, as `guard_consent` has it (drizzle/data/0012_consent.sql). Two consents whose
 * hashes collide wait for each other for a moment and nothing else.
 */
const key = (tenantId: TenantId, consentId: ConsentId) =>
  sql`hashtextextended(${`licet.consent/${tenantId}/${consentId}`}, 0)`;

/** Whoever changes or ends the consent waits until this transaction is over; others may hold it too. */
export async function holdShared(tx: Transaction, tenantId: TenantId, consentId: ConsentId): Promise<void> {
  await refusingBusy({ consentId }, () =>
    tx.execute(sql`select pg_advisory_xact_lock_shared(${key(tenantId, consentId)})`),
  );
}

/** Those of the consents under which nobody is sending anything now; they are held alone until the transaction ends. */
export async function holdThoseFree(
  tx: Transaction,
  tenantId: TenantId,
  consentIds: readonly ConsentId[],
): Promise<ReadonlySet<ConsentId>> {
  const { rows } = await tx.execute<{ id: ConsentId }>(sql`
    select id from unnest(${sql.param([...consentIds])}::text[]) as id
    where pg_try_advisory_xact_lock(hashtextextended('licet.consent/' || ${tenantId} || '/' || id, 0))`);
  return new Set(rows.map(({ id }) => id));
}
