import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Sql } from "postgres";

import { eventOfCast, plantEvent } from "../support/audit-states.ts";
import {
  deletedCredential,
  keptCredential,
  plantAccess,
  plantDeletedAccess,
} from "../support/bank-access.ts";
import { plantConfirmations } from "../support/confirmations.ts";
import { plantConsentInForce } from "../support/consent-states.ts";
import { householdOfCast, plantClientOfCast, plantHousehold, plantViews } from "../support/disclosures.ts";
import { plantInvitation } from "../support/invitations.ts";
import { plantJourneys } from "../support/journey-states.ts";
import { plantConnection, plantConsent, plantQuestion, questions } from "../support/links.ts";
import { actOfCast, plantAct } from "../support/oversight-states.ts";
import { assetOfCast, writeDown } from "../support/own-assets.ts";
import { addPerson, removePerson, type TestPerson } from "../support/people.ts";
import { deletionReceipt, plantReceipt } from "../support/receipts.ts";
import { plantRightsRequest } from "../support/rights.ts";
import { type PlantedSession, plantSession } from "../support/sessions.ts";
import { plantColleagueOfCast } from "../support/staff.ts";
import { plantChosenAccount } from "../support/wealth.ts";

export const callers = ["anonymous", "pending", "investor", "advisor", "compliance", "admin"] as const;
export type Caller = (typeof callers)[number];

/** Somebody whose things others reach for. */
export interface Target extends TestPerson {
  readonly sessionId: string;
  readonly passkeyId: string;
  readonly credentialId: string;
  readonly connectionId: string;
  /** Given, and in force. */
  readonly consentId: string;
  /** An invitation to them, of an advisor who is none of the callers. */
  readonly invitationId: string;
  /** What their bank asks them just now. */
  readonly authorisationId: string;
}

export interface AccessCast {
  readonly origin: string;
  readonly tenants: readonly [string, string];
  readonly cookies: Readonly<Record<Caller, string | null>>;
  /** Of the callers' own firm, and of another. */
  readonly targets: Readonly<Record<"colleague" | "stranger", Target>>;
  /** A word in the name of every person and firm of the callers' own side, and of the other. */
  readonly canaries: { readonly own: string; readonly other: string };
  remove(): Promise<void>;
}

/** Two firms that only this test knows, one caller of each role in the first, and somebody to reach for in both. */
export async function assembleCast(sql: Sql, origin: string): Promise<AccessCast> {
  const canaries = { own: newCanary(), other: newCanary() };
  const own = await addFirm(sql, canaries.own);
  const other = await addFirm(sql, canaries.other);
  const people: TestPerson[] = [];
  const add = async (tenantId: string, role: TestPerson["role"], canary: string): Promise<TestPerson> => {
    const person = await addPerson(sql, { tenantId, role, name: `${canary} ${role}` });
    people.push(person);
    return person;
  };
  const signedIn = async (role: TestPerson["role"], level: "full" | "awaitingPasskey" = "full") =>
    plantSession(sql, await add(own, role, canaries.own), { origin, level });

  const investor = await add(own, "investor", canaries.own);
  await plantDeletedAccess(sql, investor, deletedCredential);
  const firmName = `${canaries.own} & Co`;
  await plantReceipt(sql, investor, deletedCredential, { receiptId: deletionReceipt, firmName });
  await plantConfirmations(sql, investor, firmName);
  await plantConsentInForce(sql, investor);
  await plantJourneys(sql, investor);
  await plantChosenAccount(sql, investor);
  await plantAccess(sql, investor, "sandbox-retail", `cnx_${randomUUID()}`, keptCredential);
  const client = await plantClientOfCast(sql, own, `${canaries.own} client`);
  people.push(client, await plantColleagueOfCast(sql, own, `${canaries.own} colleague`));
  const [householdId, memberIds] = [householdOfCast, [client.personId]];
  const founder = await add(own, "advisor", canaries.own);
  await plantRightsRequest(sql, client);
  const viewed = { viewerId: founder.personId, consentId: `con_${randomUUID()}` };
  await plantViews(sql, client, { ...viewed, count: 1, apart: 0 });
  await plantHousehold(sql, founder, { householdId, name: `${canaries.own} household`, memberIds });
  await plantAct(sql, await add(own, "compliance", canaries.own), { actId: actOfCast });
  await plantEvent(sql, founder, { eventId: eventOfCast });
  const cookies: Record<Caller, string | null> = {
    anonymous: null,
    pending: (await signedIn("admin", "awaitingPasskey")).cookie,
    investor: (await plantSession(sql, investor, { origin })).cookie,
    advisor: (await signedIn("advisor")).cookie,
    compliance: (await signedIn("compliance")).cookie,
    admin: (await signedIn("admin")).cookie,
  };
  const house = { kind: "property", name: `${canaries.own} house`, currency: "EUR", amount: "1" };
  await writeDown({ cookie: cookies.investor, origin }, { ...house, day: "2026-01-31" }, assetOfCast);
  const targets = {
    colleague: await asTarget(sql, await add(own, "investor", canaries.own), origin),
    stranger: await asTarget(sql, await add(other, "investor", canaries.other), origin),
  };
  return {
    origin,
    tenants: [own, other],
    cookies,
    targets,
    canaries,
    async remove() {
      for (const person of people) await removePerson(sql, person);
      await sql`delete from tenants where tenant_id in ${sql([own, other])}`;
    },
  };
}

const newCanary = (): string => `Canary${randomBytes(6).toString("hex")}`;

async function addFirm(sql: Sql, canary: string): Promise<string> {
  const tenantId = `ten_${randomUUID()}`;
  await sql`insert into tenants (tenant_id, name) values (${tenantId}, ${`${canary} & Co`})`;
  return tenantId;
}

async function asTarget(sql: Sql, person: TestPerson, origin: string): Promise<Target> {
  const { sessionId }: PlantedSession = await plantSession(sql, person, { origin });
  const passkeyId = `pky_${randomUUID()}`;
  await sql`insert into passkeys (tenant_id, passkey_id, person_id, credential_id, public_key, sign_count, name)
    values (${person.tenantId}, ${passkeyId}, ${person.personId}, ${randomBytes(16).toString("base64url")},
      ${randomBytes(77)}, 0, 'A passkey of theirs')`;
  const credentialId = await plantAccess(sql, person);
  const connectionId = await plantConnection(sql, person);
  const consentId = await plantConsent(sql, person);
  const { invitationId } = await plantInvitation(sql, person, `per_${randomUUID()}`);
  const authorisationId = await plantQuestion(sql, person, connectionId, questions.code);
  return {
    ...person,
    sessionId,
    passkeyId,
    credentialId,
    connectionId,
    consentId,
    invitationId,
    authorisationId,
  };
}

/**
 * Every row that belongs to the two firms, as one hash a table. What only counts, remembers or records the attempt
 * itself is left out: the audit trail, the time that a session was last seen, and that somebody took their own data.
 */
export async function fingerprint(sql: Sql, { tenants }: AccessCast): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }[]>`select table_name as name from information_schema.columns
    join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and column_name = 'tenant_id' and table_type = 'BASE TABLE'
      and table_name not in ('audit_events', 'audit_leaves') order by 1`;
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const rows = await sql<{ row: string }[]>`select (to_jsonb(t) - 'last_seen_at')::text as row
      from ${sql(name)} t where tenant_id in ${sql(tenants)}
        and to_jsonb(t) ->> 'channel' is distinct from 'selfService' order by 1`;
    const hash = createHash("sha256").update(rows.map(({ row }) => row).join("\n"));
    prints[name] = `${rows.length} rows, ${hash.digest("hex").slice(0, 16)}`;
  }
  return prints;
}

/** Lets the tests of one address try again: the server without a reverse proxy sees them all as one. */
export async function forgetTurns(sql: Sql): Promise<void> {
  for (const limit of ["signIn.start", "signIn.refused", "signIn.mail.network"]) {
    const bucket = createHash("sha256").update(`${limit}\n127.0.0.1`).digest();
    await sql`delete from rate_windows where bucket = ${bucket}`;
  }
}
