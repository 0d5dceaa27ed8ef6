import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { amendConsent } from "#lib/consent/amend-consent.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";
import { testSyncs } from "#scripts/testing/sync-bank.ts";
import { listClients } from "./list-clients.ts";
import { readClient } from "./read-client.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
let custodian: PrivateBank;

beforeAll(async () => {
  custodian = await startPrivateBank();
}, 60_000);
afterAll(() => custodian.close());

/** An investor whose custodian was read, and who lets an advisor see all of it. */
async function linked(contract: string) {
  const connector = custodian.connector();
  const own = await syncs.link({ connector, grant: await custodian.link(connector, contract) });
  await syncs.sync(own, { kind: "initial" });
  const web = await syncs.records.process("licet_web");
  const look = (who = own.advisor) => readClient(people.as(who), web, { investorId: own.investor.personId });
  const seen = async () =>
    (await people.superuser`select 1 from disclosures where investor_id = ${own.investor.personId}`).length;
  return { ...own, look, seen };
}

describe("an advisor's list of clients", () => {
  test("has everybody whose consent names them, without a figure and without a note", async () => {
    const { advisor, investor, consentId, accounts, seen } = await linked("sms@list");
    const asked = await syncs.consents.requested({}, { advisor });
    const ended = await syncs.consents.given({}, { advisor });
    await withdrawConsent(people.as(ended.investor), { consentId: ended.consentId, reason: "notSaid" });
    await syncs.consents.given();
    const clients = await listClients(people.as(advisor));
    const of = (id: string) => clients.find((client) => client.id === id);
    expect(clients).toHaveLength(3);
    expect(of(investor.personId)).toMatchObject({
      ...{ name: "Nøra investor", banks: 1, accounts: accounts.size, failed: 0 },
      ...{ lastReadAt: expect.any(String), consent: { id: consentId, isInForce: true } },
    });
    const nothing = { banks: 0, accounts: 0, lastReadAt: null };
    expect(of(asked.investor.personId)).toMatchObject({ ...nothing, consent: { isAnswerable: true } });
    expect(of(ended.investor.personId)).toMatchObject({ ...nothing, consent: { state: "withdrawn" } });
    expect(await seen()).toBe(0);
  }, 60_000);

  test("is for advisors, and another firm's is another list", async () => {
    await syncs.consents.given({ recipients: { wholeTeam: true, advisorIds: [], clientIds: [] } });
    expect(await listClients(people.as(people.south.advisor))).toEqual([]);
    for (const role of ["investor", "compliance", "admin"] as const) {
      const attempt = listClients(people.as(people.north[role]));
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  });
});

describe("a client's page", () => {
  test("shows what the bank told of each account, and stands in the client's list", async () => {
    const { look, seen, accounts } = await linked("sms@page");
    const client = await look();
    const shown = client.banks.flatMap((bank) => bank.accounts);
    expect(shown.map(({ id }) => id).toSorted()).toEqual([...accounts.keys()].toSorted());
    for (const { identity, balances, positions, kind } of shown) {
      expect(identity).toMatchObject({ kind: "known" });
      expect(balances).toMatchObject({ kind: "known" });
      if (kind === "custody") expect(positions).toMatchObject({ kind: "known", isStale: false });
    }
    expect(shown.some(({ positions }) => positions?.kind === "known" && positions.value.length > 0)).toBe(
      true,
    );
    expect(client.isNoted).toBe(true);
    expect(await seen()).toBe(1);
  }, 60_000);

  test("shows nothing of it as soon as the consent is narrowed, withdrawn or at its end", async () => {
    const { look, seen, investor, consentId, advisor } = await linked("sms@narrow");
    const consent = { investor, consentId, advisor };
    const shown = async () => (await look()).banks.flatMap((bank) => bank.accounts);
    expect((await shown()).every(({ balances }) => balances.kind === "known")).toBe(true);

    const clusters = [
      { cluster: "identity", purposes: ["overview"], historyFrom: null, leavesOut: [] },
      { cluster: "positions", purposes: ["overview"], historyFrom: null, leavesOut: [] },
    ] as const;
    const choice = {
      clusters: clusters.map((one) => ({ ...one, purposes: [...one.purposes], leavesOut: [] })),
    };
    await amendConsent(people.as(investor), await syncs.consents.shown(consent, "amend", choice));
    for (const { balances, identity } of await shown()) {
      expect(balances).toEqual({ kind: "unavailable", why: "notConsented" });
      expect(identity.kind).toBe("known");
    }

    await withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
    const noted = await seen();
    const after = await look();
    expect(after).toMatchObject({ banks: [], isNoted: false, consents: [{ state: "withdrawn" }] });
    expect(await seen()).toBe(noted);
  }, 60_000);

  test("shows nothing past the consent's end, whether or not anybody has closed it", async () => {
    const { look, consentId } = await linked("sms@over");
    await syncs.consents.endsIn({ consentId }, -1);
    expect(await look()).toMatchObject({ banks: [], isNoted: false, consents: [{ isInForce: false }] });
  }, 60_000);

  test("is not there for whom no consent names, in this firm or another, or for nobody's identifier", async () => {
    const { look, investor, advisor, seen } = await linked("sms@strangers");
    for (const stranger of [await people.add("advisor"), people.south.advisor]) {
      await expect(look(stranger)).rejects.toMatchObject({ code: "consent.not_found" });
    }
    for (const who of [investor, people.north.compliance]) {
      await expect(look(who)).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    const web = await syncs.records.process("licet_web");
    const attempt = readClient(people.as(advisor), web, { investorId: newId("per") });
    await expect(attempt).rejects.toMatchObject({ code: "consent.not_found" });
    expect(await seen()).toBe(0);
  }, 60_000);
});
