import { afterEach, describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { presentPerson, type TestLink, type TestWorker, testLinks } from "#scripts/testing/links.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { chooseAccounts } from "./choose-accounts.ts";
import { confirmAgain } from "./confirm-again.ts";
import { need } from "./connection.ts";
import { endConnection } from "./end-connection.ts";
import { endRevoked } from "./end-revoked.ts";
import { findUnendedHandler } from "./find-unended.job.ts";
import { listConnections } from "./list-connections.ts";
import { lockConnection, saveConnection } from "./repository.ts";

const database = testDatabase();
const people = testPeople(database);
const links = testLinks(database, people);
afterEach(() => people.clock.reset());

const rowOf = async ({ connectionId }: Pick<TestLink, "connectionId">) => {
  const [row] = await people.superuser`select state, ended_reason as "endedReason", needs,
    bank_reference as reference, left_references as left, ending_due_at as due
    from connections where connection_id = ${connectionId}`;
  return row;
};
const lastCall = async () => Math.max(0, ...(await links.bank.seen()).map(({ number }) => number));
const deletions = async (after: number) =>
  (await links.calls(after)).filter((call) => call.startsWith("DELETE ")).length;

/** Through the bank's questions to its list of accounts. */
async function through(worker: TestWorker, link: TestLink): Promise<TestLink> {
  await worker.link(link);
  if ((await links.step(link)).status === "started") await links.answerCode(worker, link);
  await worker.linking.whenIdle();
  await worker.offer(link);
  return link;
}

const idsOf = async (link: TestLink) =>
  (await links.read(link)).offeredAccounts.map(({ id }) => id).toSorted();

async function choose(link: TestLink, ids: readonly string[]): Promise<void> {
  const { investor, connectionId } = link;
  const accountIds = ids as never[];
  await chooseAccounts(people.as(investor), {
    connectionId,
    accountIds,
    shownIds: accountIds,
    person: presentPerson,
  });
}

/** Linked, its first two accounts chosen. */
async function active(userName: string): Promise<{ worker: TestWorker; link: TestLink; chosen: string[] }> {
  const worker = await links.worker();
  const link = await through(worker, await links.begin(await links.access(userName)));
  const chosen = (await idsOf(link)).slice(0, 2);
  await choose(link, chosen);
  return { worker, link, chosen };
}

/** The same person hands over the same bank's access anew, under the same consent or another. */
async function anew(link: TestLink, consentId = link.consentId): Promise<TestLink> {
  const credentialId = await links.store(link.investor, link.userName);
  return links.begin({ ...link, credentialId, consentId });
}

describe("a bank that is linked again", () => {
  test("is the same accounts, with their names here and what was decided of them", async () => {
    const { worker, link, chosen } = await active("exempt@again");
    const before = await idsOf(link);
    await endConnection(people.as(link.investor), { connectionId: link.connectionId });
    const again = await through(worker, await anew(link));
    expect(await idsOf(again)).toEqual(before);
    // Everything was decided before, so nobody is asked twice and reading goes on.
    const read = await links.read(again);
    expect(read).toMatchObject({ state: "active", accounts: { offered: 0, chosen: 2 } });
    const kept = read.offeredAccounts.filter(({ state }) => state === "chosen").map(({ id }) => id);
    expect(kept.toSorted()).toEqual(chosen.toSorted());
    expect(await links.queued("connections.sync", again.connectionId)).toBe(1);
    expect((await links.read(link)).offeredAccounts).toEqual([]);
  });

  test("under another consent asks about those that it does not cover", async () => {
    const { worker, link, chosen } = await active("exempt@other-consent");
    const { consentId } = await links.consents.given({}, { ...link, accountIds: [] });
    await endConnection(people.as(link.investor), { connectionId: link.connectionId });
    const again = await through(worker, await anew(link, consentId));
    expect((await links.read(again)).state).toBe("choosing");
    await choose(again, chosen);
    expect(await links.read(again)).toMatchObject({ state: "active", accounts: { chosen: 2 } });
    expect(await links.consents.grantsOf({ consentId })).toBe(4);
  });

  test("while it works is told to be linked already, and the new access is ended at the bank", async () => {
    const { worker, link } = await active("exempt@twice");
    const second = await through(worker, await anew(link));
    expect(await rowOf(second)).toMatchObject({ state: "ended", endedReason: "alreadyLinked" });
    expect(await idsOf(second)).toEqual([]);
    const from = await lastCall();
    await worker.endAtBank(second.connectionId);
    expect(await deletions(from)).toBe(1);
    expect(await rowOf(second)).toMatchObject({ reference: null, due: null });
    expect((await links.read(link)).accounts.chosen).toBe(2);
  });

  test("with another password takes the place of the one that the bank refuses", async () => {
    const { worker, link, chosen } = await active("exempt@replaced");
    const ctx = people.job(link.investor.tenantId);
    await inTransaction(ctx, async (tx) => {
      const before = await lockConnection(tx, link.connectionId);
      await saveConnection(tx, before, need(before, "credential", "wrongPassword", new Date()));
    });
    const again = await through(worker, await anew(link));
    expect(await rowOf(link)).toMatchObject({ state: "ended", endedReason: "replaced" });
    const read = await links.read(again);
    expect(
      read.offeredAccounts
        .filter(({ state }) => state === "chosen")
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(chosen.toSorted());
  });

  test("of another investor is other accounts", async () => {
    const { worker, link } = await active("exempt@shared");
    const other = await through(worker, await links.begin(await links.access("exempt@shared")));
    const [mine, theirs] = [await idsOf(link), await idsOf(other)];
    expect(theirs.length).toBe(mine.length);
    expect(theirs.filter((id) => mine.includes(id))).toEqual([]);
    const hashes = await people.superuser`select distinct identity_hash from accounts
      where connection_id in (${link.connectionId}, ${other.connectionId})`;
    expect(hashes.length).toBe(mine.length * 2);
  });
});

describe("a person who is asked again by the bank", () => {
  test("confirms without typing anything anew, and what the bank gave before is ended", async () => {
    const { worker, link } = await active("sms@confirmed");
    const before = await rowOf(link);
    const { investor, connectionId } = link;
    const again = await confirmAgain(people.as(investor), { connectionId, person: presentPerson });
    await through(worker, { ...link, ...again });
    const after = await rowOf(link);
    expect(after).toMatchObject({ state: "active", left: [before?.reference], due: expect.any(Date) });
    expect(after?.reference).not.toBe(before?.reference);
    await worker.endAtBank(connectionId);
    expect(await rowOf(link)).toMatchObject({
      state: "active",
      left: [],
      due: null,
      reference: after?.reference,
    });
  });

  test("is not asked twice at once", async () => {
    const { link } = await active("exempt@impatient");
    await people.warm();
    const again = () =>
      confirmAgain(people.as(link.investor), { connectionId: link.connectionId, person: presentPerson });
    expect(await winners([again(), again(), again()], "authorisation.already_running")).toBe(1);
  });
});

describe("a choice of accounts", () => {
  test("is made once, by whichever of many clicks comes first", async () => {
    const worker = await links.worker();
    const link = await through(worker, await links.begin(await links.access("exempt@clicks")));
    const ids = await idsOf(link);
    await people.warm();
    const clicks = ids.slice(0, 3).map(() => choose(link, ids.slice(0, 1)));
    expect(await winners(clicks, "connection.changed")).toBe(1);
    await expect(choose(link, ids.slice(0, 1))).rejects.toMatchObject({ code: "connection.changed" });
    expect(await links.consents.grantsOf(link)).toBe(2);
  });

  test("covers nothing once the consent has ended", async () => {
    const worker = await links.worker();
    const link = await through(worker, await links.begin(await links.access("exempt@over")));
    const ids = await idsOf(link);
    await withdrawConsent(people.as(link.investor), { consentId: link.consentId, reason: "notSaid" });
    await expect(choose(link, ids)).rejects.toMatchObject({ code: "connection.no_consent" });
    expect((await links.read(link)).state).toBe("choosing");
  });

  test("may take up later what was declined, and what is new", async () => {
    const { link, chosen } = await active("sms@later");
    const declined = (await idsOf(link)).filter((id) => !chosen.includes(id));
    await people.superuser`delete from syncs where connection_id = ${link.connectionId}`;
    await choose(link, declined.slice(0, 1));
    expect((await links.read(link)).accounts.chosen).toBe(3);
    expect(await links.consents.grantsOf(link)).toBe(6);
  });
});

describe("an access that ends", () => {
  test("is ended at the bank in the end, however often the bank is away", async () => {
    const { worker, link } = await active("exempt@stopped");
    const { investor, connectionId } = link;
    await endConnection(people.as(investor), { connectionId });
    await expect(endConnection(people.as(investor), { connectionId })).rejects.toMatchObject({
      code: "connection.ended",
    });
    const end = async () => {
      throw new AspspError("bankDown", { call: "end" });
    };
    const deaf = await links.worker({ connector: { ...links.bank.connector(), end } });
    await expect(deaf.endAtBank(connectionId)).rejects.toThrow("bankDown");
    expect(await rowOf(link)).toMatchObject({ state: "ended", endedReason: "byInvestor" });

    await people.superuser`update connections set ending_due_at = now() - interval '6 minutes'
      where connection_id = ${connectionId}`;
    await people.superuser`delete from graphile_worker._private_jobs`;
    await runJob(findUnendedHandler, {}, people.workerBase(), new AbortController().signal);
    expect(await links.queued("connections.end_at_bank", connectionId)).toBe(1);
    const from = await lastCall();
    await worker.endAtBank(connectionId);
    await worker.endAtBank(connectionId);
    expect(await deletions(from)).toBe(1);
    expect(await rowOf(link)).toMatchObject({ reference: null, due: null });
    // The three lives stay three.
    expect(await links.consents.stateOf(link)).toBe("given");
    const [credential] = await people.superuser`select state from credentials
      where credential_id = ${link.credentialId}`;
    expect(credential?.state).toBe("sealed");
  });

  test("is given up at the bank on the day on which it lapses by itself", async () => {
    const { link } = await active("exempt@lapsed");
    const { investor, connectionId } = link;
    await endConnection(people.as(investor), { connectionId });
    const end = async () => {
      throw new AspspError("bankDown", { call: "end" });
    };
    const deaf = await links.worker({ connector: { ...links.bank.connector(), end } });
    people.clock.advance(200 * 86_400_000);
    await deaf.endAtBank(connectionId);
    expect(await rowOf(link)).toMatchObject({ reference: null, due: null });
    expect((await people.events(connectionId)).at(-1)?.type).toBe("connection.bankNotTold");
  });

  test("with its consent is ended here and at the bank, whoever ended the consent", async () => {
    const { worker, link } = await active("exempt@withdrawn");
    await withdrawConsent(people.as(link.investor), { consentId: link.consentId, reason: "notSaid" });
    expect(await rowOf(link)).toMatchObject({ state: "active", due: expect.any(Date) });
    const from = await lastCall();
    await worker.endAtBank(link.connectionId);
    expect(await deletions(from)).toBe(1);
    expect(await rowOf(link)).toMatchObject({ state: "ended", endedReason: "consentEnded", due: null });
  });

  test("by the person at the bank ends the consent only where nothing else relies on it", async () => {
    const { worker, link } = await active("exempt@bank-a");
    const credentialId = await links.store(link.investor, "sms@bank-b");
    const other = await through(worker, await links.begin({ ...link, credentialId, userName: "sms@bank-b" }));
    const ctx = people.job(link.investor.tenantId);
    await endRevoked(ctx, link);
    expect(await rowOf(link)).toMatchObject({ state: "ended", endedReason: "endedAtBank", reference: null });
    const revocations = () => people.superuser`select 1 from graphile_worker._private_jobs j
      where j.payload ->> 'consentId' = ${link.consentId} and j.payload ->> 'revision' is null`;
    expect((await revocations()).length).toBe(0);
    await endRevoked(ctx, other);
    await endRevoked(ctx, other);
    expect((await revocations()).length).toBe(1);
    const listed = await listConnections(people.as(link.investor));
    expect(listed.map(({ id, endedReason }) => [id, endedReason])).toEqual([
      [other.connectionId, "endedAtBank"],
      [link.connectionId, "endedAtBank"],
    ]);
  });
});
