import { describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { listen } from "#lib/db/listen.ts";
import { newId } from "#lib/kernel/id.ts";
import {
  choiceQuestion,
  codeQuestion,
  present,
  redirectQuestion,
  type TestAuthorisation,
  testAuthorisations,
} from "#scripts/testing/authorisations.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import type { AuthorisationFailure } from "./authorisation.ts";
import { authorisationChannel } from "./channel.ts";
import { endAuthorisation, endRunningAuthorisation, failedAt } from "./end-authorisation.ts";
import { findLiveAuthorisations } from "./find-live.ts";
import { insertAuthorisation } from "./insert-authorisation.ts";
import { forgetPerson, readPersonPresent } from "./person-present.ts";
import {
  findByReturn,
  readAuthorisation,
  readChallengeImage,
  readCurrentAuthorisation,
} from "./read-authorisation.ts";
import type { EndedAuthorisation } from "./repository.ts";

const people = testPeople(testDatabase());
const attempts = testAuthorisations(people);
const { north, south } = people;
const gone = { code: "authorisation.gone" };
const image = { mediaType: "image/png" as const, bytes: Buffer.from("picture") };

const end = (
  { investor, authorisationId }: TestAuthorisation,
  how: EndedAuthorisation = { status: "finalised", at: new Date() },
  workerId = attempts.worker.workerId,
) => {
  const ctx = people.job(investor.tenantId);
  return inTransaction(ctx, (tx) => endAuthorisation(tx, ctx, { authorisationId, workerId, end: how }));
};
const fail = (one: TestAuthorisation, reason: AuthorisationFailure) => end(one, failedAt(new Date(), reason));

describe("an attempt to be let in at a bank", () => {
  test("is begun by its investor, one at a time for a connection, and leaves an event", async () => {
    const one = await attempts.begun();
    const ctx = people.as(one.investor);
    const again = () =>
      inTransaction(ctx, (tx) =>
        insertAuthorisation(tx, ctx, { connectionId: one.connectionId, person: present }),
      );
    await expect(again()).rejects.toMatchObject({ code: "authorisation.already_running" });
    expect((await people.events(one.authorisationId)).map(({ type, facts }) => [type, facts])).toEqual([
      ["authorisation.begun", { authorisationId: one.authorisationId, connectionId: one.connectionId }],
    ]);
    await attempts.claim(one);
    await fail(one, "timedOut");
    await expect(again()).resolves.toMatch(/^aut_/);
  });

  test("of fifty that are begun at once for one connection there is one", async () => {
    const investor = await people.add("investor");
    const connectionId = await attempts.connection(investor);
    const ctx = people.as(investor);
    const all = Array.from({ length: 50 }, () =>
      inTransaction(ctx, (tx) => insertAuthorisation(tx, ctx, { connectionId, person: present })),
    );
    expect(await winners(all, "authorisation.already_running")).toBe(1);
  });

  test("is not begun for another’s connection, nor by anybody but an investor", async () => {
    const { connectionId } = await attempts.begun();
    for (const other of [await people.add("investor"), await people.add("investor", south)]) {
      const ctx = people.as(other);
      const attempt = inTransaction(ctx, (tx) =>
        insertAuthorisation(tx, ctx, { connectionId, person: present }),
      );
      await expect(attempt).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    const ctx = people.as(north.advisor);
    const attempt = inTransaction(ctx, (tx) =>
      insertAuthorisation(tx, ctx, { connectionId, person: present }),
    );
    await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
  });

  test("is claimed by one of many workers, and by none a second time", async () => {
    const one = await attempts.begun();
    const workers = Array.from({ length: 8 }, (_, at) => ({
      workerId: `w${at}`,
      address: `worker-${at}:4443`,
    }));
    const claims = await Promise.all(workers.map((worker) => attempts.claim(one, worker)));
    const won = claims.filter((claim) => claim !== null);
    expect(won).toHaveLength(1);
    expect(won[0]).toMatchObject({ connectionId: one.connectionId, person: present });
    expect(await attempts.claim(one)).toBeNull();
    const winner = workers[claims.findIndex((claim) => claim !== null)];
    expect(await attempts.row(one)).toMatchObject({
      worker_id: winner?.workerId,
      worker_address: winner?.address,
    });
  });

  test("that has ended, or is of another firm, is claimed by nobody", async () => {
    const one = await attempts.claimed();
    await fail(one, "bankDown");
    expect(await attempts.claim(one)).toBeNull();
    const other = await attempts.begun();
    expect(await attempts.claim({ ...other, investor: south.investor })).toBeNull();
  });
});

describe("a step", () => {
  test("stands in the row with its key and deadline, its picture beside it and the one before gone", async () => {
    const one = await attempts.claimed();
    await attempts.show(one, 1, { image });
    const shown = await attempts.show(one, 2, { image: { ...image, bytes: Buffer.from("second") } });
    expect(await attempts.row(one)).toMatchObject({ status: "started", step: 2, images: 1 });
    const ctx = people.as(one.investor);
    const view = await readAuthorisation(ctx, one);
    expect(view).toMatchObject({
      question: codeQuestion,
      answerKey: shown.key,
      hasImage: true,
      failure: null,
    });
    expect(JSON.stringify(view)).not.toContain(attempts.worker.address);
    expect((await readChallengeImage(ctx, { ...one, step: 2 } as never)).bytes).toEqual(
      Buffer.from("second"),
    );
    const first = readChallengeImage(ctx, { authorisationId: one.authorisationId, step: 1 });
    await expect(first).rejects.toMatchObject({ code: "authorisation.not_found" });
    await attempts.show(one, 3, { question: choiceQuestion });
    expect(await attempts.row(one)).toMatchObject({ status: "psuAuthenticated", images: 0 });
  });

  test("leaves an event of its kind and nothing of its text", async () => {
    const one = await attempts.claimed();
    await attempts.show(one, 1);
    await attempts.show(one, 2, { question: redirectQuestion });
    const asked = (await people.events(one.authorisationId)).filter(
      ({ type }) => type === "authorisation.asked",
    );
    expect(asked.map(({ facts }) => facts)).toEqual([
      { authorisationId: one.authorisationId, step: 1, question: "enterCode", method: "sms" },
      { authorisationId: one.authorisationId, step: 2, question: "redirect", method: null },
    ]);
  });

  test("is shown by the worker that leads the dialog alone, never twice and never after the end", async () => {
    const one = await attempts.claimed();
    await expect(attempts.show(one, 1, { workerId: "another" })).rejects.toMatchObject(gone);
    await attempts.show(one, 1);
    await expect(attempts.show(one, 1)).rejects.toMatchObject(gone);
    await fail(one, "cancelled");
    await expect(attempts.show(one, 2)).rejects.toMatchObject(gone);
    expect(await attempts.row(one)).toMatchObject({ status: "failed", step: 1, question: null });
  });

  test("and the end are told to who listens, by the identifier alone", async () => {
    const one = await attempts.claimed();
    const heard: string[] = [];
    const { promise: connected, resolve } = Promise.withResolvers<void>();
    const notice = (payload: string) => void heard.push(payload);
    const listening = listen(people.visitor().db, authorisationChannel, {
      notice,
      connected: resolve,
      broken: () => {},
    });
    await connected;
    await attempts.show(one, 1, { image });
    await end(one);
    await expect.poll(() => heard).toEqual([one.authorisationId, one.authorisationId]);
    await listening.close();
  });
});

describe("the end of an attempt", () => {
  test("takes question, key, picture, return and what was known of the browser with it", async () => {
    for (const how of [{ status: "finalised", at: new Date() }, failedAt(new Date(), "declined")] as const) {
      const one = await attempts.claimed();
      await attempts.show(one, 1, { image });
      await end(one, how);
      expect(await attempts.row(one)).toMatchObject({
        ...{ status: how.status, question: null, answer_key: null, expires_at: null, return_hash: null },
        ...{ person_agent: null, person_language: null, images: 0 },
        person_address: how.status === "finalised" ? present.ipAddress : null,
      });
      const [last] = (await people.events(one.authorisationId)).slice(-1);
      const reason = how.status === "failed" ? how.reason : null;
      expect(last).toMatchObject({
        type: "authorisation.ended",
        facts: { authorisationId: one.authorisationId, status: how.status, reason, steps: 1 },
      });
    }
  });

  test("says why, in the bank’s words, to its investor", async () => {
    const one = await attempts.claimed();
    const said = { message: "Wait.", retryAfterSeconds: 60 };
    await end(one, { ...failedAt(new Date(), "maintenance"), ...said } as EndedAuthorisation);
    expect(await readAuthorisation(people.as(one.investor), one)).toMatchObject({
      ...{ status: "failed", question: null, answerKey: null, failure: { reason: "maintenance", ...said } },
    });
  });

  test("is written once, by its own worker", async () => {
    const one = await attempts.claimed();
    await expect(end(one, undefined, "another")).rejects.toMatchObject(gone);
    await end(one);
    await expect(fail(one, "timedOut")).rejects.toMatchObject(gone);
    expect(await attempts.row(one)).toMatchObject({ status: "finalised", reason: null });
  });

  test("comes from whoever ends the connection, whichever worker leads the dialog", async () => {
    const one = await attempts.claimed();
    const ctx = people.job(one.investor.tenantId);
    const endIt = () =>
      inTransaction(ctx, (tx) =>
        endRunningAuthorisation(tx, ctx, { connectionId: one.connectionId, reason: "consentEnded" }),
      );
    expect(await endIt()).toBe(one.authorisationId);
    expect(await endIt()).toBeNull();
    await expect(attempts.show(one, 1)).rejects.toMatchObject(gone);
    await expect(end(one)).rejects.toMatchObject(gone);
  });

  test("leaves the person’s address until their accounts were read", async () => {
    const one = await attempts.claimed();
    await end(one);
    const ctx = people.job(one.investor.tenantId);
    const read = () => inTransaction(ctx, (tx) => readPersonPresent(tx, ctx, one.authorisationId));
    expect(await read()).toEqual({ ipAddress: present.ipAddress, userAgent: null, language: null });
    await inTransaction(ctx, (tx) => forgetPerson(tx, ctx, one.authorisationId));
    expect(await read()).toBeNull();
  });
});

describe("what stands of an attempt", () => {
  test("is not found by anybody but its investor", async () => {
    const one = await attempts.claimed();
    await attempts.show(one, 1, { image });
    const others = [await people.add("investor"), await people.add("investor", south)];
    for (const ctx of others.map((other) => people.as(other))) {
      const notFound = { code: "authorisation.not_found" };
      await expect(readAuthorisation(ctx, one)).rejects.toMatchObject(notFound);
      const picture = readChallengeImage(ctx, { authorisationId: one.authorisationId, step: 1 });
      await expect(picture).rejects.toMatchObject(notFound);
      expect(await readCurrentAuthorisation(ctx, one.connectionId)).toBeNull();
      expect(await findByReturn(ctx, one.returnState)).toBeNull();
    }
    for (const ctx of [
      people.as(north.advisor),
      people.as(north.compliance),
      people.client(north.tenantId),
    ]) {
      await expect(readAuthorisation(ctx, one)).rejects.toMatchObject({ code: "auth.forbidden" });
      await expect(findByReturn(ctx, one.returnState)).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  });

  test("is found by what a bank’s page brings back, for as long as it goes on", async () => {
    const one = await attempts.claimed();
    await attempts.show(one, 1, { question: redirectQuestion });
    const ctx = people.as(one.investor);
    expect(await findByReturn(ctx, one.returnState)).toMatchObject({ id: one.authorisationId });
    expect(await findByReturn(ctx, `${one.returnState}x`)).toBeNull();
    expect(JSON.stringify(await attempts.row(one))).not.toContain(one.returnState);
    await fail(one, "cancelled");
    expect(await findByReturn(ctx, one.returnState)).toBeNull();
  });

  test("is the one that goes on before those that ended, and the last of these", async () => {
    const one = await attempts.claimed();
    const ctx = people.as(one.investor);
    await fail(one, "timedOut");
    const again = () =>
      inTransaction(ctx, (tx) =>
        insertAuthorisation(tx, ctx, { connectionId: one.connectionId, person: present }),
      );
    const second = await again();
    expect(await readCurrentAuthorisation(ctx, one.connectionId)).toMatchObject({
      id: second,
      status: "received",
    });
    const live = await inTransaction(ctx, (tx) =>
      findLiveAuthorisations(tx, [one.connectionId, newId("cnx")]),
    );
    expect([...live]).toEqual([[one.connectionId, second]]);
    await attempts.claim({ ...one, authorisationId: second });
    await fail({ ...one, authorisationId: second }, "declined");
    expect(await readCurrentAuthorisation(ctx, one.connectionId)).toMatchObject({
      ...{ id: second, failure: { reason: "declined" } },
    });
  });
});
