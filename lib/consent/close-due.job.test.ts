import { describe, expect, test } from "vitest";
import { runJob } from "#lib/jobs/run-job.ts";
import { newId } from "#lib/kernel/id.ts";
import { fillConsents, newFirm } from "#scripts/bench/consent/firm.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { closeDueConsentsHandler, findDueConsentsHandler } from "./close-due.job.ts";
import { recordBankRevocationHandler } from "./record-bank-revocation.job.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);
const { north, south } = people;
const run = (handler: Parameters<typeof runJob>[0], payload: object) =>
  runJob(handler, payload, people.workerBase(), new AbortController().signal);
const close = (tenantId = north.tenantId) => run(closeDueConsentsHandler, { tenantId });

describe("closing consents that have ended", () => {
  test("ends each with its grants, for its own reason, and leaves an event of each", async () => {
    const over = await consents.given();
    const unanswered = await consents.requested();
    const lasting = await consents.given();
    await consents.endsIn(over, -1);
    await consents.lapsesNow(unanswered);
    await close();
    expect(await Promise.all([over, unanswered, lasting].map(consents.stateOf))).toEqual([
      "expired",
      "expired",
      "given",
    ]);
    expect(await Promise.all([over, lasting].map(consents.grantsOf))).toEqual([0, 2]);
    for (const [{ consentId }, reason] of [
      [over, "timePassed"],
      [unanswered, "notAnswered"],
    ] as const) {
      const event = (await people.events(consentId)).at(-1);
      expect(event).toMatchObject({ type: "consent.expired", actorType: "job", facts: { reason } });
    }
    const [basis] =
      await people.superuser`select ended_at from lawful_bases where consent_id = ${over.consentId}`;
    expect(basis?.ended_at).toBeInstanceOf(Date);
  });

  test("goes by the database's clock, whatever the worker's says", async () => {
    const consent = await consents.given();
    people.clock.advance(400 * 86_400_000);
    await close();
    people.clock.reset();
    expect(await consents.stateOf(consent)).toBe("given");
  });

  test("run twice, or by several at once, closes each once", async () => {
    const many = await Promise.all(Array.from({ length: 12 }, () => consents.given()));
    for (const consent of many) await consents.endsIn(consent, -1);
    await Promise.all([close(), close(), close()]);
    await close();
    for (const consent of many) {
      expect(await consents.stateOf(consent)).toBe("expired");
      const ends = (await people.events(consent.consentId)).filter(({ type }) => type === "consent.expired");
      expect(ends).toHaveLength(1);
    }
  });

  test("takes many in several transactions, none of them long, and misses none", async () => {
    const firm = await newFirm(people.superuser, 10);
    await fillConsents(people.superuser, firm, { count: 450, validUntil: new Date(Date.now() - 1) });
    await close(firm.tenantId);
    const rows = await people.superuser`select e.xid::text, count(*)::int from consents c
      join audit_events e on e.tenant_id = c.tenant_id and e.subject_id = c.consent_id
      where c.tenant_id = ${firm.tenantId} and c.state = 'expired' group by e.xid order by 2`;
    expect(rows.map(({ count }) => count)).toEqual([50, 200, 200]);
    expect(await people.superuser`select 1 from consent_grants where tenant_id = ${firm.tenantId}`).toEqual(
      [],
    );
    // Receipts and the ten clients' summaries are made at the queue's pace; no bank is asked anything because of an end.
    const kinds =
      await people.superuser`select t.identifier as kind, count(*)::int from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where j.payload ->> 'tenantId' = ${firm.tenantId} group by 1 order by 1`;
    expect([...kinds]).toEqual([
      { kind: "consent.issue_receipt", count: 450 },
      { kind: "portfolio.summarise", count: 10 },
    ]);
  });

  test("races a withdrawal, and one of them ends it", async () => {
    for (let round = 0; round < 5; round += 1) {
      const consent = await consents.given();
      await consents.endsIn(consent, -1);
      const withdrawal = withdrawConsent(people.as(consent.investor), {
        consentId: consent.consentId,
        reason: "notSaid",
      });
      await Promise.allSettled([withdrawal, close()]);
      const ends = (await consents.acts(consent)).filter((act) => act === "withdrawn" || act === "expired");
      expect(ends).toHaveLength(1);
      expect(ends[0]).toBe(await consents.stateOf(consent));
    }
  });

  test("is undone as a whole if an event of it cannot be written", async () => {
    const consent = await consents.given();
    await consents.endsIn(consent, -1);
    await people.superuser.unsafe("revoke insert on audit_events from licet_job");
    await expect(close()).rejects.toThrow("Failed query");
    await people.superuser.unsafe("grant insert on audit_events to licet_job");
    expect([await consents.stateOf(consent), await consents.grantsOf(consent)]).toEqual(["given", 2]);
    await close();
    expect([await consents.stateOf(consent), await consents.grantsOf(consent)]).toEqual(["expired", 0]);
  });

  test("is a job's to do, and finding the firms is the installation's", async () => {
    const consent = await consents.given();
    await consents.endsIn(consent, -1);
    const signal = new AbortController().signal;
    const payload = { tenantId: north.tenantId };
    for (const ctx of [people.as(consent.investor), people.as(north.compliance), people.system()]) {
      const attempt = closeDueConsentsHandler.run(ctx, payload, signal);
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    for (const ctx of [people.as(north.admin), people.job(north.tenantId), people.client(north.tenantId)]) {
      const attempt = findDueConsentsHandler.run(ctx, {}, signal);
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    expect(await consents.stateOf(consent)).toBe("given");
    await close();
  });

  test("is of one firm; which firms have something to close is found over all of them", async () => {
    const consent = await consents.given();
    await consents.endsIn(consent, -1);
    await close(south.tenantId);
    expect(await consents.stateOf(consent)).toBe("given");
    await run(findDueConsentsHandler, {});
    const jobs = await people.superuser`select payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'consent.close_due'`;
    expect(jobs.map(({ payload }) => payload)).toEqual([{ tenantId: north.tenantId }]);
  });
});

describe("a revocation at the bank", () => {
  test("ends the consent like a withdrawal, by the bank's way, and leaves its event", async () => {
    const consent = await consents.given();
    const payload = { tenantId: north.tenantId, consentId: consent.consentId };
    expect(await run(recordBankRevocationHandler, payload)).toEqual({ kind: "done" });
    expect([await consents.stateOf(consent), await consents.grantsOf(consent)]).toEqual(["revokedAtBank", 0]);
    expect((await people.events(consent.consentId)).at(-1)).toMatchObject({ type: "consent.revokedAtBank" });
    const [row] = await people.superuser`select channel, actor_type from consent_events
      where consent_id = ${consent.consentId} and act = 'revokedAtBank'`;
    expect(row).toEqual({ channel: "bank", actor_type: "job" });
    expect(await run(recordBankRevocationHandler, payload)).toEqual({
      kind: "refused",
      reason: "revokedAtBank",
    });
  });

  test("of another firm's consent, or of none, finds none", async () => {
    const { consentId } = await consents.given();
    for (const payload of [
      { tenantId: south.tenantId, consentId },
      { tenantId: north.tenantId, consentId: newId("con") },
    ]) {
      await expect(run(recordBankRevocationHandler, payload)).rejects.toMatchObject({
        code: "consent.not_found",
      });
    }
  });

  test("races a withdrawal and itself, and one of them ends it", async () => {
    for (let round = 0; round < 5; round += 1) {
      const consent = await consents.given();
      const { consentId } = consent;
      const record = () => run(recordBankRevocationHandler, { tenantId: north.tenantId, consentId });
      const withdrawal = withdrawConsent(people.as(consent.investor), { consentId, reason: "notSaid" });
      const attempts = await Promise.allSettled([record(), withdrawal, record()]);
      for (const one of attempts.filter(({ status }) => status === "rejected"))
        expect((one as PromiseRejectedResult).reason).toMatchObject({ code: "consent.not_in_force" });
      const ends = (await consents.acts(consent)).slice(4);
      expect(ends).toEqual([await consents.stateOf(consent)]);
    }
  });

  test("is a job's to record: nobody else may", async () => {
    const { consentId } = await consents.given();
    const payload = { tenantId: north.tenantId, consentId };
    const signal = new AbortController().signal;
    for (const ctx of [
      people.as(north.investor),
      people.as(north.compliance),
      people.client(north.tenantId),
    ]) {
      await expect(recordBankRevocationHandler.run(ctx, payload, signal)).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    }
  });
});
