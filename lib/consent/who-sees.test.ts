import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { type ClientId, newId } from "#lib/kernel/id.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { undone } from "#scripts/testing/consent-sight.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";

/* What of consents themselves the database shows to a role that asks for everything there is. */

const people = testPeople(testDatabase());
const consents = testConsents(people);
const { north, south } = people;
const clientId: ClientId = newId("cli");
const tables = [
  "consents",
  "consent_grants",
  "consent_presentations",
  "consent_events",
  "lawful_bases",
  "consent_reminders",
  "retentions",
  "book_summaries",
] as const;

let investorId = "";
let advisorId = "";

beforeAll(async () => {
  const consent = await consents.given();
  const { tenantId } = north;
  const { consentId } = consent;
  [investorId, advisorId] = [consent.investor.personId, consent.advisor.personId];
  await people.superuser.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`update consents set client_ids = ${[clientId]} where consent_id = ${consentId}`;
    await sql`insert into consent_grants select tenant_id, consent_id, investor_id, account_id, ${clientId}, cluster,
      history_from, valid_from, valid_until from consent_grants where consent_id = ${consentId}`;
    await sql`insert into consent_reminders (tenant_id, consent_id, valid_until, days_before, investor_id, made_at)
      select tenant_id, consent_id, valid_until, 7, investor_id, now() from consents where consent_id = ${consentId}`;
    await sql`insert into retentions (tenant_id, consent_id, investor_id, kept_until)
      select tenant_id, consent_id, investor_id, now() from consents where consent_id = ${consentId}`;
    for (const recipient of [advisorId, clientId]) {
      await sql`insert into book_summaries (tenant_id, investor_id, recipient_id, region, as_of, version, envelope)
        values (${tenantId}, ${investorId}, ${recipient}, 'eu-nl', now(), 1, ${randomBytes(64)})`;
    }
  });
});

/** How many rows there are for them, or `denied`. */
const seen = (role: string, tenantId: string, personId: string, table: string) =>
  undone(people.superuser, async (tx) => {
    await tx`select set_config('app.tenant_id', ${tenantId}, true), set_config('app.person_id', ${personId}, true),
      set_config('role', ${`licet_${role}`}, true)`;
    return (await tx.unsafe(`select tenant_id from ${table}`)).length;
  }).catch((cause: Error) => {
    if (/permission denied/.test(cause.message)) return "denied";
    throw cause;
  });

const rows = async (role: string, tenantId: string, personId: string) =>
  Object.fromEntries(
    await Promise.all(
      tables.map(async (table) => [table, await seen(role, tenantId, personId, table)] as const),
    ),
  );

/** Written a second time on purpose: one consent, of four lines of history, seen by an advisor and a program. */
const evidence = {
  consent_presentations: 1,
  consent_events: 4,
  lawful_bases: 1,
  consent_reminders: 1,
  retentions: 1,
};
const all = { consents: 1, consent_grants: 4, ...evidence, book_summaries: 2 };
const closed = Object.fromEntries(Object.keys(evidence).map((table) => [table, "denied"]));
/** A summary shows itself to its recipient only in a transaction that has noted it. */
const granted = { consents: 1, consent_grants: 2, ...closed, book_summaries: 0 };
const expected = { investor: all, compliance: all, job: all, advisor: granted, client: granted };

/** The same with nothing in it where something was. */
const nothing = (row: object) =>
  Object.fromEntries(Object.entries(row).map(([table, count]) => [table, count === "denied" ? count : 0]));

const whose = { investor: () => investorId, advisor: () => advisorId, client: () => clientId };

describe.each(Object.entries(expected))(
  "of a consent and what stands beside it, the %s role",
  (role, whole) => {
    const rightful = () => whose[role as keyof typeof whose]?.() ?? north.compliance.personId;

    test("sees its own, and what is not its to read not at all", async () => {
      expect(await rows(role, north.tenantId, rightful())).toEqual(whole);
    });

    test("sees nothing in another firm, and nothing without one", async () => {
      for (const tenantId of [south.tenantId, ""]) {
        expect(await rows(role, tenantId, rightful())).toEqual(nothing(whole));
      }
    });
  },
);

test.each(Object.keys(whose) as (keyof typeof whose)[])(
  "the %s role sees nothing as somebody else of the same firm, or as nobody",
  async (role) => {
    for (const personId of [newId("per"), newId("cli"), ""]) {
      expect(await rows(role, north.tenantId, personId)).toEqual(nothing(expected[role]));
    }
  },
);

test.each(["visitor", "pending", "admin"])("the %s role sees none of it", async (role) => {
  const none = Object.fromEntries(tables.map((table) => [table, "denied"]));
  expect(await rows(role, north.tenantId, north.admin.personId)).toEqual(none);
});
