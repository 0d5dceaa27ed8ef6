import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { confirmAgain } from "#lib/connections/confirm-again.ts";
import { renewConsent } from "#lib/consent/renew-consent.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import type { Mail } from "#lib/identity/mail.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { type AskId, newId } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestPerson, testPeople, winners } from "#scripts/testing/people.ts";
import { testRecords } from "#scripts/testing/records.ts";
import { askClient } from "./ask-client.ts";
import { eraseAsks } from "./erase-asks.ts";
import { sendAsk } from "./jobs.ts";
import { listEveryOwnAsk, listOwnAsks } from "./list-own-asks.ts";
import { readAskable } from "./read-askable.ts";
import { saveAsk } from "./repository.ts";
import { sendAskHandler } from "./send-ask.job.ts";

const database = testDatabase();
const people = testPeople(database);
const consents = testConsents(people);
const records = testRecords(database);
const { north, south } = people;
const dayMs = 86_400_000;
const bank = "banco-of-asks";
/** As the test people are called. */
const advisorName = "Nøra advisor";

afterEach(() => people.clock.reset());

/** A client whose consent ends in so many days. */
async function ending(days = 9) {
  const consent = await consents.given();
  await consents.endsIn(consent, days * dayMs);
  return consent;
}

/** A client whose bank asked for them at the last reading. */
async function waiting() {
  const consent = await consents.given();
  const { investor, consentId, accountIds } = consent;
  const { tenantId, personId } = investor;
  const [connectionId, credentialId] = [newId("cnx"), newId("crd")];
  await people.superuser`insert into credentials (tenant_id, credential_id, person_id, connection_id, institution_id,
      region, state, version, created_at)
    values (${tenantId}, ${credentialId}, ${personId}, ${connectionId}, ${bank}, 'eu-nl', 'sealed', 1, now())`;
  await people.superuser`insert into connections (tenant_id, connection_id, investor_id, institution_id, region,
      credential_id, consent_id, state, needs, needs_reason, needs_since, bank_reference, last_sca_at, begun_at, linked_at)
    values (${tenantId}, ${connectionId}, ${personId}, ${bank}, 'eu-nl', ${credentialId}, ${consentId},
      'active', 'confirm', 'consentExpired', now(), 'ref', now(), now(), now())`;
  for (const accountId of accountIds) {
    await people.superuser`insert into accounts (tenant_id, account_id, investor_id, connection_id, institution_id,
        identity_hash, kind, currency, state, offered_at, chosen_at, last_seen_at)
      values (${tenantId}, ${accountId}, ${personId}, ${connectionId}, ${bank}, ${Buffer.alloc(32)}, 'current',
        'EUR', 'chosen', now(), now(), now())`;
    await people.superuser`insert into product_states (tenant_id, account_id, cluster, investor_id, connection_id, state,
        reason, attempted_at)
      values (${tenantId}, ${accountId}, 'balances', ${personId}, ${connectionId}, 'failed', 'consentExpired', now())`;
  }
  return { ...consent, connectionId };
}

type Client = { readonly investor: TestPerson; readonly advisor: TestPerson; readonly consentId: string };

const renewal = ({ investor, consentId }: Client) => ({
  ...{ investorId: investor.personId, what: "renew" as const, about: consentId },
});
const confirmation = ({ investor }: Client) => ({
  ...{ investorId: investor.personId, what: "confirm" as const, about: bank },
});

const rows = ({ investor }: Pick<Client, "investor">) =>
  people.superuser<{ ask_id: AskId; asked_by: string; mailed_at: Date | null }[]>`
    select ask_id, asked_by, mailed_at from client_asks where investor_id = ${investor.personId}`;

/** As if it had been asked so many days earlier. */
const daysAgo = ({ investor }: Pick<Client, "investor">, days: number) =>
  people.superuser.begin(async (own) => {
    await own`set local session_replication_role = replica`;
    await own`update client_asks set asked_at = asked_at - make_interval(hours => ${days * 24})
      where investor_id = ${investor.personId}`;
  });

function mailbox(fails = false) {
  const mails: Mail[] = [];
  const handler = sendAskHandler(async (mail) => {
    if (fails) throw new Error("the mail server is away");
    mails.push(mail);
  }, "https://consent.example");
  const send = (askId: AskId, tenantId = north.tenantId) =>
    runJob(handler, { tenantId, askId }, people.workerBase(), new AbortController().signal);
  return { mails, handler, send };
}

async function askedOnce(client: Client, what = renewal(client)) {
  await askClient(people.as(client.advisor), what);
  const [row] = await rows(client);
  if (!row) throw new Error("nothing was asked");
  return row.ask_id;
}

describe("what an advisor may ask of a client", () => {
  test("is to renew what ends within thirty days, and to confirm at a bank that waits for them", async () => {
    const [soon, later, stuck] = [await ending(29), await ending(31), await waiting()];
    const askable = async (client: Client) =>
      (await readAskable(people.as(client.advisor), client.investor.personId)).askable.map(
        ({ what, about }) => `${what} ${about}`,
      );
    expect(await askable(soon)).toEqual([`renew ${soon.consentId}`]);
    expect(await askable(later)).toEqual([]);
    expect(await askable(stuck)).toEqual([`confirm ${bank}`]);
  });

  test("changes nothing of what is asked for, and is logged by identifiers alone", async () => {
    const [soon, stuck] = [await ending(), await waiting()];
    for (const [client, what] of [
      [soon, renewal(soon)],
      [stuck, confirmation(stuck)],
    ] as const) {
      const state = () => people.superuser`select c.state, c.valid_until, c.revision, n.needs, n.last_sca_at
        from consents c left join connections n on n.consent_id = c.consent_id
        where c.consent_id = ${client.consentId}`;
      const before = await state();
      const ctx = people.as(client.advisor);
      await askClient(ctx, what);
      expect(await state()).toEqual(before);
      expect(await people.events(ctx.requestId)).toMatchObject([
        {
          type: "ask.made",
          facts: { investorId: client.investor.personId, what: what.what, about: what.about },
        },
      ]);
    }
    const person = { ipAddress: "203.0.113.9", userAgent: "Firefox", language: "en" as const };
    const attempts = [
      renewConsent(people.as(soon.advisor), await consents.shown(soon, "renew", {})),
      confirmAgain(people.as(stuck.advisor), { connectionId: stuck.connectionId, person }),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
  });

  test("is not asked twice within a week by whomever, and is once the week is over", async () => {
    const colleague = await people.add("advisor");
    const client = await consents.given({ recipients: { wholeTeam: true, advisorIds: [], clientIds: [] } });
    await consents.endsIn(client, 9 * dayMs);
    await askClient(people.as(client.advisor), renewal(client));
    const again = { code: "ask.asked_already" };
    await expect(askClient(people.as(client.advisor), renewal(client))).rejects.toMatchObject(again);
    await expect(askClient(people.as(colleague), renewal(client))).rejects.toMatchObject(again);
    await daysAgo(client, 6);
    await expect(askClient(people.as(colleague), renewal(client))).rejects.toMatchObject(again);
    await daysAgo(client, 1);
    await askClient(people.as(colleague), renewal(client));
    expect(await rows(client)).toMatchObject([{ asked_by: colleague.personId, mailed_at: null }]);
  });

  test("is asked once by two who ask at the same time", async () => {
    const client = await ending();
    const ctx = people.as(client.advisor);
    const attempts = [1, 2, 3].map(() => askClient(ctx, renewal(client)));
    expect(await winners(attempts, "ask.asked_already")).toBe(1);
    expect(await rows(client)).toHaveLength(1);
  });

  test("is nothing of whoever shares nothing, has withdrawn, or is of another firm", async () => {
    const client = await ending();
    const stranger = await people.add("advisor");
    const missing = { code: "consent.not_found" };
    await expect(askClient(people.as(stranger), renewal(client))).rejects.toMatchObject(missing);
    await expect(askClient(people.as(south.advisor), renewal(client))).rejects.toMatchObject(missing);
    for (const who of [client.investor, north.compliance, north.admin]) {
      await expect(askClient(people.as(who), renewal(client))).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    }
    const nothing = { code: "ask.nothing_to_ask" };
    await expect(askClient(people.as(client.advisor), confirmation(client))).rejects.toMatchObject(nothing);
    await withdrawConsent(people.as(client.investor), { consentId: client.consentId, reason: "notSaid" });
    await expect(askClient(people.as(client.advisor), renewal(client))).rejects.toMatchObject(nothing);
    expect(await rows(client)).toEqual([]);
  });
});

describe("the client", () => {
  test("reads who asked until it is done, and has a copy of it for good", async () => {
    const client = await ending();
    await askedOnce(client);
    const ctx = people.as(client.investor);
    const asked = { what: "renew", about: client.consentId, by: advisorName };
    expect(await listOwnAsks(ctx)).toMatchObject([asked]);
    await renewConsent(ctx, await consents.shown(client, "renew", { duration: "P7D" }));
    expect(await listOwnAsks(ctx)).toEqual([]);
    expect(await listEveryOwnAsk(ctx)).toMatchObject([asked]);
  });

  test("reads of a bank as long as it waits for what it waited for then", async () => {
    const client = await waiting();
    await askClient(people.as(client.advisor), confirmation(client));
    const ctx = people.as(client.investor);
    expect(await listOwnAsks(ctx)).toMatchObject([{ what: "confirm", about: bank }]);
    await people.superuser`update connections set needs = null, needs_reason = null, needs_since = null
      where connection_id = ${client.connectionId}`;
    expect(await listOwnAsks(ctx)).toEqual([]);
    await people.superuser`update connections set needs = 'confirm', needs_reason = 'consentExpired',
      needs_since = clock_timestamp() where connection_id = ${client.connectionId}`;
    expect(await listOwnAsks(ctx)).toEqual([]);
  });

  test("alone reads of it, and an erasure takes it away", async () => {
    const client = await ending();
    await askedOnce(client);
    expect(await listOwnAsks(people.as(await people.add("investor")))).toEqual([]);
    await expect(listOwnAsks(people.as(client.advisor))).rejects.toMatchObject({ code: "auth.forbidden" });
    const job = people.job(north.tenantId);
    const { personId } = client.investor;
    const erase = () => inTransaction(job, (tx) => eraseAsks(tx, job, personId));
    await expect(erase()).rejects.toMatchObject({ code: "disclosure.records_not_erased" });
    expect(await rows(client)).toHaveLength(1);
    const worker = await records.process("licet_worker");
    await worker.erase(north.tenantId, personId, new Date());
    await people.superuser`insert into record_erasures (tenant_id, investor_id, erased_at)
      values (${north.tenantId}, ${personId}, now())`;
    await erase();
    expect(await rows(client)).toEqual([]);
  });
});

describe("the mail of it", () => {
  test.each(locales)(
    "is in the client’s language, %s, says who asks and that they decide, and is sent once",
    async (locale) => {
      const client = await ending();
      await people.superuser`update people set locale = ${locale} where person_id = ${client.investor.personId}`;
      const askId = await askedOnce(client);
      const { mails, send } = mailbox();
      await Promise.all([send(askId), send(askId)]);
      await send(askId);
      expect(mails).toHaveLength(1);
      const body = mails[0]?.body.reveal() ?? "";
      expect(mails[0]?.to).toBe(client.investor.email);
      expect(body).toContain("North Wealth");
      expect(body).toContain(advisorName);
      expect(body).toContain("https://consent.example/home");
      expect(body).not.toMatch(/[{}]|undefined|mail\./);
      const events = await people.events(client.investor.personId);
      expect(events.filter(({ type }) => type === "ask.mailed")).toHaveLength(1);
    },
  );

  test("names no bank", async () => {
    const client = await waiting();
    await askClient(people.as(client.advisor), confirmation(client));
    const [row] = await rows(client);
    const { mails, send } = mailbox();
    await send(row?.ask_id ?? newId("ask"));
    expect(`${mails[0]?.subject} ${mails[0]?.body.reveal()}`).toContain("confirm");
    expect(`${mails[0]?.subject} ${mails[0]?.body.reveal()}`).not.toContain(bank);
  });

  test("is sent again where the server did not take it, and not of what is done, taken back or another firm’s", async () => {
    const client = await ending();
    const askId = await askedOnce(client);
    await expect(mailbox(true).send(askId)).rejects.toThrow("the mail server is away");
    const { mails, send, handler } = mailbox();
    expect(await send(askId, south.tenantId)).toEqual({ kind: "refused", reason: "nothingToAsk" });
    const payload = { tenantId: north.tenantId, askId };
    for (const ctx of [people.as(client.advisor), people.as(client.investor), people.system()]) {
      const attempt = handler.run(ctx, payload, new AbortController().signal);
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    await withdrawConsent(people.as(client.investor), { consentId: client.consentId, reason: "notSaid" });
    expect(await send(askId)).toEqual({ kind: "refused", reason: "nothingToAsk" });
    expect(mails).toEqual([]);
  });

  test("is asked for with the ask, in one commit", async () => {
    const client = await ending();
    const askId = await askedOnce(client);
    const jobs = await people.superuser`select payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = ${sendAsk.name}
      and payload ->> 'askId' = ${askId}`;
    expect(jobs).toHaveLength(1);
  });
});

describe("in the database", () => {
  const ask = (client: Client, more: Partial<Parameters<typeof saveAsk>[1]> = {}) => ({
    ...{ tenantId: north.tenantId, ...renewal(client), investorId: client.investor.personId },
    ...{ askId: newId("ask"), askedBy: client.advisor.personId },
    ...more,
  });

  test("nobody asks in another’s name, of a consent that does not name them, or about a bank that is not shared", async () => {
    const client = await ending();
    const another = await ending();
    const ctx = people.as(client.advisor);
    const refused = { code: "ask.nothing_to_ask" };
    for (const forged of [
      ask(client, { askedBy: another.advisor.personId }),
      ask(client, { about: another.consentId }),
      ask(another, { askedBy: client.advisor.personId }),
      ask(client, { what: "confirm", about: bank }),
    ]) {
      await expect(inTransaction(ctx, (tx) => saveAsk(tx, forged))).rejects.toMatchObject(refused);
    }
    expect([...(await rows(client)), ...(await rows(another))]).toEqual([]);
  });

  test("the week is the database’s, and no time is written but its own", async () => {
    const client = await ending();
    const ctx = people.as(client.advisor);
    await inTransaction(ctx, (tx) => saveAsk(tx, ask(client)));
    const again = inTransaction(ctx, (tx) => saveAsk(tx, ask(client)));
    await expect(again).rejects.toMatchObject({ code: "ask.asked_already" });
    const change = (set: string) =>
      inTransaction(ctx, (tx) =>
        tx.execute(
          sql.raw(`update client_asks set ${set} where investor_id = '${client.investor.personId}'`),
        ),
      ).catch(({ cause }: Error) => Promise.reject(cause));
    for (const set of ["asked_at = now() - interval '8 days'", "asked_by = app_person(), asked_at = now()"])
      await expect(change(set)).rejects.toThrow("an ask stays as it was made");
    await expect(change("about = 'other'")).rejects.toThrow("permission denied");
  });
});
