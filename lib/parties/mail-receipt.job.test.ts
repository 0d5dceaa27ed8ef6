import { describe, expect, test } from "vitest";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { chooseAccounts } from "#lib/consent/choose-accounts.ts";
import { issueConsentReceiptHandler } from "#lib/consent/issue-receipt.job.ts";
import { renewConsent } from "#lib/consent/renew-consent.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import type { Mail } from "#lib/identity/mail.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { newId } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";
import { checkReceipt } from "#lib/receipts/check-receipt.ts";
import { testAuditLog, testLogOrigin } from "#scripts/testing/audit-log.ts";
import { type TestConsent, testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { terminateConsent } from "#scripts/testing/terminate-consent.ts";
import { changeFirmContacts } from "./change-firm-contacts.ts";
import { ChangeFirmContacts, contactFields } from "./firm-contacts.ts";
import { mailReceiptHandler } from "./mail-receipt.job.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);
const log = testAuditLog(people);
const { north, south } = people;
const origins = { portalOrigin: "https://consent.example", auditOrigin: testLogOrigin };

interface MailJob {
  readonly tenantId: string;
  readonly receiptId: string;
}

/** What waits in the queue of one kind, of the receipts or acts of this consent. */
async function queued<Payload>(kind: string, where: string, value: string): Promise<Payload[]> {
  const rows = await people.superuser`select payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = ${kind} and payload ->> ${where} = ${value} order by j.id`;
  return rows.map(({ payload }) => payload);
}

/** Signs what the acts on this consent are owed, and says which mails are to be sent then. */
async function issued({ consentId }: Pick<TestConsent, "consentId">): Promise<readonly MailJob[]> {
  const handler = issueConsentReceiptHandler(log.receiptSigner());
  for (const payload of await queued<object>("consent.issue_receipt", "consentId", consentId))
    await runJob(handler, payload, people.workerBase(), new AbortController().signal);
  const rows = await people.superuser<{ receipt_id: string }[]>`select receipt_id from receipts
    where subject_id = ${consentId} order by issued_at`;
  const jobs = await Promise.all(
    rows.map(({ receipt_id }) => queued<MailJob>("receipt.mail", "receiptId", receipt_id)),
  );
  return jobs.flat();
}

const away = () => Promise.reject(new Error("the mail server is away"));

function mailbox(whileSending: () => Promise<void> = async () => {}) {
  const mails: Mail[] = [];
  const handler = mailReceiptHandler(async (mail) => {
    await whileSending();
    mails.push(mail);
  }, origins);
  const send = (job: object) => runJob(handler, job, people.workerBase(), new AbortController().signal);
  return { mails, handler, send };
}

const bodyOf = (mail: Mail | undefined): string => mail?.body.reveal() ?? "";
const speak = ({ investor }: TestConsent, locale: string) =>
  people.superuser`update people set locale = ${locale} where person_id = ${investor.personId}`;
const withdraw = ({ consentId, investor }: TestConsent) =>
  withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
const mailedEvents = async (receiptId: string) =>
  (await people.events(receiptId)).filter(({ type }) => type === "receipt.mailed");

/** The last mail of one consent. */
async function lastMail(consent: TestConsent): Promise<Mail | undefined> {
  const { mails, send } = mailbox();
  for (const job of await issued(consent)) await send(job);
  return mails.at(-1);
}

const say = async (more: Record<string, string>) => {
  const nothing = Object.fromEntries(contactFields.map((field) => [field, ""]));
  const [row] =
    await people.superuser`select revision from firm_contacts where tenant_id = ${north.tenantId}`;
  const input = ChangeFirmContacts.parse({ revision: row?.revision ?? 0, ...nothing, ...more });
  await changeFirmContacts(people.as(north.admin), input);
};

describe("the mail of a receipt", () => {
  test.each(locales)(
    "says in %s what happened, who sees what until when, and how it is stopped",
    async (locale) => {
      const consent = await consents.given({}, { accountIds: [] });
      await speak(consent, locale);
      const mail = await lastMail(consent);
      expect(mail?.to).toBe(consent.investor.email);
      const body = bodyOf(mail);
      for (const part of [
        "North Wealth",
        "Nøra advisor",
        `https://consent.example/consents/${consent.consentId}/withdraw\n`,
        `https://consent.example/consents/${consent.consentId}\n`,
        "https://consent.example/check-receipt\n",
      ])
        expect(body).toContain(part);
      expect(`${mail?.subject}\n${body}`).not.toMatch(/[{}]|undefined|mail\.receipt|receipt\.[a-z]/);
      const [row] = await people.superuser`select extract(year from valid_until)::text as year from consents
      where consent_id = ${consent.consentId}`;
      expect(body).toContain(row?.year);
    },
  );

  test("brings the signed file, which is right", async () => {
    const consent = await consents.given();
    const mail = await lastMail(consent);
    const checked = checkReceipt(mail?.attachment?.content ?? "", await log.trusted());
    expect(checked).toMatchObject({ fault: null });
    expect(mail?.attachment?.name).toMatch(/^rcp_[0-9a-f-]+\.json$/);
    expect(bodyOf(mail)).toContain(`/receipts/${mail?.attachment?.name.replace(".json", "")}/pdf`);
  });

  test("comes for giving, for every change and for the end, each with its own words", async () => {
    const consent = await consents.given({}, { accountIds: [] });
    const ctx = people.as(consent.investor);
    await chooseAccounts(ctx, { consentId: consent.consentId, accountIds: [newId("acc")] });
    await renewConsent(ctx, await consents.shown(consent, "renew", { duration: "P12M" }));
    await withdraw(consent);
    const { mails, send } = mailbox();
    for (const job of await issued(consent)) await send(job);
    expect(mails.map(({ subject }) => subject)).toEqual([
      "Receipt: North Wealth may see your bank data",
      "Receipt: the accounts that North Wealth may see",
      "Receipt: you renewed your consent to North Wealth",
      "Receipt: you withdrew your consent to North Wealth",
    ]);
    const ended = bodyOf(mails.at(-1));
    expect(ended).toContain("Nobody sees your data under it any more.");
    expect(ended).toContain("Is something wrong? Tell North Wealth:");
    expect(ended).not.toContain("/withdraw");
    expect(ended).toContain(`See this consent:\nhttps://consent.example/consents/${consent.consentId}\n`);
    expect(ended).toContain("You can ask for it on the same page.");
  });

  test("comes too when somebody else ended the consent", async () => {
    const consent = await consents.given();
    await terminateConsent(people.as(north.compliance), {
      consentId: consent.consentId,
      reason: "legalDuty",
    });
    const mail = await lastMail(consent);
    expect(mail?.subject).toBe("Receipt: your consent to North Wealth was ended");
    expect(bodyOf(mail)).toContain("See this consent:\n");
    // The firm ended it, so it is not had again by asking on a page.
    expect(bodyOf(mail)).not.toContain("You can ask for it on the same page.");
  });

  test("names the way without the portal as the firm gave it, and the advisor where it gave none", async () => {
    expect(bodyOf(await lastMail(await consents.given()))).toContain("- through your advisor\n");
    await say({ email: "help@north.example", phone: "+34 900 000 001" });
    const body = bodyOf(await lastMail(await consents.given()));
    expect(body).toContain("- help@north.example\n- +34 900 000 001\n");
    expect(body).not.toContain("through your advisor");
  });

  test("is sent once, however often its job is run, and with its event", async () => {
    const [job] = await issued(await consents.given({}, { accountIds: [] }));
    if (!job) throw new Error("no mail was queued");
    const { mails, send } = mailbox();
    await send(job);
    for (let again = 0; again < 3; again++)
      expect(await send(job)).toEqual({ kind: "refused", reason: "mailed" });
    expect(mails).toHaveLength(1);
    expect(await mailedEvents(job.receiptId)).toMatchObject([
      { tenantId: north.tenantId, facts: { receiptId: job.receiptId } },
    ]);
  });

  test("is queued once for an act whose receipt is drawn up by two workers at once", async () => {
    const { consentId } = await consents.given({}, { accountIds: [] });
    const [payload] = await queued<object>("consent.issue_receipt", "consentId", consentId);
    const before = (await queued("receipt.mail", "tenantId", north.tenantId)).length;
    const { run } = issueConsentReceiptHandler(log.receiptSigner());
    const ctx = people.job(north.tenantId);
    const twice = [1, 2].map(() => run(ctx, payload ?? {}, new AbortController().signal));
    await Promise.all(twice);
    expect(await queued("receipt.mail", "tenantId", north.tenantId)).toHaveLength(before + 1);
  });

  test("that the server did not take is sent again, and until then nothing says that it was", async () => {
    const [job] = await issued(await consents.given({}, { accountIds: [] }));
    if (!job) throw new Error("no mail was queued");
    await expect(mailbox(away).send(job)).rejects.toThrow("the mail server is away");
    expect(await mailedEvents(job.receiptId)).toEqual([]);
    const { mails, send } = mailbox();
    await send(job);
    expect(mails).toHaveLength(1);
    expect(await mailedEvents(job.receiptId)).toHaveLength(1);
  });

  test("is sent outside of any transaction, and noted once where two workers send it", async () => {
    const [job] = await issued(await consents.given({}, { accountIds: [] }));
    if (!job) throw new Error("no mail was queued");
    const open: unknown[] = [];
    const { handler } = mailbox(async () => {
      const [row] = await people.superuser`select count(*)::int as transactions from pg_stat_activity
        where datname = current_database() and usename = 'licet_worker' and xact_start is not null`;
      open.push(row?.transactions);
    });
    const run = () => runJob(handler, job, people.workerBase(), new AbortController().signal);
    await run();
    expect(open).toEqual([0]);
    const ctx = people.job(north.tenantId);
    await handler.run(ctx, job, new AbortController().signal);
    expect(await mailedEvents(job.receiptId)).toHaveLength(1);
  });

  test("is not said to be sent without its event, and then is sent again", async () => {
    const [job] = await issued(await consents.given({}, { accountIds: [] }));
    if (!job) throw new Error("no mail was queued");
    const { mails, send } = mailbox();
    await people.superuser.unsafe("revoke insert on audit_events from licet_job");
    await expect(send(job)).rejects.toThrow("Failed query");
    await people.superuser.unsafe("grant insert on audit_events to licet_job");
    expect(mails).toHaveLength(1);
    await send(job);
    expect(mails).toHaveLength(2);
    expect(await mailedEvents(job.receiptId)).toHaveLength(1);
  });

  test("is not sent to somebody whose access was ended", async () => {
    const consent = await consents.given({}, { accountIds: [] });
    const [job] = await issued(consent);
    await people.superuser`update people set disabled_at = now() where person_id = ${consent.investor.personId}`;
    const { mails, send } = mailbox();
    expect(await send(job ?? {})).toEqual({ kind: "refused", reason: "personDisabled" });
    expect(mails).toEqual([]);
  });

  test("is a job's to send, for its own firm", async () => {
    const consent = await consents.given({}, { accountIds: [] });
    const [job] = await issued(consent);
    if (!job) throw new Error("no mail was queued");
    const { mails, handler, send } = mailbox();
    await expect(send({ ...job, tenantId: south.tenantId })).rejects.toMatchObject({
      code: "receipt.not_found",
    });
    const others: readonly Context<PersonActor>[] = [
      people.as(consent.investor),
      people.as(north.compliance),
    ];
    for (const ctx of others) {
      const attempt = handler.run(ctx, job, new AbortController().signal);
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    expect(mails).toEqual([]);
  });
});
