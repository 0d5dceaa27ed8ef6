import { sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import type { GivenConsent } from "./consent.ts";
import { lawfulBases } from "./schema.ts";

/** What the firm relies on (GDPR Art. 6), beside the person's own consent (PSD2 Art. 67). */
export async function recordLawfulBasis(tx: Transaction, consent: GivenConsent): Promise<void> {
  const { tenantId, consentId, investorId, givenAt, terms } = consent;
  await tx
    .insert(lawfulBases)
    .values({ tenantId, consentId, investorId, basis: terms.lawfulBasis, recordedAt: givenAt });
}

export async function endLawfulBases(
  tx: Transaction,
  consentIds: readonly ConsentId[],
  endedAt: Date,
): Promise<void> {
  await tx
    .update(lawfulBases)
    .set({ endedAt })
    .where(
      sql`${lawfulBases.consentId} = any(${sql.param([...consentIds])}) and ${lawfulBases.endedAt} is null`,
    );
}
