import { describe, expect, test } from "vitest";
import type { Mail } from "#lib/identity/mail.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { locales } from "#lib/kernel/locale.ts";
import { type TestConsent, testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { sendReminder } from "./jobs.ts";
import { listReminders } from "./list-reminders.ts";
import { findRemindersHandler, remindHandler } from "./remind.job.ts";
import { renewConsent } from "./renew-consent.ts";
import { sendReminderHandler } from "./send-reminder.job.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);
const { north, south } = people;
const dayMs = 86_400_000;
const run = (handler: Parameters<typeof runJob>[0], payload: object) =>
  runJob(handler, payload, people.workerBase(), new AbortController().signal);
const remind = () => run(remindHandler, { tenantId: north.tenantId });

/** What the queue was given for one consent. */
async function queued({ consentId }: TestConsent): Promise<readonly { daysBefore: number }[]> {
  const rows = await people.superuser`select payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = ${sendReminder.name} and payload ->> 'consentId' = ${consentId} order by j.id`;
  return rows.map(({ payload }) => payload);
}

async function endingIn(days: number) {
  const consent = await consents.given();
  await consents.endsIn(consent, days * dayMs);
  return consent;
}

function mailbox(fails = false) {
  const mails: Mail[] = [];
  const handler = sendReminderHandler(async (mail) => {
    if (fails) throw new Error("the mail server is away");
    mails.push(mail);
  }, "https://consent.example");
  return { mails, handler };
}

describe("reminders of a consent's end", () => {
  test.each([
    [29.9, 30],
    [13.9, 14],
    [6.9, 7],
    [0.9, 1],
  ])("are noted %s days before it as that of %s days, once", async (left, days) => {
    const consent = await endingIn(left);
    await Promise.all([remind(), remind()]);
    await remind();
    expect((await queued(consent)).map(({ daysBefore }) => daysBefore)).toEqual([days]);
    expect(await listReminders(people.as(consent.investor))).toMatchObject([
      { consentId: consent.consentId, daysBefore: days },
    ]);
  });

  test("come at each of the four days, and none before the first", async () => {
    const consent = await consents.given();
    for (const left of [31, 29.9, 20, 13.9, 6.9, 3, 0.9]) {
      await consents.endsIn(consent, left * dayMs);
      await people.superuser`update consent_reminders r set valid_until = c.valid_until from consents c
        where c.consent_id = r.consent_id and r.consent_id = ${consent.consentId}`;
      await remind();
    }
    expect((await queued(consent)).map(({ daysBefore }) => daysBefore)).toEqual([30, 14, 7, 1]);
  });

  test("are not shown any more once the consent was renewed or has ended, and a renewed one has its own", async () => {
    const consent = await endingIn(6.9);
    await remind();
    const ctx = people.as(consent.investor);
    await renewConsent(ctx, await consents.shown(consent, "renew", { duration: "P7D" }));
    expect(await listReminders(ctx)).toEqual([]);
    await consents.endsIn(consent, 0.9 * dayMs);
    await remind();
    expect(await listReminders(ctx)).toMatchObject([{ daysBefore: 1 }]);
    await withdrawConsent(ctx, { consentId: consent.consentId, reason: "notSaid" });
    expect(await listReminders(ctx)).toEqual([]);
  });

  test("are of their investor alone", async () => {
    await endingIn(6.9);
    await remind();
    expect(await listReminders(people.as(await people.add("investor")))).toEqual([]);
    await expect(listReminders(people.as(north.advisor))).rejects.toMatchObject({ code: "auth.forbidden" });
  });

  test("are a job's to note, for its own firm, and the installation's to look for", async () => {
    const consent = await endingIn(6.9);
    await run(remindHandler, { tenantId: south.tenantId });
    const signal = new AbortController().signal;
    for (const ctx of [people.as(consent.investor), people.as(north.compliance), people.system()]) {
      const attempt = remindHandler.run(ctx, { tenantId: north.tenantId }, signal);
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    for (const ctx of [people.as(north.admin), people.job(north.tenantId)]) {
      await expect(findRemindersHandler.run(ctx, {}, signal)).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    }
    expect(await queued(consent)).toEqual([]);
  });

  test("are looked for in firms that have any", async () => {
    await endingIn(6.9);
    await run(findRemindersHandler, {});
    const jobs = await people.superuser`select payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'consent.remind'`;
    expect(jobs.map(({ payload }) => payload)).toEqual([{ tenantId: north.tenantId }]);
  });
});

describe("the mail of a reminder", () => {
  test.each(locales)(
    "is in its investor's language, %s, says when it ends, and is sent once",
    async (locale) => {
      const consent = await endingIn(6.9);
      await people.superuser`update people set locale = ${locale} where person_id = ${consent.investor.personId}`;
      await remind();
      const { mails, handler } = mailbox();
      const [payload] = await queued(consent);
      if (!payload) throw new Error("no reminder was queued");
      await run(handler, payload);
      await run(handler, payload);
      expect(mails).toHaveLength(1);
      const body = mails[0]?.body.reveal() ?? "";
      expect(mails[0]?.to).toBe(consent.investor.email);
      expect(body).toContain("North Wealth");
      expect(body).toMatch(/\b7\b/);
      expect(body).toContain("https://consent.example/home");
      expect(body).not.toMatch(/[{}]|undefined|mail\./);
      expect((await people.events(consent.consentId)).at(-1)).toMatchObject({
        type: "consent.reminderSent",
        facts: { daysBefore: 7 },
      });
    },
  );

  test("is sent once by two workers that have it at once", async () => {
    const consent = await endingIn(6.9);
    await remind();
    const [payload] = await queued(consent);
    if (!payload) throw new Error("no reminder was queued");
    const { mails, handler } = mailbox();
    await Promise.all([run(handler, payload), run(handler, payload), run(handler, payload)]);
    expect(mails).toHaveLength(1);
    const sent = (await people.events(consent.consentId)).filter(
      ({ type }) => type === "consent.reminderSent",
    );
    expect(sent).toHaveLength(1);
  });

  test("is not sent for another firm's consent, by nobody but a job, or without its event", async () => {
    const consent = await endingIn(6.9);
    await remind();
    const [payload] = await queued(consent);
    if (!payload) throw new Error("no reminder was queued");
    const { mails, handler } = mailbox();
    const foreign = { ...payload, tenantId: south.tenantId };
    await expect(run(handler, foreign)).rejects.toMatchObject({ code: "consent.not_found" });
    const signal = new AbortController().signal;
    for (const ctx of [people.as(consent.investor), people.as(north.compliance), people.system()]) {
      await expect(handler.run(ctx, payload, signal)).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    await people.superuser.unsafe("revoke insert on audit_events from licet_job");
    await expect(run(handler, payload)).rejects.toThrow("Failed query");
    await people.superuser.unsafe("grant insert on audit_events to licet_job");
    expect(mails).toEqual([]);
    await run(handler, payload);
    expect(mails).toHaveLength(1);
  });

  test("that the server did not take is sent again", async () => {
    const consent = await endingIn(6.9);
    await remind();
    const [payload] = await queued(consent);
    if (!payload) throw new Error("no reminder was queued");
    await expect(run(mailbox(true).handler, payload)).rejects.toThrow("the mail server is away");
    const { mails, handler } = mailbox();
    await run(handler, payload);
    expect(mails).toHaveLength(1);
  });

  test("is not sent of what was withdrawn or renewed meanwhile", async () => {
    const consent = await endingIn(6.9);
    await remind();
    const [payload] = await queued(consent);
    if (!payload) throw new Error("no reminder was queued");
    await withdrawConsent(people.as(consent.investor), { consentId: consent.consentId, reason: "notSaid" });
    const { mails, handler } = mailbox();
    expect(await run(handler, payload)).toEqual({ kind: "refused", reason: "endsOtherwise" });
    expect(mails).toEqual([]);
  });
});
