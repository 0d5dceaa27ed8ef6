import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { CredentialId, SealingId, TenantId } from "#lib/kernel/id.ts";
import type { Credential, CredentialState } from "./credential.ts";
import { credentials, credentialVersions, deletionCertificates, sealings, transportKeys } from "./schema.ts";

export async function insertSealing(tx: Transaction, sealing: typeof sealings.$inferInsert) {
  await tx.insert(sealings).values(sealing);
}

/** A sealing that is the acting person's, unused and not expired. */
export async function readOpenSealing(tx: Transaction, sealingId: SealingId) {
  const [row] = await tx
    .select()
    .from(sealings)
    .where(
      and(eq(sealings.sealingId, sealingId), isNull(sealings.usedAt), sql`${sealings.expiresAt} > now()`),
    );
  if (!row) throw new AppError("vault.sealing_expired", { sealingId });
  return row;
}

/** Of any number of submissions of one page, one finds it unused. */
export async function useSealing(tx: Transaction, sealingId: SealingId, at: Date): Promise<void> {
  const used = await tx
    .update(sealings)
    .set({ usedAt: at })
    .where(and(eq(sealings.sealingId, sealingId), isNull(sealings.usedAt)))
    .returning({ sealingId: sealings.sealingId });
  if (used.length !== 1) throw new AppError("vault.sealing_expired", { sealingId });
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

/** Writes only if the state is still the one that the decision was based on. */
export async function saveState(
  tx: Transaction,
  before: Credential,
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

/** The credential with its present ciphertext and the sealing that it was made in. */
export async function readSealed(tx: Transaction, credentialId: CredentialId) {
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
  return row ? { ...row, credential: pick(row.credential) } : null;
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

export async function deleteVersions(
  tx: Transaction,
  credentialId: CredentialId,
): Promise<readonly number[]> {
  const deleted = await tx
    .delete(credentialVersions)
    .where(eq(credentialVersions.credentialId, credentialId))
    .returning({ version: credentialVersions.version });
  return deleted.map(({ version }) => version).sort((a, b) => a - b);
}

export async function listVersions(tx: Transaction, credentialId: CredentialId): Promise<readonly number[]> {
  const rows = await tx
    .select({ version: credentialVersions.version })
    .from(credentialVersions)
    .where(eq(credentialVersions.credentialId, credentialId))
    .orderBy(credentialVersions.version);
  return rows.map(({ version }) => version);
}

export async function insertCertificate(
  tx: Transaction,
  certificate: { tenantId: TenantId; credentialId: CredentialId; issuedAt: Date; certificate: string },
) {
  await tx.insert(deletionCertificates).values(certificate);
}

export async function readCertificate(tx: Transaction, credentialId: CredentialId): Promise<string> {
  const [row] = await tx
    .select({ certificate: deletionCertificates.certificate })
    .from(deletionCertificates)
    .where(eq(deletionCertificates.credentialId, credentialId));
  if (!row) throw new AppError("vault.certificate_not_ready", { credentialId });
  return row.certificate;
}

export async function listCredentialsOf(tx: Transaction) {
  return tx.select().from(credentials).orderBy(desc(credentials.createdAt));
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

function pick(row: Credential): Credential {
  const { tenantId, credentialId, personId, connectionId, institutionId, region, state, version } = row;
  return { tenantId, credentialId, personId, connectionId, institutionId, region, state, version };
}
