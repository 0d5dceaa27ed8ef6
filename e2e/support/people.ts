import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";

import type { PersonRole } from "#lib/access/roles.ts";
import { emailKey } from "#lib/identity/email.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { type CastFirm, cast } from "#scripts/seed/cast.ts";
import { personIdOf, tenantIdOf } from "#scripts/seed.ts";

export interface TestPerson {
  readonly tenantId: string;
  readonly personId: string;
  readonly role: PersonRole;
  readonly name: string;
  readonly email: string;
}

/** One of the demo's own people, by the beginning of the name. */
export function castMember(name: string, firmKey?: string): TestPerson {
  for (const firm of cast.filter(({ key }) => firmKey === undefined || key === firmKey)) {
    const person = firm.people.find((one) => one.name.startsWith(name));
    if (person) return { ...person, tenantId: tenantIdOf(firm), personId: personIdOf(firm, person) };
  }
  throw new Error(`Nobody of the cast is called ${name}.`);
}

export const firmNamed = (key: string): CastFirm => {
  const firm = cast.find((one) => one.key === key);
  if (!firm) throw new Error(`No firm of the cast has the key ${key}.`);
  return firm;
};

interface NewPerson {
  readonly role: PersonRole;
  readonly name?: string;
  readonly locale?: Locale | null;
  readonly tenantId?: string;
}

/** Somebody whom no other test knows, so that tests side by side do not sign each other out. */
export async function addPerson(sql: Sql, options: NewPerson): Promise<TestPerson> {
  const { role, locale = null, tenantId = tenantIdOf(firmNamed("aldaba")) } = options;
  const id = randomUUID();
  const name = options.name ?? `Test Person ${id.slice(0, 8)}`;
  const email = `${role}-${id.slice(0, 8)}@example.com`;
  const person = { tenantId, personId: `per_${id}`, role, name, email };
  await sql`insert into people (tenant_id, person_id, role, name, email, email_key, locale)
    values (${tenantId}, ${person.personId}, ${role}, ${name}, ${email}, ${emailKey(email)}, ${locale})`;
  return person;
}

/**
 * Takes away what a person did here. What the audit trail says of them stays, as it always does. The worker may still
 * be reading for them, in an order of its own: where the two meet, this tries again.
 */
export async function removePerson(sql: Sql, person: TestPerson): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await removeOnce(sql, person);
    } catch (cause) {
      const isDeadlock = cause instanceof Error && "code" in cause && cause.code === "40P01";
      if (!isDeadlock || attempt === 5) throw cause;
    }
  }
}

async function removeOnce(sql: Sql, { personId }: TestPerson): Promise<void> {
  // The worker may still be making a link for them: the row is locked, so that nothing new refers to it.
  await sql.begin(async (tx) => {
    await tx`select 1 from people where person_id = ${personId} for update`;
    await clearInvestor(tx as unknown as Sql, personId);
    await clearPerson(tx as unknown as Sql, { personId });
    await tx`delete from people where person_id = ${personId}`;
  });
}

/** Puts one of the cast back to how the seed made them, but for their sessions elsewhere. */
export async function clearPerson(sql: Sql, { personId }: Pick<TestPerson, "personId">): Promise<void> {
  await clearBankAccess(sql, personId);
  await sql`delete from households where made_by = ${personId}`;
  await sql`delete from staff_invitations where invited_by = ${personId} or person_id = ${personId}`;
  await sql`delete from oidc_identities o using people p where o.person_id = p.person_id and p.person_id = ${personId}
    and not exists (select from personas where person_id = ${personId})`;
  await sql`delete from advisor_notes where author_id = ${personId}`;
  await sql`delete from client_asks where asked_by = ${personId}`;
  const acts = sql`select act_id from staff_acts where ${personId} in (proposed_by, decided_by, stopped_by)`;
  await sql`delete from staff_act_items where act_id in (${acts})`;
  await sql`delete from staff_acts where act_id in (${acts})`;
  await sql`delete from sealings where person_id = ${personId}`;
  await sql`delete from audit_searches where person_id = ${personId}`;
  await sql`delete from webauthn_challenges where person_id = ${personId}`;
  await sql`delete from passkeys where person_id = ${personId}`;
  await sql`delete from mail_links where person_id = ${personId}`;
  await sql`delete from sessions where person_id = ${personId}`;
  const accesses = sql`select credential_id from credentials where person_id = ${personId}`;
  await sql`delete from receipts where person_id = ${personId}`;
  await sql`delete from credential_versions where credential_id in (${accesses})`;
  await sql`delete from credentials where person_id = ${personId}`;
  await sql`delete from sealings where person_id = ${personId}`;
}

/** All that an investor's consents and connections have left, in whatever order it refers to each other. */
async function clearInvestor(tx: Sql, personId: string): Promise<void> {
  const theirs = await tx<{ name: string }[]>`select table_name as name from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and column_name = 'investor_id' and table_type = 'BASE TABLE'`;
  await tx`set local session_replication_role = replica`;
  for (const { name } of theirs) await tx`delete from ${tx(name)} where investor_id = ${personId}`;
  await tx`set local session_replication_role = origin`;
}

/** Whatever refers to a person's bank access goes with it. */
async function clearBankAccess(sql: Sql, personId: string): Promise<void> {
  const referring = await sql<{ name: string }[]>`select distinct conrelid::regclass::text as name
    from pg_constraint where contype = 'f' and confrelid = 'credentials'::regclass`;
  for (const { name } of referring) {
    await sql`delete from ${sql(name)} where credential_id in
      (select credential_id from credentials where person_id = ${personId})`;
  }
  await sql`delete from credentials where person_id = ${personId}`;
}

export async function isDisabled(sql: Sql, { personId }: TestPerson): Promise<boolean> {
  const [row] = await sql`select disabled_at from people where person_id = ${personId}`;
  return row?.disabled_at !== null;
}
