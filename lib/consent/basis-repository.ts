import { sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import type { GivenConsent } from "./consent.ts";
import type { Statement } from "./history-repository.ts";
import { lawfulBases } from "./schema.ts";

/** What the firm relies on (GDPR Art. 6), beside the person's own consent (PSD2 Art. 67). */
export function lawfulBasisRecord({
  tenantId,
  consentId,
  investorId,
  givenAt,
  terms,
}: GivenConsent): Statement {
  return sql`insert into lawful_bases (tenant_id, consent_id, investor_id, basis, recorded_at)
    values (${tenantId}, ${consentId}, ${investorId}, ${terms.lawfulBasis}, ${givenAt.toISOString()}::timestamptz)`;
}

export const lawfulBasisEnd = (consentId: ConsentId, endedAt: Date): Statement =>
  sql`update lawful_bases set ended_at = ${endedAt.toISOString()}::timestamptz
    where consent_id = ${consentId} and ended_at is null`;

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
