import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestPerson, testPeople, winners } from "#scripts/testing/people.ts";
import { answerRightsRequest } from "./answer-rights-request.ts";
import { exportRightsRequests } from "./export-rights-requests.ts";
import { extendRightsRequest } from "./extend-rights-request.ts";
import { listRightsRequests, listRightsRequestsOf, parseRightsAsked } from "./list-rights-requests.ts";
import { recordRightsRequest } from "./record-rights-request.ts";
import { dayOf } from "./rights-request.ts";

const people = testPeople(testDatabase());
const { north, south } = people;
const compliance = () => people.as(north.compliance);
const daysAgo = (days: number) => dayOf(new Date(people.clock.now().getTime() - days * 86_400_000));
const record = (investor: TestPerson, days = 2, ctx = compliance()) =>
  recordRightsRequest(ctx, {
    ...{ investorId: investor.personId, kind: "access", channel: "letter", receivedOn: daysAgo(days) },
  });

describe("a request by right", () => {
  test("is noted with its day, stands among the open ones, and leaves an event about its investor", async () => {
    const investor = await people.add("investor");
    const ctx = compliance();
    const requestId = await record(investor, 2, ctx);
    const [noted] = await listRightsRequestsOf(compliance(), investor.personId);
    expect(noted).toMatchObject({ id: requestId, kind: "access", outcome: null, isExtended: false });
    expect(noted?.daysLeft).toBeGreaterThanOrEqual(26);
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "privacy.requestRecorded", subjectId: investor.personId, facts: { requestId } },
    ]);
  });

  test("is answered once, by one of many, and never changed afterwards", async () => {
    const investor = await people.add("investor");
    const requestId = await record(investor);
    const answers = Array.from({ length: 8 }, () =>
      answerRightsRequest(compliance(), { requestId, answer: "granted" }),
    );
    expect(await winners(answers, "privacy.request_changed")).toBe(1);
    const again = answerRightsRequest(compliance(), { requestId, answer: "excessive" });
    await expect(again).rejects.toMatchObject({ code: "privacy.request_changed" });
    const more = extendRightsRequest(compliance(), { requestId });
    await expect(more).rejects.toMatchObject({ code: "privacy.request_changed" });
    const [one] = await listRightsRequestsOf(compliance(), investor.personId);
    expect(one).toMatchObject({ outcome: "granted", reason: null, daysLeft: null });
    const events = (await people.events(investor.personId)).map(({ type }) => type);
    expect(events.filter((type) => type === "privacy.requestAnswered")).toHaveLength(1);
  });

  test("that is late says so in its event, and gets no more time", async () => {
    const investor = await people.add("investor");
    const requestId = await record(investor, 40);
    const more = extendRightsRequest(compliance(), { requestId });
    await expect(more).rejects.toMatchObject({ code: "privacy.extension_late" });
    const ctx = compliance();
    await answerRightsRequest(ctx, { requestId, answer: "keptByLaw" });
    expect(await people.events(ctx.requestId)).toMatchObject([
      { facts: { outcome: "refused", reason: "keptByLaw", isLate: true } },
    ]);
  });

  test("gets two months more once", async () => {
    const investor = await people.add("investor");
    const requestId = await record(investor);
    await extendRightsRequest(compliance(), { requestId });
    const again = extendRightsRequest(compliance(), { requestId });
    await expect(again).rejects.toMatchObject({ code: "privacy.extension_late" });
    const [one] = await listRightsRequestsOf(compliance(), investor.personId);
    expect(one?.isExtended).toBe(true);
    expect(one?.daysLeft).toBeGreaterThan(80);
  });

  test("is of the firm's own investors, on a day of the past year, and for compliance alone", async () => {
    for (const other of [south.investor, north.advisor]) {
      await expect(record(other)).rejects.toMatchObject({ code: "identity.person_not_found" });
    }
    for (const days of [-1, 400]) {
      await expect(record(north.investor, days)).rejects.toMatchObject({ code: "privacy.request_day" });
    }
    for (const who of [north.investor, north.advisor, north.admin]) {
      await expect(record(north.investor, 2, people.as(who))).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    }
    const requestId = await record(await people.add("investor"));
    const theirs = answerRightsRequest(people.as(south.compliance), { requestId, answer: "granted" });
    await expect(theirs).rejects.toMatchObject({ code: "privacy.request_not_found" });
  });
});

describe("the register", () => {
  test("has the most urgent first and pages that miss nothing, with what investors began themselves", async () => {
    const ctx = () => people.as(south.compliance);
    const investor = await people.add("investor", south);
    for (let at = 0; at < 55; at++) await record(investor, at % 20, ctx());
    const erasureId = newId("era");
    await people.superuser`insert into erasures (tenant_id, erasure_id, investor_id, begun_at, evidence_until)
      values (${south.tenantId}, ${erasureId}, ${investor.personId}, now(), now() + interval '2 years')`;
    await people.superuser`insert into erasure_obligations (tenant_id, erasure_id, investor_id, kind, subject_id, state,
      reason) values (${south.tenantId}, ${erasureId}, ${investor.personId}, 'notice', ${erasureId}, 'open', 'notYet')`;
    const first = await listRightsRequests(ctx(), parseRightsAsked({}));
    const second = await listRightsRequests(ctx(), parseRightsAsked({ after: first.next }));
    const all = [...first.requests, ...second.requests];
    expect([first.requests.length, second.requests.length, second.next]).toEqual([50, 6, null]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(56);
    const due = all.map(({ dueOn }) => dueOn);
    expect(due).toEqual(due.toSorted());
    expect(all.find(({ id }) => id === erasureId)).toMatchObject({ kind: "erasure", isOurs: false });

    const exporting = ctx();
    let rows = 0;
    for await (const _ of exportRightsRequests(exporting, { standing: "open", kind: null })) rows += 1;
    expect(rows).toBe(56);
    expect(await people.events(exporting.requestId)).toMatchObject([
      { type: "privacy.requestsExported", facts: { rows: 56 } },
    ]);
    const stale = exportRightsRequests(people.as(south.compliance, { authenticatedAt: new Date(0) }), {
      ...{ standing: "open", kind: null },
    });
    await expect(stale.next()).rejects.toMatchObject({ code: "auth.step_up_required" });
  });

  test("counts what an address says wrongly as not said", () => {
    expect(parseRightsAsked({ standing: "x", kind: "y", after: "2026-02-30.rrq_1" })).toEqual({
      ...{ standing: "open", kind: null, after: null },
    });
  });
});

describe("the database", () => {
  const as = (role: string, personId: string, statement: string) =>
    people.superuser.begin(async (tx) => {
      await tx`select set_config('app.tenant_id', ${north.tenantId}, true),
        set_config('app.person_id', ${personId}, true), set_config('role', ${role}, true)`;
      return (await tx.unsafe(statement)).count;
    });
  const insertion = (investorId: string, by: string, more: string) => `insert into rights_requests (tenant_id,
    request_id, investor_id, kind, channel, received_on, due_on, recorded_by, recorded_at, ${more.split(" = ")[0]})
    values ('${north.tenantId}', '${newId("rrq")}', '${investorId}', 'access', 'selfService', current_date,
      (current_date + interval '1 month')::date, '${by}', now(), ${more.split(" = ")[1]})`;

  test("lets an investor note a copy that they took, and no request that waits, nor another's", async () => {
    const { personId } = north.investor;
    const done = "outcome, closed_by, closed_at";
    const how = `'granted', '${personId}', now()`;
    expect(await as("licet_investor", personId, insertion(personId, personId, `${done} = ${how}`))).toBe(1);
    const waiting = insertion(personId, personId, "outcome = null");
    await expect(as("licet_investor", personId, waiting)).rejects.toMatchObject({ code: "42501" });
    const other = await people.add("investor");
    const theirs = insertion(other.personId, personId, `${done} = ${how}`);
    await expect(as("licet_investor", personId, theirs)).rejects.toMatchObject({ code: "42501" });
  });

  test("changes nothing that was answered, and lets nobody delete", async () => {
    const requestId = await record(await people.add("investor"));
    await answerRightsRequest(compliance(), { requestId, answer: "granted" });
    const { personId } = north.compliance;
    const change = `update rights_requests set outcome = 'refused', reason = 'excessive' where request_id = '${requestId}'`;
    await expect(as("licet_compliance", personId, change)).rejects.toMatchObject({ code: "23514" });
    const deletion = `delete from rights_requests where request_id = '${requestId}'`;
    await expect(as("licet_compliance", personId, deletion)).rejects.toMatchObject({ code: "42501" });
  });
});
