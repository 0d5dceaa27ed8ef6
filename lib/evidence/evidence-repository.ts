import { sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { idSchema, type PersonId } from "#lib/kernel/id.ts";

/** The name of an investor of the own firm, or `null` if none is left; `undefined` where there is no such person. */
export async function findInvestor(
  tx: Transaction,
  personId: PersonId,
): Promise<{ readonly name: string | null } | undefined> {
  const { rows } = await tx.execute<{ name: string | null }>(sql`
    select nullif(p.name, '–') as name from people p where p.person_id = ${personId} and p.role = 'investor'
    union all select null from consents c where c.investor_id = ${personId} limit 1`);
  return rows[0];
}

/** Whose consent it is. */
export async function findInvestorOf(tx: Transaction, consentId: string): Promise<PersonId | null> {
  const { rows } = await tx.execute<{ id: string }>(
    sql`select investor_id as id from consents where consent_id = ${consentId}`,
  );
  return rows[0] ? idSchema("per").parse(rows[0].id) : null;
}

/** The consents of an investor. */
export async function listConsentIds(tx: Transaction, personId: PersonId): Promise<readonly string[]> {
  const { rows } = await tx.execute<{ id: string }>(
    sql`select consent_id as id from consents where investor_id = ${personId} order by requested_at, consent_id`,
  );
  return rows.map(({ id }) => id);
}

/** The receipts about these: events name a receipt by its own identifier. */
export async function listReceiptIds(
  tx: Transaction,
  subjectIds: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select receipt_id as id from receipts where subject_id = any(${sql.param([...subjectIds])})
    order by issued_at, receipt_id`);
  return rows.map(({ id }) => id);
}

/** The erasures and invitations of an investor, by which jobs' events about them are found. */
export async function listErasuresAndInvitations(
  tx: Transaction,
  personId: PersonId,
): Promise<readonly string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select erasure_id as id from erasures where investor_id = ${personId}
    union all select invitation_id from invitations where investor_id = ${personId} order by 1`);
  return rows.map(({ id }) => id);
}

export interface Names {
  readonly firm: string;
  readonly maker: string;
}

export async function readNames(tx: Transaction, tenantId: string, makerId: PersonId): Promise<Names> {
  const { rows } = await tx.execute<{ firm: string; maker: string }>(sql`
    select t.name as firm, coalesce((select p.name from people p where p.person_id = ${makerId}), '') as maker
    from tenants t where t.tenant_id = ${tenantId}`);
  return rows[0] ?? { firm: "", maker: "" };
}
