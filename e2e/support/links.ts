import { randomBytes, randomUUID } from "node:crypto";
import type { JSONValue, Sql } from "postgres";
import { encodeQR } from "qr";

import type { AuthorisationView } from "#lib/authorisation/view.ts";
import { plantAccess } from "./bank-access.ts";
import type { TestPerson } from "./people.ts";

type Owner = Pick<TestPerson, "tenantId" | "personId">;
type Row = Readonly<Record<string, unknown>>;

/** A consent that is in force, as far as pages show it. It was never given, so it has no history. */
export async function plantConsent(sql: Sql, { tenantId, personId }: Owner): Promise<string> {
  const consentId = `con_${randomUUID()}`;
  const clusters = [
    { cluster: "identity", purposes: ["overview"], historyFrom: null },
    { cluster: "balances", purposes: ["overview"], historyFrom: null },
    { cluster: "transactions", purposes: ["overview", "reporting"], historyFrom: "2025-01-01" },
    { cluster: "positions", purposes: ["advice"], historyFrom: null },
  ];
  const terms = {
    ...{ clusters, access: { kind: "ongoing", perDay: 4 }, duration: "P12M", retentionDays: 30 },
    lawfulBasis: "contract",
  };
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`insert into consents (tenant_id, consent_id, investor_id, state, revision, whole_team, advisor_ids,
        client_ids, terms, region, requested_by, requested_at, answer_by, given_at, confirmed_at, valid_until)
      values (${tenantId}, ${consentId}, ${personId}, 'given', 3, true, '{}', '{}', ${sql.json(terms)}, 'eu-nl',
        ${`per_${randomUUID()}`}, now(), now(), now() - interval '10 days', now() - interval '10 days',
        now() + interval '300 days')`;
  });
  return consentId;
}

/** A connection with a bank that nobody ever spoke to. */
export async function plantConnection(
  sql: Sql,
  owner: Owner,
  more: Row = {},
  connectionId = `cnx_${randomUUID()}`,
): Promise<string> {
  const consent_id = await plantConsent(sql, owner);
  const credential_id = await plantAccess(sql, owner, "sandbox-retail", connectionId);
  const isLinked = more.state === "active" || more.state === "choosing";
  const row = {
    ...{ tenant_id: owner.tenantId, connection_id: connectionId, investor_id: owner.personId },
    ...{ institution_id: "sandbox-retail", region: "eu-nl", credential_id, consent_id, state: "linking" },
    begun_at: new Date(),
    ...(isLinked ? { bank_reference: "planted", linked_at: new Date(), last_sca_at: new Date() } : {}),
    ...more,
  };
  await sql`insert into connections ${sql(row)}`;
  return connectionId;
}

type Question = NonNullable<AuthorisationView["question"]>;

type Method = Extract<Question, { kind: "chooseMethod" }>["methods"][number];

const method: Method = {
  ...{ id: "sms", kind: "sms" as const, name: "Text message to ••• 555" },
  explanation: "We send a code of six figures to your mobile phone.",
};

/** One of every kind that a bank offers. */
const methods: Method[] = (
  [
    ["sms", method.name],
    ["call", "Phone call to ••• 555"],
    ["mail", "Mail to e•••@aranda-keller.example"],
    ["totp", "Authenticator app"],
    ["token", "Chip token"],
    ["picture", "Photo code"],
    ["app", "Approval in the app by fingerprint"],
    ["other", "Security key"],
  ] as const
).map(([kind, name]) => ({ id: kind, kind, name, explanation: `${name}, as your bank explains it.` }));

const asking = {
  ...{ message: method.explanation, method, methods, canResend: true, problem: null, attemptsLeft: null },
};

/** What a bank may ask, one of each kind. */
export const questions = {
  method: { kind: "chooseMethod", methods, message: null, problem: null },
  code: { kind: "enterCode", ...asking, data: [], format: "digits", maxLength: 6 },
  wrongCode: {
    ...{ kind: "enterCode", ...asking, problem: "wrongCode", attemptsLeft: 1 },
    ...{ data: ["4711 0815"], format: "characters", maxLength: null },
  },
  picture: {
    ...{ kind: "scanImage", ...asking, method: methods[5] ?? null, canResend: false },
    ...{ data: ["4711 0815"], format: "digits", maxLength: 6 },
  },
  approve: { kind: "approveElsewhere", ...asking, method: methods[6] ?? null },
  redirect: { kind: "redirect", url: "https://bank.example/confirm?at=1", canPoll: true },
} satisfies Readonly<Record<string, Question>>;

/**
 * A question of a bank at a connection. It is said to be led by the worker that runs, so that nobody clears it away;
 * no answer to it arrives.
 */
export async function plantQuestion(
  sql: Sql,
  { tenantId, personId }: Owner,
  connectionId: string,
  question: Question | null,
): Promise<string> {
  const authorisationId = `aut_${randomUUID()}`;
  const step = question ? 2 : 0;
  const [worker] = await sql<{ worker_id: string }[]>`select worker_id from worker_heartbeats
    order by seen_at desc limit 1`;
  const point = () => randomBytes(32).toString("base64url");
  const publicKey = { kty: "EC", crv: "P-256", x: point(), y: point() };
  const asked = question
    ? {
        status: question.kind === "chooseMethod" ? "psuAuthenticated" : "started",
        question: sql.json(question as JSONValue),
        answer_key: sql.json({ authorisationId, step, publicKey }),
        expires_at: new Date(Date.now() + 270_000),
        ...{ worker_id: worker?.worker_id ?? "none", worker_address: "localhost:1" },
      }
    : { status: "received" };
  await sql`insert into authorisations ${sql({
    ...{ tenant_id: tenantId, authorisation_id: authorisationId, connection_id: connectionId },
    ...{ investor_id: personId, step, begun_at: new Date(), ...asked },
  })}`;
  if (question?.kind === "scanImage") {
    const bytes = Buffer.from(encodeQR("4711 0815", "gif", { scale: 6 }));
    await sql`insert into challenge_images ${sql({
      ...{ tenant_id: tenantId, authorisation_id: authorisationId, investor_id: personId, step },
      ...{ media_type: "image/gif", bytes },
    })}`;
  }
  return authorisationId;
}

/** An attempt that came to nothing. */
export async function plantEnding(
  sql: Sql,
  { tenantId, personId }: Owner,
  connectionId: string,
  reason: string,
  more: Row = {},
): Promise<void> {
  await sql`insert into authorisations ${sql({
    ...{ tenant_id: tenantId, authorisation_id: `aut_${randomUUID()}`, connection_id: connectionId },
    ...{ investor_id: personId, step: 1, begun_at: new Date(), ended_at: new Date() },
    ...{ status: "failed", reason, ...more },
  })}`;
}

/** Accounts that the bank has named, without their names: those are sealed, and nobody here has the key. */
export async function plantAccounts(
  sql: Sql,
  { tenantId, personId }: Owner,
  connectionId: string,
  states: readonly ("offered" | "chosen" | "declined" | "gone")[],
): Promise<readonly string[]> {
  const kinds = ["current", "custody", "card", "savings", "loan", "other"] as const;
  const ids: string[] = [];
  for (const [at, state] of states.entries()) {
    const accountId = `acc_${randomUUID()}`;
    ids.push(accountId);
    await sql`insert into accounts ${sql({
      ...{ tenant_id: tenantId, account_id: accountId, investor_id: personId, connection_id: connectionId },
      ...{ institution_id: "sandbox-retail", identity_hash: randomBytes(32), kind: kinds[at % kinds.length] },
      ...{ currency: at === 1 ? "X".repeat(3) : "EUR", state, offered_at: new Date() },
      ...{ chosen_at: state === "chosen" ? new Date() : null, last_seen_at: new Date() },
    })}`;
  }
  return ids;
}

/** How the kinds of data of an account stand, one of each. */
export async function plantProducts(
  sql: Sql,
  { tenantId, personId }: Owner,
  connectionId: string,
  accountId: string,
): Promise<void> {
  const at = new Date(Date.now() - 3_600_000);
  const rows = {
    identity: { state: "ok", as_of: at, attempted_at: at, records: 1 },
    balances: { state: "empty", as_of: at, attempted_at: at, records: 0 },
    transactions: { state: "failed", reason: "bankDown", as_of: at, attempted_at: new Date(), records: 214 },
    positions: { state: "pending" },
  };
  for (const [cluster, row] of Object.entries(rows)) {
    await sql`insert into product_states ${sql({
      ...{ tenant_id: tenantId, account_id: accountId, cluster, investor_id: personId },
      ...{ connection_id: connectionId, ...row },
    })}`;
  }
}

export async function plantSync(
  sql: Sql,
  { tenantId, personId }: Owner,
  connectionId: string,
  outcome: "running" | "partial" | "failed",
): Promise<void> {
  await sql`insert into syncs ${sql({
    ...{ tenant_id: tenantId, sync_id: `syn_${randomUUID()}`, connection_id: connectionId },
    ...{ investor_id: personId, kind: "forced", is_attended: true, begun_at: new Date(), outcome },
    ...(outcome === "running" ? {} : { ended_at: new Date() }),
    ...(outcome === "failed" ? { reason: "maintenance" } : {}),
  })}`;
}
