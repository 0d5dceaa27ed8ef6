import { and, asc, desc, eq, inArray, isNotNull, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ErasureId, PersonId, TenantId } from "#lib/kernel/id.ts";
import {
  type Erasure,
  type Obligation,
  type ObligationReason,
  obligationKinds,
  obligationReasons,
  obligationStates,
} from "./erasure.ts";
import { erasureObligations, erasures } from "./schema.ts";

/** Of two that are begun for one person, the second is refused. */
export async function insertErasure(tx: Transaction, erasure: Erasure): Promise<void> {
  const written = await tx
    .insert(erasures)
    .values({ ...erasure, nextLookAt: erasure.begunAt })
    .onConflictDoNothing()
    .returning({ erasureId: erasures.erasureId });
  if (written.length !== 1) throw new AppError("privacy.erasure_begun", { erasureId: erasure.erasureId });
}

/** What the ledger has already stays as it is. */
export async function addObligations(
  tx: Transaction,
  { tenantId, erasureId, investorId }: Erasure,
  obligations: readonly Obligation[],
): Promise<void> {
  const of = { tenantId, erasureId, investorId };
  await tx
    .insert(erasureObligations)
    .values(obligations.map((obligation) => ({ ...of, ...obligation })))
    .onConflictDoNothing();
}

const about = {
  tenantId: erasures.tenantId,
  erasureId: erasures.erasureId,
  investorId: erasures.investorId,
  begunAt: erasures.begunAt,
  evidenceUntil: erasures.evidenceUntil,
  completedAt: erasures.completedAt,
};

export async function findErasure(tx: Transaction, erasureId: ErasureId): Promise<Erasure> {
  const [row] = await tx.select(about).from(erasures).where(eq(erasures.erasureId, erasureId));
  if (!row) throw new AppError("privacy.erasure_not_found", { erasureId });
  return row;
}

/** Nobody else writes in its ledger until this transaction ends. */
export async function lockErasure(tx: Transaction, erasureId: ErasureId): Promise<Erasure> {
  const [row] = await tx
    .select(about)
    .from(erasures)
    .where(eq(erasures.erasureId, erasureId))
    .for("no key update");
  if (!row) throw new AppError("privacy.erasure_not_found", { erasureId });
  return row;
}

const columns = {
  kind: erasureObligations.kind,
  subjectId: erasureObligations.subjectId,
  state: erasureObligations.state,
  reason: erasureObligations.reason,
  until: erasureObligations.until,
  settledAt: erasureObligations.settledAt,
};

/** In the order of the kinds. */
export async function listObligations(tx: Transaction, erasureId: ErasureId): Promise<readonly Obligation[]> {
  return tx
    .select(columns)
    .from(erasureObligations)
    .where(eq(erasureObligations.erasureId, erasureId))
    .orderBy(erasureObligations.kind, erasureObligations.subjectId);
}

/** Writes only over the state that the decision was based on; `false` where somebody else was faster. */
export async function saveObligation(
  tx: Transaction,
  erasureId: ErasureId,
  before: Obligation,
  { state, reason, until, settledAt }: Obligation,
): Promise<boolean> {
  const written = await tx
    .update(erasureObligations)
    .set({ state, reason, until, settledAt })
    .where(
      and(
        eq(erasureObligations.erasureId, erasureId),
        eq(erasureObligations.kind, before.kind),
        eq(erasureObligations.subjectId, before.subjectId),
        eq(erasureObligations.state, before.state),
      ),
    )
    .returning({ kind: erasureObligations.kind });
  return written.length === 1;
}

/** Notes how far an open one is. One that was met meanwhile stays as it was met. */
export async function saveReason(
  tx: Transaction,
  erasureId: ErasureId,
  { kind, subjectId }: Pick<Obligation, "kind" | "subjectId">,
  reason: ObligationReason,
): Promise<void> {
  await tx
    .update(erasureObligations)
    .set({ reason })
    .where(
      and(
        eq(erasureObligations.erasureId, erasureId),
        eq(erasureObligations.kind, kind),
        eq(erasureObligations.subjectId, subjectId),
        eq(erasureObligations.state, "open"),
      ),
    );
}

export async function saveLook(
  tx: Transaction,
  erasureId: ErasureId,
  look: { readonly nextLookAt: Date | null; readonly completedAt: Date | null },
): Promise<void> {
  await tx.update(erasures).set(look).where(eq(erasures.erasureId, erasureId));
}

/** Those that there is something to look at in, over all firms. */
export async function listDue(
  tx: Transaction,
  now: Date,
  limit: number,
): Promise<readonly { readonly tenantId: TenantId; readonly erasureId: ErasureId }[]> {
  const { tenantId, erasureId, nextLookAt } = erasures;
  return tx
    .select({ tenantId, erasureId })
    .from(erasures)
    .where(and(isNotNull(nextLookAt), lte(nextLookAt, now)))
    .orderBy(asc(nextLookAt))
    .limit(limit);
}

export interface StoredErasure {
  readonly erasure: Erasure;
  readonly obligations: readonly Obligation[];
}

/** All that the actor may see, the latest first. */
export async function listErasuresSeen(tx: Transaction, limit: number): Promise<readonly StoredErasure[]> {
  const found = await tx
    .select(about)
    .from(erasures)
    .orderBy(desc(erasures.begunAt), desc(erasures.erasureId))
    .limit(limit);
  if (found.length === 0) return [];
  const ids = found.map(({ erasureId }) => erasureId);
  const rows = await tx
    .select({ erasureId: erasureObligations.erasureId, ...columns })
    .from(erasureObligations)
    .where(inArray(erasureObligations.erasureId, ids))
    .orderBy(erasureObligations.kind, erasureObligations.subjectId);
  return found.map((erasure) => ({
    erasure,
    obligations: rows
      .filter(({ erasureId }) => erasureId === erasure.erasureId)
      .map(({ erasureId: _, ...obligation }) => obligation),
  }));
}

/** The one of an investor, of whom there is one at most. */
export async function findErasureOf(tx: Transaction, investorId: PersonId): Promise<StoredErasure | null> {
  const [erasure] = await tx.select(about).from(erasures).where(eq(erasures.investorId, investorId));
  return erasure ? { erasure, obligations: await listObligations(tx, erasure.erasureId) } : null;
}

const moment = z.coerce.date();
const standingRow = z.object({
  begun_at: moment,
  completed_at: moment.nullable(),
  kind: z.enum(obligationKinds),
  state: z.enum(obligationStates),
  reason: z.enum(obligationReasons),
  until: moment.nullable(),
  settled_at: moment.nullable(),
});
export type StandingRow = z.output<typeof standingRow>;

/** The ledger of whoever brings its reference; without what each line is about. */
export async function readStandingOf(tx: Transaction, erasureId: ErasureId): Promise<readonly StandingRow[]> {
  const { rows } = await tx.execute(sql`select * from gate.erasure_standing(${erasureId})`);
  return rows.map((row) => standingRow.parse(row));
}

/** What the law has had kept, when its time is over. */
export async function deleteEvidenceOf(tx: Transaction, investorId: PersonId): Promise<void> {
  await tx.execute(sql`select gate.erase_evidence_of(${investorId})`);
}
