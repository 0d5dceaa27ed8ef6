import { and, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { lateAfterMs } from "#lib/jobs/heartbeat.ts";
import type { AuthorisationId } from "#lib/kernel/id.ts";
import { authorisations } from "./schema.ts";

/** By the database's clock, which wrote the heartbeats and the row's last change. */
const ago = (ms: number) => sql`clock_timestamp() - make_interval(secs => ${ms / 1_000})`;

const minuteMs = 60_000;
const forgetAfterMs = 15 * minuteMs;

/**
 * Nobody leads it any more: it was never taken up, its worker has not been seen for a while, or it stands where
 * no dialog stands that long. A bank's answer that is still awaited at the deadline is given two minutes.
 */
const isAbandoned = and(
  isNull(authorisations.endedAt),
  sql`case
    when ${authorisations.workerId} is null then ${authorisations.changedAt} < ${ago(minuteMs)}
    else not exists (select 1 from worker_heartbeats h where h.worker_id = ${authorisations.workerId}
        and h.seen_at > ${ago(lateAfterMs)})
      or ${authorisations.expiresAt} < ${ago(2 * minuteMs)}
      or (${authorisations.expiresAt} is null and ${authorisations.changedAt} < ${ago(5 * minuteMs)})
    end`,
) as SQL;

export async function listAbandoned(tx: Transaction, limit: number) {
  const { tenantId, authorisationId } = authorisations;
  return tx.select({ tenantId, authorisationId }).from(authorisations).where(isAbandoned).limit(limit);
}

/** Looked at again and held until the transaction ends, so that a worker that woke up meanwhile keeps its dialog. */
export async function isStillAbandoned(tx: Transaction, authorisationId: AuthorisationId): Promise<boolean> {
  const rows = await tx
    .select({ tenantId: authorisations.tenantId })
    .from(authorisations)
    .where(and(sql`${authorisations.authorisationId} = ${authorisationId}`, isAbandoned))
    .for("update", { of: authorisations });
  return rows.length > 0;
}

/** The accounts have long been offered, or never will be. */
export async function forgetOldAddresses(tx: Transaction): Promise<void> {
  await tx
    .update(authorisations)
    .set({ personAddress: null })
    .where(
      and(isNotNull(authorisations.personAddress), sql`${authorisations.endedAt} < ${ago(forgetAfterMs)}`),
    );
}
