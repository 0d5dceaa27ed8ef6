import { sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";

export interface FirmAdvisor {
  readonly personId: PersonId;
  readonly name: string;
  readonly isDisabled: boolean;
}

/** The advisors of the own firm, for whoever is party to its consents. */
export async function listFirmAdvisors(tx: Transaction): Promise<readonly FirmAdvisor[]> {
  const { rows } = await tx.execute<{ person_id: PersonId; name: string; disabled: boolean }>(
    sql`select person_id, name, disabled from gate.firm_advisors()`,
  );
  return rows.map(({ person_id, name, disabled }) => ({ personId: person_id, name, isDisabled: disabled }));
}

export async function isInvestorOfFirm(tx: Transaction, personId: PersonId): Promise<boolean> {
  const { rows } = await tx.execute<{ is: boolean }>(sql`select gate.is_investor(${personId}) as is`);
  return rows[0]?.is === true;
}

/** Names of the investors whose consents the acting recipient is named in. */
export async function listConsentingInvestors(tx: Transaction): Promise<ReadonlyMap<PersonId, string>> {
  return named(tx, sql`select person_id, name from gate.consenting_investors()`);
}

/** Names of those of these investors whom row security lets the acting person see: themselves, or the firm's. */
export async function listInvestorsSeen(
  tx: Transaction,
  investorIds: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, string>> {
  const ids = sql.param([...new Set(investorIds)]);
  return named(
    tx,
    sql`select person_id, name from people where role = 'investor' and person_id = any(${ids}::text[])`,
  );
}

/** The same of anybody whom row security lets the acting person see, staff with them. */
export async function listNamesOf(
  tx: Transaction,
  personIds: readonly string[],
): Promise<ReadonlyMap<PersonId, string>> {
  const ids = sql.param([...new Set(personIds)]);
  return named(tx, sql`select person_id, name from people where person_id = any(${ids}::text[])`);
}

async function named(tx: Transaction, query: ReturnType<typeof sql>): Promise<ReadonlyMap<PersonId, string>> {
  const { rows } = await tx.execute<{ person_id: PersonId; name: string }>(query);
  return new Map(rows.map(({ person_id, name }) => [person_id, name]));
}

export interface Addressee {
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
  readonly isDisabled: boolean;
  readonly firm: string;
}

/** Whom a mail about a consent goes to, in their language or in English. */
export async function readAddressee(tx: Transaction, personId: PersonId): Promise<Addressee> {
  const { rows } = await tx.execute<Addressee & Record<string, unknown>>(sql`
    select p.name, p.email, coalesce(p.locale, 'en') as locale, p.disabled_at is not null as "isDisabled",
      t.name as firm
    from people p join tenants t on t.tenant_id = p.tenant_id where p.person_id = ${personId}`);
  if (!rows[0]) throw new AppError("identity.person_not_found", { personId });
  return rows[0];
}
