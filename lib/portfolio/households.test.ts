import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import type { Transaction } from "#lib/db/database.ts";
import { exact } from "#lib/kernel/decimal.ts";
import { type ConsentId, newId, type PersonId } from "#lib/kernel/id.ts";
import { eraseRecords } from "#lib/records/erase-records.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestPerson, testPeople } from "#scripts/testing/people.ts";
import { type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";
import { rateTableOf } from "#scripts/testing/rates.ts";
import { everyKind, testSyncs } from "#scripts/testing/sync-bank.ts";
import { changeHousehold } from "./change-household.ts";
import { dissolveHousehold } from "./dissolve-household.ts";
import { eraseMemberships } from "./erase-memberships.ts";
import { deleteMembers, listMembers } from "./household-repository.ts";
import { listHouseholds } from "./list-households.ts";
import { listOwnMemberships } from "./list-own-memberships.ts";
import { makeHousehold } from "./make-household.ts";
import { readClient } from "./read-client.ts";
import { readHousehold } from "./read-household.ts";
import type { TotalView } from "./wealth-view.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
const rates = rateTableOf({ "2026-11-20": { CHF: "0.95", USD: "1.1", GBP: "0.86", JPY: "170" } });
let custodian: PrivateBank;

beforeAll(async () => {
  custodian = await startPrivateBank();
}, 60_000);
afterAll(() => custodian.close());

/** Somebody whose custodian was read, and who lets each of these advisors see what there is by a consent of its own. */
async function client(contract: string, ...advisors: TestPerson[]) {
  const connector = custodian.connector();
  const own = await syncs.link({ connector, grant: await custodian.link(connector, contract) });
  await syncs.sync(own, { kind: "initial" });
  const { investor, accounts } = own;
  const consentIds: ConsentId[] = [];
  for (const advisor of advisors) {
    const who = { investor, advisor, accountIds: [...accounts.keys()] };
    consentIds.push((await syncs.consents.given({ clusters: everyKind }, who)).consentId);
  }
  const [consentId] = consentIds;
  if (!consentId) throw new Error("a client of nobody");
  return { investor, accounts, consentId, id: investor.personId };
}

/** Two clients of one advisor, in a household that the advisor made. */
async function couple(contract: string) {
  const advisor = await people.add("advisor");
  const [one, other] = [await client(`${contract}1`, advisor), await client(`${contract}2`, advisor)];
  const ctx = people.as(advisor);
  const { householdId } = await makeHousehold(ctx, { name: "Nørd", member: [one.id, other.id] });
  const means = { keys: await syncs.records.process("licet_web"), rates, base: null };
  const look = (who = advisor) => readHousehold(people.as(who), means, { householdId });
  const alone = async (id: PersonId) =>
    (await readClient(people.as(advisor), means, { investorId: id })).wealth;
  return { advisor, one, other, householdId, look, alone, made: await people.events(ctx.requestId) };
}

const notes = (investorId: PersonId) =>
  people.superuser<
    { what: string; viewer_id: string }[]
  >`select what, viewer_id from disclosures where investor_id = ${investorId} order by at`;

const amountOf = ({ figure }: TotalView) => exact(figure.kind === "known" ? figure.value.amount : "NaN");

describe("a household", () => {
  test("is what its members have together, and each of them is told of the view", async () => {
    const { advisor, one, other, look, alone, made, householdId } = await couple("sms@sum");
    const { members, wealth, countedOnce } = await look();
    expect(members.map(({ kind }) => kind)).toEqual(["shared", "shared"]);
    expect(wealth.accounts).toHaveLength(one.accounts.size + other.accounts.size);
    expect(countedOnce).toBe(0);
    for (const { id } of [one, other]) {
      expect(await notes(id)).toEqual([{ what: "household", viewer_id: advisor.personId }]);
    }
    const [first, second] = [await alone(one.id), await alone(other.id)];
    const sum = amountOf(first.netWorth).plus(amountOf(second.netWorth));
    expect(amountOf(wealth.netWorth).minus(sum).abs().lessThan("0.00000002")).toBe(true);
    expect(made).toMatchObject([
      {
        ...{ type: "household.made", actorId: advisor.personId, subjectId: householdId },
        facts: { householdId, members: [one.id, other.id] },
      },
    ]);
  }, 60_000);

  test("loses whose consent ends at once, from every figure, and is a number from then on", async () => {
    const { one, other, look, alone } = await couple("sms@leave");
    await withdrawConsent(people.as(other.investor), { consentId: other.consentId, reason: "notSaid" });
    const { members, hiddenMembers, wealth, choices } = await look();
    expect([members.map(({ id }) => id), hiddenMembers]).toEqual([[one.id], 1]);
    expect(wealth.netWorth.figure).toEqual((await alone(one.id)).netWorth.figure);
    expect(wealth.accounts.map(({ id }) => id).toSorted()).toEqual([...one.accounts.keys()].toSorted());
    expect(choices.map(({ id }) => id)).toEqual([one.id]);
    expect(await notes(other.id)).toEqual([]);

    await syncs.consents.endsIn({ consentId: one.consentId }, -1);
    const after = await look();
    expect([after.members, after.hiddenMembers, after.isWhole]).toEqual([[], 2, true]);
    expect(after.wealth).toMatchObject({ accounts: [], netWorth: { figure: { kind: "unavailable" } } });
  }, 60_000);

  test("is not there for another firm, for whom no member's consent names, or for another role", async () => {
    const { one, look, householdId } = await couple("sms@apart");
    const change = { householdId, name: "Other", member: [one.id] };
    for (const stranger of [await people.add("advisor"), people.south.advisor]) {
      const ctx = people.as(stranger);
      await expect(look(stranger)).rejects.toMatchObject({ code: "household.not_found" });
      await expect(changeHousehold(ctx, change)).rejects.toMatchObject({ code: "household.not_found" });
      const dissolving = dissolveHousehold(ctx, { householdId });
      await expect(dissolving).rejects.toMatchObject({ code: "household.not_found" });
      expect((await listHouseholds(ctx)).households).toEqual([]);
    }
    for (const who of [one.investor, people.north.compliance, people.north.admin]) {
      const ctx = people.as(who);
      await expect(look(who)).rejects.toMatchObject({ code: "auth.forbidden" });
      await expect(changeHousehold(ctx, change)).rejects.toMatchObject({ code: "auth.forbidden" });
      await expect(dissolveHousehold(ctx, { householdId })).rejects.toMatchObject({ code: "auth.forbidden" });
      await expect(listHouseholds(ctx)).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    expect((await look()).name).toBe("Nørd");
  }, 60_000);

  test("of a colleague shows a colleague the member who shares with them, and nothing of the other", async () => {
    const [advisor, colleague] = [await people.add("advisor"), await people.add("advisor")];
    const shared = await client("sms@both", advisor, colleague);
    const hidden = await client("sms@mine", advisor);
    const ctx = people.as(advisor);
    const { householdId } = await makeHousehold(ctx, { name: "Two", member: [shared.id, hidden.id] });
    const means = { keys: await syncs.records.process("licet_web"), rates, base: null };
    const seen = await readHousehold(people.as(colleague), means, { householdId });
    expect([seen.members.map(({ id }) => id), seen.hiddenMembers]).toEqual([[shared.id], 1]);
    expect(JSON.stringify(seen)).not.toContain(hidden.id);
    const members = await inTransaction(people.as(colleague), (tx) => listMembers(tx, householdId));
    expect(members.map(({ investorId }) => investorId)).toEqual([shared.id]);
    expect(seen.wealth.accounts.map(({ id }) => id).toSorted()).toEqual(
      [...shared.accounts.keys()].toSorted(),
    );
    expect((await listHouseholds(people.as(colleague))).households).toMatchObject([
      { members: 2, shared: 1 },
    ]);
    expect(await notes(hidden.id)).toEqual([]);
  }, 60_000);

  test("is renamed and dissolved by whoever made it or shares all of it, and loses no member whom one may not know", async () => {
    const [advisor, colleague] = [await people.add("advisor"), await people.add("advisor")];
    const named = async (...advisors: TestPerson[]) => {
      const [first = advisor, ...more] = advisors;
      const { investor } = await syncs.consents.given({}, { advisor: first });
      for (const one of more) await syncs.consents.given({}, { investor, advisor: one });
      return investor;
    };
    const investors = [
      await named(advisor, colleague),
      await named(advisor),
      await named(colleague),
    ] as const;
    const [shared, hidden, next] = [investors[0].personId, investors[1].personId, investors[2].personId];
    const { householdId } = await makeHousehold(people.as(advisor), {
      name: "Ours",
      member: [shared, hidden],
    });
    const rows = async () =>
      (
        await people.superuser<{ investor_id: string }[]>`select investor_id from household_members
          where household_id = ${householdId}`
      ).map((row) => row.investor_id);

    const ctx = people.as(colleague);
    const rename = changeHousehold(ctx, { householdId, name: "Theirs", member: [shared] });
    await expect(rename).rejects.toMatchObject({ code: "household.not_whole" });
    const dissolve = dissolveHousehold(ctx, { householdId });
    await expect(dissolve).rejects.toMatchObject({ code: "household.not_whole" });
    const guess = changeHousehold(ctx, { householdId, name: "Ours", member: [shared, hidden] });
    await expect(guess).rejects.toMatchObject({ code: "household.member_not_shared" });
    const taking = (tx: Transaction) => deleteMembers(tx, householdId, [hidden]);
    await expect(inTransaction(ctx, taking)).rejects.toMatchObject({ code: "household.not_found" });
    expect(await people.events(ctx.requestId)).toEqual([]);

    await changeHousehold(people.as(colleague), { householdId, name: "Ours", member: [next] });
    expect(new Set(await rows())).toEqual(new Set([hidden, next]));
    await syncs.consents.given({}, { investor: investors[1], advisor: colleague });
    await changeHousehold(people.as(colleague), { householdId, name: "All ours", member: [hidden, next] });
    // Whoever made it dissolves it still, and its event names no member whom they may not know.
    const last = people.as(advisor);
    await dissolveHousehold(last, { householdId });
    expect(await people.events(last.requestId)).toMatchObject([
      { type: "household.dissolved", facts: { members: [hidden], hidden: 1 } },
    ]);
  });
});

describe("who belongs to a household", () => {
  test("is somebody who shares with the advisor now: nobody else can be put into one", async () => {
    const advisor = await people.add("advisor");
    const shared = await syncs.consents.given({}, { advisor });
    const ended = await syncs.consents.given({}, { advisor });
    await withdrawConsent(people.as(ended.investor), { consentId: ended.consentId, reason: "notSaid" });
    const strangers = [ended.investor, (await syncs.consents.given()).investor, people.south.investor];
    for (const personId of [...strangers.map((one) => one.personId), newId<"per">("per")]) {
      const ctx = people.as(advisor);
      const attempt = makeHousehold(ctx, { name: "No", member: [shared.investor.personId, personId] });
      await expect(attempt).rejects.toMatchObject({ code: "household.member_not_shared" });
      expect(await people.events(ctx.requestId)).toEqual([]);
    }
    expect((await listHouseholds(people.as(advisor))).households).toEqual([]);
  });

  test("changes with an event that names who joined and who left, and no event where nothing changes", async () => {
    const advisor = await people.add("advisor");
    const [one, other] = [
      (await syncs.consents.given({}, { advisor })).investor.personId,
      (await syncs.consents.given({}, { advisor })).investor.personId,
    ];
    const { householdId } = await makeHousehold(people.as(advisor), { name: "A", member: [one] });
    const ctx = people.as(advisor);
    await changeHousehold(ctx, { householdId, name: "B", member: [other] });
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "household.changed", facts: { isRenamed: true, joined: [other], left: [one] } },
    ]);
    const again = people.as(advisor);
    await changeHousehold(again, { householdId, name: "B", member: [other] });
    expect(await people.events(again.requestId)).toEqual([]);

    const last = people.as(advisor);
    await dissolveHousehold(last, { householdId });
    expect(await people.events(last.requestId)).toMatchObject([
      { type: "household.dissolved", facts: { householdId, members: [other] } },
    ]);
    const twice = dissolveHousehold(people.as(advisor), { householdId });
    await expect(twice).rejects.toMatchObject({ code: "household.not_found" });
  });

  test("is told to each member without the others, and forgotten with their records and not before", async () => {
    const advisor = await people.add("advisor");
    const [one, other] = [
      (await syncs.consents.given({}, { advisor })).investor,
      (await syncs.consents.given({}, { advisor })).investor,
    ];
    const member = [one.personId, other.personId];
    const { householdId } = await makeHousehold(people.as(advisor), { name: "Told", member });
    expect(await listOwnMemberships(people.as(one))).toMatchObject([{ householdId, name: "Told" }]);
    expect(await listOwnMemberships(people.as(people.north.investor))).toEqual([]);
    const rows = () => people.superuser`select investor_id from household_members
      where household_id = ${householdId}`;
    const job = people.job(one.tenantId);
    const erase = (id: PersonId) => inTransaction(job, (tx) => eraseMemberships(tx, job, id));
    await expect(erase(one.personId)).rejects.toMatchObject({ code: "disclosure.records_not_erased" });
    expect(await rows()).toHaveLength(2);
    const worker = await syncs.records.process("licet_worker");
    for (const { personId } of [one, other]) {
      await eraseRecords(job, worker, personId, (tx) => eraseMemberships(tx, job, personId));
    }
    expect(await rows()).toEqual([]);
    const left = await people.superuser`select 1 from households where household_id = ${householdId}`;
    expect(left).toEqual([]);
  }, 60_000);
});
