import { and, desc, eq, getTableColumns, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { CredentialId, SealingId } from "#lib/kernel/id.ts";
import type { Credential, CredentialState, CredentialStatus } from "./credential.ts";
import { credentials, credentialVersions, destroyedKeys, sealings, transportKeys } from "./schema.ts";

export async function insertSealing(tx: Transaction, sealing: typeof sealings.$inferInsert) {
  await tx.insert(sealings).values(sealing);
}

/** A sealing that is the acting person's, and open or already used. */
export async function readSealing(tx: Transaction, sealingId: SealingId) {
  const [row] = await tx
    .select()
    .from(sealings)
    .where(
      and(
        eq(sealings.sealingId, sealingId),
        or(isNotNull(sealings.usedAt), sql`${sealings.expiresAt} > now()`),
      ),
    );
  if (!row) throw new AppError("vault.sealing_expired", { sealingId });
  return row;
}

/** Of any number of submissions of one page, one finds it unused; `false` for the others, and nothing is written. */
export async function useSealing(
  tx: Transaction,
  sealingId: SealingId,
  use: { readonly credentialId: CredentialId; readonly sealedHash: Buffer; readonly usedAt: Date },
): Promise<boolean> {
  const used = await tx
    .update(sealings)
    .set(use)
    .where(and(eq(sealings.sealingId, sealingId), isNull(sealings.usedAt)))
    .returning({ sealingId: sealings.sealingId });
  return used.length === 1;
}

export async function insertCredential(tx: Transaction, credential: Credential, at: Date): Promise<void> {
  await tx.insert(credentials).values({ ...pick(credential), createdAt: at });
}

export async function insertVersion(
  tx: Transaction,
  version: typeof credentialVersions.$inferInsert,
): Promise<void> {
  await tx.insert(credentialVersions).values(version);
}

/** Row security makes another person's or tenant's credential indistinguishable from a missing one. */
export async function lockCredential(tx: Transaction, credentialId: CredentialId): Promise<Credential> {
  const [row] = await tx
    .select()
    .from(credentials)
    .where(eq(credentials.credentialId, credentialId))
    .for("update");
  if (!row) throw new AppError("vault.credential_not_found", { credentialId });
  return pick(row);
}

/** The same for whoever may end a credential and know nothing of it but its state. */
export async function lockStatus(tx: Transaction, credentialId: CredentialId): Promise<CredentialStatus> {
  const [row] = await tx
    .select({ credentialId: credentials.credentialId, state: credentials.state })
    .from(credentials)
    .where(eq(credentials.credentialId, credentialId))
    .for("update");
  if (!row) throw new AppError("vault.credential_not_found", { credentialId });
  return row;
}

/** `null` for what is not there, or not the actor's to know of. */
export async function readState(
  tx: Transaction,
  credentialId: CredentialId,
): Promise<CredentialState | null> {
  const [row] = await tx
    .select({ state: credentials.state })
    .from(credentials)
    .where(eq(credentials.credentialId, credentialId));
  return row?.state ?? null;
}

/** Writes only if the state is still the one that the decision was based on. */
export async function saveState(
  tx: Transaction,
  before: CredentialStatus,
  state: Exclude<CredentialState, "sealed">,
  at: Date,
): Promise<void> {
  const written = await tx
    .update(credentials)
    .set(state === "destroying" ? { state, destroyingAt: at } : { state, destroyedAt: at })
    .where(and(eq(credentials.credentialId, before.credentialId), eq(credentials.state, before.state)))
    .returning({ credentialId: credentials.credentialId });
  if (written.length !== 1)
    throw new AppError("vault.credential_changed", { credentialId: before.credentialId });
}

/** Replaces the present version by a later one, if it is still the one that was opened. */
export async function saveVersion(tx: Transaction, before: Credential, version: number): Promise<void> {
  const { credentialId } = before;
  const written = await tx
    .update(credentials)
    .set({ version })
    .where(and(eq(credentials.credentialId, credentialId), eq(credentials.version, before.version)))
    .returning({ credentialId: credentials.credentialId });
  if (written.length !== 1) throw new AppError("vault.credential_changed", { credentialId });
}

export async function deleteVersion(tx: Transaction, { credentialId, version }: Credential): Promise<void> {
  await tx
    .delete(credentialVersions)
    .where(and(eq(credentialVersions.credentialId, credentialId), eq(credentialVersions.version, version)));
}

/** Row of a key that is about to be destroyed. Noted again, it says what wrapped the key last. */
export async function noteDestroyedKeys(
  tx: Transaction,
  keys: readonly (typeof destroyedKeys.$inferInsert)[],
): Promise<void> {
  const { tenantId, credentialId, version } = destroyedKeys;
  await tx
    .insert(destroyedKeys)
    .values([...keys])
    .onConflictDoUpdate({
      target: [tenantId, credentialId, version],
      set: { kmsVersion: sql`excluded.kms_version`, notedAt: sql`excluded.noted_at` },
    });
}

export async function listDestroyedKeys(tx: Transaction, credentialId: CredentialId) {
  return tx
    .select({ version: destroyedKeys.version, kmsKeyVersion: destroyedKeys.kmsVersion })
    .from(destroyedKeys)
    .where(eq(destroyedKeys.credentialId, credentialId))
    .orderBy(destroyedKeys.version);
}

/** The credential with its present ciphertext and the sealing that it was made in. */
export async function readSealed(tx: Transaction, credentialId: CredentialId): Promise<SealedRow | null> {
  const [row] = await tx
    .select({ credential: credentials, version: credentialVersions, sealing: sealings })
    .from(credentials)
    .innerJoin(
      credentialVersions,
      and(
        eq(credentialVersions.tenantId, credentials.tenantId),
        eq(credentialVersions.credentialId, credentials.credentialId),
        eq(credentialVersions.version, credentials.version),
      ),
    )
    .innerJoin(
      sealings,
      and(eq(sealings.tenantId, credentials.tenantId), eq(sealings.sealingId, credentialVersions.sealingId)),
    )
    .where(eq(credentials.credentialId, credentialId));
  if (!row) return null;
  return { ...row, credential: pick(row.credential), isRecognised: row.credential.likeness !== null };
}

export interface SealedRow {
  readonly credential: Credential;
  readonly version: typeof credentialVersions.$inferSelect;
  readonly sealing: typeof sealings.$inferSelect;
  /** Whether it is known which other accesses it is like. */
  readonly isRecognised: boolean;
}

/** Notes the opening if the version is still sealed and still the one that was opened; else it was destroyed or replaced meanwhile. */
export async function recordOpening(
  tx: Transaction,
  { credentialId, version }: Credential,
  at: Date,
): Promise<boolean> {
  const written = await tx
    .update(credentials)
    .set({ lastOpenedAt: at })
    .where(
      and(
        eq(credentials.credentialId, credentialId),
        eq(credentials.state, "sealed"),
        eq(credentials.version, version),
      ),
    )
    .returning({ credentialId: credentials.credentialId });
  return written.length === 1;
}

export async function deleteVersions(tx: Transaction, credentialId: CredentialId): Promise<void> {
  await tx.delete(credentialVersions).where(eq(credentialVersions.credentialId, credentialId));
}

export async function listCredentialsOf(tx: Transaction) {
  const duplicateOf = earliestAlike(sql`${credentials}`);
  return tx
    .select({ ...getTableColumns(credentials), duplicateOf })
    .from(credentials)
    .orderBy(desc(credentials.createdAt));
}

/** The same person's earliest credential that is kept for the same access, if that is another one. */
const earliestAlike = (row: SQL) => sql<CredentialId | null>`(
  select earlier.credential_id from ${credentials} earlier
  where earlier.tenant_id = ${row}.tenant_id and earlier.person_id = ${row}.person_id
    and earlier.likeness = ${row}.likeness and earlier.state = 'sealed'
    and (earlier.created_at, earlier.credential_id) < (${row}.created_at, ${row}.credential_id)
  order by earlier.created_at, earlier.credential_id limit 1)`;

/** The same of one credential. */
export async function findDuplicateOf(
  tx: Transaction,
  credentialId: CredentialId,
): Promise<CredentialId | null> {
  const [row] = await tx
    .select({ duplicateOf: earliestAlike(sql`${credentials}`) })
    .from(credentials)
    .where(eq(credentials.credentialId, credentialId));
  return row?.duplicateOf ?? null;
}

/** Everything that was ever stored for a person, with when nothing could open it any more. */
export async function listStatusesOf(tx: Transaction, personId: Credential["personId"]) {
  return tx
    .select({
      credentialId: credentials.credentialId,
      connectionId: credentials.connectionId,
      state: credentials.state,
    })
    .from(credentials)
    .where(eq(credentials.personId, personId))
    .orderBy(credentials.credentialId);
}

/** Notes what the credential's content is like, unless it was replaced or ended meanwhile; returns what it repeats. */
export async function saveLikeness(
  tx: Transaction,
  { credentialId, version }: Credential,
  likeness: Buffer,
): Promise<{ readonly duplicateOf: CredentialId | null } | null> {
  const [row] = await tx
    .update(credentials)
    .set({ likeness })
    .where(
      and(
        eq(credentials.credentialId, credentialId),
        eq(credentials.state, "sealed"),
        eq(credentials.version, version),
      ),
    )
    .returning({ credentialId: credentials.credentialId });
  return row ? { duplicateOf: await findDuplicateOf(tx, credentialId) } : null;
}

/** As much as a client firm's system may know. */
export async function listStates(tx: Transaction) {
  const { credentialId, state, createdAt, lastOpenedAt, destroyingAt, destroyedAt } = credentials;
  return tx
    .select({ credentialId, state, createdAt, lastOpenedAt, destroyingAt, destroyedAt })
    .from(credentials)
    .orderBy(desc(createdAt));
}

/** The newest statement of a region's transport key that is in use. */
export async function readTransportStatement(tx: Transaction, region: string) {
  const [row] = await tx
    .select({ kid: transportKeys.kid, statement: transportKeys.statement })
    .from(transportKeys)
    .where(and(eq(transportKeys.region, region), isNull(transportKeys.retiredAt)))
    .orderBy(sql`${transportKeys.kid}::bigint desc`)
    .limit(1);
  return row ?? null;
}

/** Whether browsers may still hand in what they sealed to this version. */
export async function isTransportKeyInUse(tx: Transaction, region: string, kid: string): Promise<boolean> {
  const { region: of, kid: number, retiredAt } = transportKeys;
  const found = await tx
    .select({ kid: number })
    .from(transportKeys)
    .where(and(eq(of, region), eq(number, kid), isNull(retiredAt)));
  return found.length === 1;
}

function pick(row: Credential): Credential {
  const { tenantId, credentialId, personId, connectionId, institutionId, region, state, version } = row;
  const { institutionBinding } = row;
  return {
    ...{ tenantId, credentialId, personId, connectionId, institutionId, region, state, version },
    institutionBinding,
  };
}
