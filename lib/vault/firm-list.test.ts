import { describe, expect, test } from "vitest";
import type { Database } from "#lib/db/database.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { deleteCredential } from "./delete-credential.ts";
import { criteriaOf, unusableFilters } from "./firm-list-criteria.ts";
import type { CredentialFilter } from "./firm-list-view.ts";
import { exportFirmCredentials, listFirmCredentials } from "./list-firm-credentials.ts";
import { openCredential } from "./open-credential.ts";
import { readCredentialFile } from "./read-credential-file.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { north, south } = people;
const fields = { userId: "ü-1", pin: "never-shown" };
const keyDatabase = (): Database => vault.sealer().keyDatabase;

async function keptBy() {
  const person = await people.add("investor");
  return { person, id: await vault.store(people.as(person), fields) };
}
const list = (filters: Partial<Record<CredentialFilter, string>>, firm = north) =>
  listFirmCredentials(
    people.as(firm.compliance),
    keyDatabase(),
    criteriaOf(filters, { investorIds: null, after: null }),
  );

describe("the list of all of a firm’s credentials", () => {
  test("says how each is locked, what opened it last and why, and nothing of what is in it", async () => {
    const { person, id } = await keptBy();
    const before = (await list({ investor: id })).rows[0];
    expect(before).toMatchObject({ id, personId: person.personId, state: "sealed", version: 1 });
    expect(before).toMatchObject({ transportKey: "1", lastOpenedAt: null, lastOpening: null });
    expect(before?.keyVersion).toMatch(/\/cryptoKeyVersions\/1$/);
    await openCredential(people.job(north.tenantId), vault.opener(), id, "refresh");
    const { rows } = await list({ investor: id });
    expect(rows[0]?.lastOpening).toMatchObject({ reason: "refresh", version: 1 });
    expect(rows[0]?.lastOpenedAt).not.toBeNull();
    expect(JSON.stringify(rows)).not.toContain(fields.pin);
  });

  test("is found through by investor, bank, state and day", async () => {
    const { person, id } = await keptBy();
    const deleted = await vault.store(people.as(person), fields);
    await deleteCredential(people.as(person), { credentialId: deleted });
    const found = async (filters: Partial<Record<CredentialFilter, string>>) => {
      const criteria = criteriaOf(filters, { investorIds: [person.personId], after: null });
      const page = await listFirmCredentials(people.as(north.compliance), keyDatabase(), criteria);
      return page.rows.map((row) => row.id);
    };
    expect(await found({})).toEqual([deleted, id]);
    expect(await found({ state: "sealed" })).toEqual([id]);
    expect(await found({ state: "destroying" })).toEqual([deleted]);
    expect(await found({ institution: "sandbox-retail" })).toEqual([deleted, id]);
    expect(await found({ institution: "another" })).toEqual([]);
    expect(await found({ to: "2020-01-01" })).toEqual([]);
    expect(unusableFilters({ state: "open", from: "soon", investor: "x" })).toEqual(["state", "from"]);
  });

  test("is of the own firm alone, and for compliance alone", async () => {
    const { id } = await keptBy();
    expect((await list({ investor: id }, south)).rows).toEqual([]);
    await expect(readCredentialFile(people.as(south.compliance), keyDatabase(), id)).rejects.toMatchObject({
      code: "vault.credential_not_found",
    });
    for (const role of ["investor", "advisor", "admin"] as const) {
      await expect(readCredentialFile(people.as(north[role]), keyDatabase(), id)).rejects.toMatchObject({
        code: "auth.forbidden",
      });
    }
  });

  test("narrowed to one person is a look at what is theirs, and names them", async () => {
    const { person, id } = await keptBy();
    const look = async (filters: Partial<Record<CredentialFilter, string>>, investorIds: PersonId[]) => {
      const ctx = people.as(north.compliance);
      await listFirmCredentials(ctx, keyDatabase(), criteriaOf(filters, { investorIds, after: null }));
      return (await people.events(ctx.requestId)).map(({ type, subjectId }) => `${type} ${subjectId}`);
    };
    const { personId } = person;
    expect(await look({ investor: "Nøra" }, [personId])).toEqual([`console.opened ${personId}`]);
    expect(await look({ investor: id }, [])).toEqual([`console.opened ${id}`]);
    expect(await look({ investor: "Nøra" }, [personId, north.investor.personId])).toEqual([]);
  });

  test("leaves as a file only after an entry, and only for who has just proved who they are", async () => {
    const { person } = await keptBy();
    const criteria = criteriaOf({}, { investorIds: [person.personId], after: null });
    const late = people.as(north.compliance, { authenticatedAt: new Date(Date.now() - 3_600_000) });
    await expect(exportFirmCredentials(late, keyDatabase(), criteria, [])).rejects.toMatchObject({
      code: "auth.step_up_required",
    });
    expect(await people.events(late.requestId)).toEqual([]);
    const ctx = people.as(north.compliance);
    const lines = await exportFirmCredentials(ctx, keyDatabase(), criteria, ["investor"]);
    expect((await lines.next()).value).toHaveLength(1);
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "vault.listExported", facts: { filters: ["investor"], ids: [person.personId], count: 1 } },
    ]);
  });
});

describe("the file of one credential", () => {
  test("has its versions and openings, and is opened with an entry", async () => {
    const { id } = await keptBy();
    await openCredential(people.job(north.tenantId), vault.opener(), id, "link");
    await openCredential(people.job(north.tenantId), vault.opener(), id, "refresh");
    const ctx = people.as(north.compliance);
    const { credential, versions, openings } = await readCredentialFile(ctx, keyDatabase(), id);
    expect(openings.map(({ reason }) => reason)).toEqual(["refresh", "link"]);
    expect(versions).toMatchObject([{ version: 1, isPresent: true, transportKey: "1", rewrappedAt: null }]);
    expect(credential).toMatchObject({ id, receiptId: null, duplicateOf: null, region: "eu-nl" });
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "console.opened", subjectId: id, facts: { what: "credential", id } },
    ]);
  });

  test("shows no role of web’s the wrapped key itself", async () => {
    const keys = database.connect("keys", "licet_web");
    await expect(
      keys.begin(async (sql) => {
        await sql`set local role licet_reader`;
        await sql`select wrapped from wrapped_keys`;
      }),
    ).rejects.toThrow(/permission denied/);
  });
});
