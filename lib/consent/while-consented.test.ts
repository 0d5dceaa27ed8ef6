import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { goodBank, relianceOn } from "#scripts/testing/reliance.ts";
import { terminateConsent } from "#scripts/testing/terminate-consent.ts";
import { amendConsent } from "./amend-consent.ts";
import { closeDueConsentsHandler } from "./close-due.job.ts";
import { holdAtMostMs, whileConsented } from "./while-consented.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);
const job = () => people.job(people.north.tenantId);
const withdraw = ({ consentId, investor }: Awaited<ReturnType<typeof consents.given>>) =>
  withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });

/** Work that has begun and ends when it is told to. */
function held(consent: Awaited<ReturnType<typeof consents.given>>) {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const done = whileConsented(job(), relianceOn(consent), async () => {
    begin();
    await ended;
    return "written";
  });
  return { begun, end, done };
}

describe("work under a consent", () => {
  test("is done, and gives what came of it", async () => {
    const consent = await consents.given();
    expect(await whileConsented(job(), relianceOn(consent), async () => "written")).toBe("written");
  });

  test("is waited for by whoever ends the consent, and after it there is none", async () => {
    for (const stop of [
      withdraw,
      ({ consentId }: { consentId: Parameters<typeof terminateConsent>[1]["consentId"] }) =>
        terminateConsent(people.as(people.north.compliance), { consentId, reason: "legalDuty" }),
    ]) {
      const consent = await consents.given();
      const work = held(consent);
      await work.begun;
      let isOver = false;
      const stopping = stop(consent).then(() => {
        isOver = true;
      });
      await sleep(100);
      expect(isOver).toBe(false);
      work.end();
      expect(await work.done).toBe("written");
      await stopping;
      const late = whileConsented(job(), relianceOn(consent), async () => expect.unreachable());
      await expect(late).rejects.toMatchObject({ code: "consent.access_refused" });
    }
  });

  test("is waited for by whoever narrows the consent", async () => {
    const consent = await consents.given();
    const choice = {
      clusters: [
        {
          cluster: "transactions" as const,
          purposes: ["overview" as const],
          historyFrom: "2025-01-01",
          leavesOut: [],
        },
      ],
    };
    const agreement = await consents.shown(consent, "amend", choice);
    const work = held(consent);
    await work.begun;
    const amending = amendConsent(people.as(consent.investor), agreement);
    expect(await Promise.race([amending, sleep(100, "waits")])).toBe("waits");
    work.end();
    await Promise.all([work.done, amending]);
    const late = whileConsented(job(), relianceOn(consent), async () => expect.unreachable());
    await expect(late).rejects.toMatchObject({ facts: { reasons: "clusterNotCovered" } });
  });

  test("is done by several at once, and one that waits behind an end finds it ended", async () => {
    const consent = await consents.given();
    const [first, second] = [held(consent), held(consent)];
    await Promise.all([first.begun, second.begun]);
    const ending = withdraw(consent);
    await sleep(50);
    const late = whileConsented(job(), relianceOn(consent), async () => expect.unreachable());
    first.end();
    second.end();
    await Promise.all([first.done, second.done, ending]);
    await expect(late).rejects.toMatchObject({
      code: "consent.access_refused",
      facts: { reasons: "withdrawn" },
    });
  });

  test("is left alone by the job that closes what has ended, which closes it the next time", async () => {
    const consent = await consents.given();
    const other = await consents.given();
    const work = held(consent);
    await work.begun;
    await consents.endsIn(consent, -1);
    await consents.endsIn(other, -1);
    const close = () =>
      closeDueConsentsHandler.run(job(), { tenantId: people.north.tenantId }, AbortSignal.timeout(5_000));
    await close();
    expect([await consents.stateOf(consent), await consents.stateOf(other)]).toEqual(["given", "expired"]);
    work.end();
    await work.done;
    await close();
    expect(await consents.stateOf(consent)).toBe("expired");
  });

  test("is told to end after two seconds, and the consent is held until it has", async () => {
    const consent = await consents.given();
    const began = performance.now();
    let endedAfterMs = 0;
    const work = whileConsented(job(), relianceOn(consent), async ({ signal }) => {
      await new Promise((told) => signal.addEventListener("abort", told));
      await sleep(150);
      endedAfterMs = performance.now() - began;
    });
    await sleep(50);
    await withdraw(consent);
    expect(endedAfterMs).toBeGreaterThan(holdAtMostMs);
    expect(performance.now() - began).toBeLessThan(holdAtMostMs + 1_000);
    await work;
  });

  test("that stores, stores in the same transaction or not at all", async () => {
    const consent = await consents.given();
    const broken = whileConsented(job(), relianceOn(consent), async ({ tx }) => {
      await tx.execute(`insert into consent_reminders (tenant_id, consent_id, valid_until, days_before, investor_id, made_at)
        values ('${people.north.tenantId}', '${consent.consentId}', now(), 1, '${consent.investor.personId}', now())`);
      throw new Error("half way");
    });
    await expect(broken).rejects.toThrow("half way");
    expect(
      await people.superuser`select 1 from consent_reminders where consent_id = ${consent.consentId}`,
    ).toEqual([]);
  });

  test("that stores something of the consent itself while it is being ended is done first, and neither waits for ever", async () => {
    const consent = await consents.given();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const work = whileConsented(job(), relianceOn(consent), async ({ tx }) => {
      begin();
      await sleep(100);
      await tx.execute(`insert into consent_reminders (tenant_id, consent_id, valid_until, days_before, investor_id, made_at)
        values ('${people.north.tenantId}', '${consent.consentId}', now(), 1, '${consent.investor.personId}', now())`);
      return "stored";
    });
    await begun;
    expect(await Promise.all([work, withdraw(consent)])).toEqual(["stored", undefined]);
    expect(await consents.stateOf(consent)).toBe("withdrawn");
  });

  test("begins only if the consent covers it and the bank's side is right", async () => {
    const consent = await consents.given();
    const reliance = relianceOn(consent);
    const wrong = [
      { ...reliance, bank: goodBank({ hasCredential: false }) },
      { ...reliance, need: { ...reliance.need, cluster: "positions" as const } },
      { ...reliance, need: { ...reliance.need, accountId: newId("acc") } },
    ];
    for (const one of wrong) {
      const attempt = whileConsented(job(), one, async () => expect.unreachable());
      await expect(attempt).rejects.toMatchObject({ code: "consent.access_refused" });
    }
    const others = await consents.given({}, { investor: consent.investor });
    const crossed = { ...reliance, consentId: others.consentId };
    const attempt = whileConsented(job(), crossed, async () => expect.unreachable());
    await expect(attempt).rejects.toMatchObject({ facts: { reasons: "accountNotCovered" } });
  });

  test("is for jobs of the own firm alone", async () => {
    const consent = await consents.given();
    const reliance = relianceOn(consent);
    const foreign = whileConsented(people.job(people.south.tenantId), reliance, async () =>
      expect.unreachable(),
    );
    await expect(foreign).rejects.toMatchObject({ code: "consent.not_found" });
    for (const ctx of [people.as(consent.advisor), people.as(consent.investor), people.system()]) {
      const attempt = whileConsented(ctx, reliance, async () => expect.unreachable());
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  });

  test("that never ends is not waited for for ever: whoever ends the consent is told to try again", async () => {
    const consent = await consents.given();
    const sql = people.superuser;
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const stuck = sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock_shared(
        hashtextextended(${`licet.consent/${people.north.tenantId}/${consent.consentId}`}, 0))`;
      begin();
      await tx`select pg_sleep(6)`;
    });
    await begun;
    await expect(withdraw(consent)).rejects.toMatchObject({ code: "consent.busy" });
    expect(await consents.stateOf(consent)).toBe("given");
    await stuck;
    await withdraw(consent);
  });
});
