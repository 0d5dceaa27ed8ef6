import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { DeclarationContext, DeclarationSubject, KeyContext } from "./context.ts";
import { declarations } from "./schema.ts";

export interface SealedDeclaration extends DeclarationContext {
  readonly envelope: Buffer;
}

const columns = {
  subjectId: declarations.subjectId,
  version: declarations.version,
  envelope: declarations.envelope,
};

const ofSubject = (investorId: PersonId, subjectId: DeclarationSubject) =>
  and(eq(declarations.investorId, investorId), eq(declarations.subjectId, subjectId));

export async function listSealed(
  tx: Transaction,
  investorId: PersonId,
): Promise<readonly SealedDeclaration[]> {
  return tx
    .select(columns)
    .from(declarations)
    .where(eq(declarations.investorId, investorId))
    .orderBy(declarations.subjectId);
}

/** Nobody else writes it until this transaction ends. */
export async function lockSealed(
  tx: Transaction,
  investorId: PersonId,
  subjectId: DeclarationSubject,
): Promise<SealedDeclaration | null> {
  const [row] = await tx
    .select(columns)
    .from(declarations)
    .where(ofSubject(investorId, subjectId))
    .for("update");
  return row ?? null;
}

/** How many there are of a kind. Whoever else counts waits until this transaction ends, so that two do not both come last. */
export async function countHeld(
  tx: Transaction,
  { tenantId, investorId }: Pick<KeyContext, "tenantId" | "investorId">,
  prefix: "ast" | "acc",
): Promise<number> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`licet.declarations/${tenantId}/${investorId}`}, 0))`,
  );
  const { rows } = await tx.execute<{ count: number }>(sql`select count(*)::int as count from ${declarations}
    where ${declarations.investorId} = ${investorId} and starts_with(${declarations.subjectId}, ${`${prefix}_`})`);
  return rows[0]?.count ?? 0;
}

/** Inserts the first version, and writes a later one only over the version that it was counted from. */
export async function saveSealed(
  tx: Transaction,
  { tenantId, region }: Pick<KeyContext, "tenantId" | "region">,
  investorId: PersonId,
  sealed: SealedDeclaration,
): Promise<void> {
  const { subjectId, version, envelope } = sealed;
  if (version === 1) {
    await tx.insert(declarations).values({ tenantId, investorId, region, ...sealed });
    return;
  }
  const written = await tx
    .update(declarations)
    .set({ region, version, envelope })
    .where(and(ofSubject(investorId, subjectId), eq(declarations.version, version - 1)))
    .returning({ version: declarations.version });
  if (written.length !== 1) throw new AppError("declaration.changed", { subjectId });
}

/** `false` where it is no longer there in this version. */
export async function deleteSealed(
  tx: Transaction,
  investorId: PersonId,
  { subjectId, version }: DeclarationContext,
): Promise<boolean> {
  const gone = await tx
    .delete(declarations)
    .where(and(ofSubject(investorId, subjectId), eq(declarations.version, version)))
    .returning({ version: declarations.version });
  return gone.length === 1;
}
