import { describe, expect, test } from "vitest";
import { testDatabase } from "#scripts/testing/database.ts";
import { presentPerson, type TestAccess, testLinks } from "#scripts/testing/links.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { beginLink, beginnings } from "./begin-link.ts";
import { beginLinkWhereClear } from "./begin-link-where-clear.ts";
import { beginOrFindLink } from "./begin-or-find-link.ts";
import { endConnection } from "./end-connection.ts";
import { listConnections } from "./list-connections.ts";

const database = testDatabase();
const people = testPeople(database);
const links = testLinks(database, people);
const { north } = people;

const begin = ({ investor, credentialId, consentId }: TestAccess) =>
  beginOrFindLink(people.as(investor), { credentialId, consentId, person: presentPerson });

const beginWhereClear = ({ investor, credentialId }: Pick<TestAccess, "investor" | "credentialId">) =>
  beginLinkWhereClear(people.as(investor), { credentialId, person: presentPerson });

const connectionIdsOf = async ({ investor }: Pick<TestAccess, "investor">) =>
  (await listConnections(people.as(investor))).map(({ id }) => id);

describe("beginning a link that may have begun", () => {
  test("leads every click of many to the one link", async () => {
    const access = await links.access("sms@pressed-often");
    await people.warm();
    const begun = await Promise.all(Array.from({ length: 5 }, () => begin(access)));
    expect(new Set(begun.map(({ connectionId }) => connectionId)).size).toBe(1);
    expect(await connectionIdsOf(access)).toEqual([begun[0]?.connectionId]);
  });

  test("leads to the link also after it has ended, where its page says so", async () => {
    const access = await links.access("sms@pressed-late");
    const { connectionId } = await begin(access);
    await endConnection(people.as(access.investor), { connectionId });
    expect((await begin(access)).connectionId).toBe(connectionId);
  });

  test("finds nobody else's link, and refuses whatever else is to be refused", async () => {
    const [mine, theirs] = [await links.access("sms@mine-only"), await links.access("sms@theirs-only")];
    await begin(theirs);
    const stolen = { ...mine, credentialId: theirs.credentialId };
    await expect(begin(stolen)).rejects.toMatchObject({ code: "vault.credential_not_found" });
    const unasked = { ...mine, consentId: theirs.consentId };
    await expect(begin(unasked)).rejects.toMatchObject({ code: "connection.no_consent" });
    await expect(
      beginOrFindLink(people.as(north.advisor), { ...mine, person: presentPerson }),
    ).rejects.toThrow();
  });
});

describe("beginning at once where it is clear under which consent", () => {
  test("begins under the only consent in force, whatever has ended or waits beside it", async () => {
    const access = await links.access("sms@clear");
    const { investor } = access;
    await links.consents.requested({}, { investor });
    const beginning = await beginWhereClear(access);
    expect(await connectionIdsOf(access)).toEqual([
      beginning.kind === "begun" ? beginning.connectionId : beginning.kind,
    ]);
  });

  test("begins nothing without a consent, and nothing where the person has to say which", async () => {
    const investor = await people.add("investor");
    const bare = { investor, credentialId: await links.store(investor, "sms@unasked") };
    expect(await beginWhereClear(bare)).toEqual({ kind: "noConsent" });

    const twice = await links.access("sms@undecided");
    await links.consents.given({}, { investor: twice.investor, accountIds: [] });
    expect(await beginWhereClear(twice)).toEqual({ kind: "toChoose" });
    expect(await connectionIdsOf(bare)).toEqual([]);
    expect(await connectionIdsOf(twice)).toEqual([]);
  });

  test("says that it was refused, and does not throw: the access is stored all the same", async () => {
    const access = await links.access("sms@refused");
    const { investor, credentialId, consentId } = access;
    for (let turn = 0; turn < beginnings.limit; turn++)
      await beginLink(people.as(investor), { credentialId, consentId, person: presentPerson }).catch(
        () => undefined,
      );
    expect(await beginWhereClear(access)).toEqual({ kind: "refused" });
  });

  test("is the investor's own act", async () => {
    const { credentialId } = await links.access("sms@not-theirs");
    await expect(
      beginLinkWhereClear(people.as(north.advisor), { credentialId, person: presentPerson }),
    ).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});
