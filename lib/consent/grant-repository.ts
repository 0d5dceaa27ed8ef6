import { eq, sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import type { GivenConsent } from "./consent.ts";
import { grantsOf } from "./grants.ts";
import type { Statement } from "./history-repository.ts";
import { consentGrants } from "./schema.ts";

/** Makes visible what the consent covers, with this transaction's commit and not before. */
export async function insertGrants(tx: Transaction, consent: GivenConsent, from: Date): Promise<void> {
  const rows = grantsOf(consent, from);
  if (rows.length > 0) await tx.insert(consentGrants).values([...rows]);
}

/** After it nothing is visible by the consent, and what was summed up for its recipients is gone. */
export const grantsRemoval = (consentId: ConsentId): Statement =>
  sql`delete from consent_grants where consent_id = ${consentId}`;

export async function removeGrantsOf(tx: Transaction, consentIds: readonly ConsentId[]): Promise<void> {
  await tx.delete(consentGrants).where(sql`${consentGrants.consentId} = any(${sql.param([...consentIds])})`);
}

/** Moves the end of what is visible, without a moment in which it is not. */
export async function extendGrants(tx: Transaction, { consentId, validUntil }: GivenConsent): Promise<void> {
  await tx.update(consentGrants).set({ validUntil }).where(eq(consentGrants.consentId, consentId));
}
