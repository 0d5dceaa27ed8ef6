import { describe, expect, test } from "vitest";
import { testDatabase } from "#scripts/testing/database.ts";
import { presentPerson, type TestLink, type TestWorker, testLinks } from "#scripts/testing/links.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { chooseAccounts } from "./choose-accounts.ts";

const database = testDatabase();
const people = testPeople(database);
const links = testLinks(database, people);
const eventsOf = async (id: string) => (await people.events(id)).map(({ type }) => type);

/** From the password to the bank's list of accounts, by a code in a message. */
async function linked(userName: string): Promise<{ worker: TestWorker; link: TestLink }> {
  const worker = await links.worker();
  const link = await links.begin(await links.access(userName));
  await worker.link(link);
  await links.step(link);
  await links.answerCode(worker, link);
  await links.step(link, 1);
  await worker.linking.whenIdle();
  await worker.offer(link);
  return { worker, link };
}

describe("linking a bank", () => {
  test("goes from the password over the code in a message to the accounts that are read", async () => {
    const worker = await links.worker();
    const link = await links.begin(await links.access("sms@whole"));
    expect(await links.queued("connections.link", link.connectionId)).toBe(1);
    expect(await links.read(link)).toMatchObject({ state: "linking", authorisationId: link.authorisationId });

    await worker.link(link);
    const asked = await links.step(link);
    expect(asked).toMatchObject({ status: "started", step: 1, question: { kind: "enterCode" } });
    await links.answerCode(worker, link);
    expect(await links.step(link, 1)).toMatchObject({ status: "finalised", question: null });
    await worker.linking.whenIdle();
    expect(await links.read(link)).toMatchObject({ state: "choosing", authorisationId: null });
    expect(await links.queued("connections.offer_accounts", link.connectionId)).toBe(1);

    await worker.offer(link);
    const offered = await links.read(link);
    expect(offered.accounts).toEqual({ offered: offered.offeredAccounts.length, chosen: 0 });
    expect(offered.offeredAccounts.length).toBeGreaterThan(2);
    expect(offered.offeredAccounts[0]).toMatchObject({
      ...{ state: "offered", isNew: false },
      maskedNumber: expect.stringMatching(/^••••\d{4}$/),
    });

    const [first, second, ...rest] = offered.offeredAccounts.map(({ id }) => id);
    const accountIds = [first, second] as never[];
    const { investor, connectionId } = link;
    await chooseAccounts(people.as(investor), {
      connectionId,
      accountIds,
      shownIds: offered.offeredAccounts.map(({ id }) => id) as never[],
      person: presentPerson,
    });
    const chosen = await links.read(link);
    expect(chosen).toMatchObject({ state: "active", accounts: { offered: 0, chosen: 2 } });
    // Of what is not read nothing is kept but that it is there.
    const declined = chosen.offeredAccounts.filter(({ state }) => state === "declined");
    expect(declined.map(({ id, name, maskedNumber }) => [id, name, maskedNumber])).toEqual(
      rest.map((id) => [id, null, null]),
    );
    expect(await links.consents.grantsOf(link)).toBe(4);
    expect(await links.consents.acts(link)).toEqual(["requested", "presented", "given", "accountsChosen"]);
    expect(await links.queued("connections.sync", connectionId)).toBe(1);
    expect(await eventsOf(connectionId)).toEqual([
      "connection.begun",
      "connection.letIn",
      "connection.accountsOffered",
      "connection.accountsChosen",
    ]);
    expect(await eventsOf(link.credentialId)).toEqual(["vault.credentialSealed", "vault.credentialOpened"]);
  });

  test("asks the bank for as often and as long as the consent says, for the person who is there", async () => {
    const { link } = await linked("sms@terms");
    const rows = await people.superuser`select bank_reference, bank_valid_until::text as until, last_sca_at
      from connections where connection_id = ${link.connectionId}`;
    const [consent] = await people.superuser`select valid_until::date::text as until from consents
      where consent_id = ${link.consentId}`;
    expect(rows[0]).toMatchObject({ until: consent?.until, last_sca_at: expect.any(Date) });
    const [{ person_address: address } = {}] = await people.superuser`select person_address
      from authorisations where authorisation_id = ${link.authorisationId}`;
    expect(address).toBeNull();
  });

  test("needs no step where the bank asks for none", async () => {
    const worker = await links.worker();
    const link = await links.begin(await links.access("exempt@once"));
    await worker.link(link);
    expect(await links.step(link)).toMatchObject({ status: "exempted", step: 0 });
    await worker.linking.whenIdle();
    await worker.offer(link);
    expect((await links.read(link)).accounts.offered).toBeGreaterThan(0);
  });

  test("ends where the bank names no account, and the bank is told", async () => {
    const worker = await links.worker();
    const link = await links.begin(await links.access("exempt.no-accounts@none"));
    await worker.link(link);
    await links.step(link);
    await worker.linking.whenIdle();
    await worker.offer(link);
    expect(await links.read(link)).toMatchObject({ state: "ended", endedReason: "noAccounts" });
    const told = async () => (await links.calls()).filter((call) => call.startsWith("DELETE ")).length;
    const before = await told();
    await worker.endAtBank(link.connectionId);
    expect(await told()).toBe(before + 1);
  });
});
