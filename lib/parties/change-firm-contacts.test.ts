import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { changeFirmContacts, requireContactsChangeable } from "./change-firm-contacts.ts";
import { ChangeFirmContacts, contactFields, noContacts } from "./firm-contacts.ts";
import { readFirmContacts } from "./read-firm-contacts.ts";

const people = testPeople(testDatabase());
const { north, south } = people;
const admin = () => people.as(north.admin);

const said = (revision: number, more: Record<string, string> = {}) =>
  ChangeFirmContacts.parse({
    revision,
    ...Object.fromEntries(contactFields.map((field) => [field, ""])),
    ...more,
  });

/** The revision that the firm is at. */
const revision = async () => (await readFirmContacts(admin())).revision;

describe("how a firm is reached", () => {
  test("is nothing before anybody said it", async () => {
    expect(await readFirmContacts(people.as(south.investor))).toEqual({ contacts: noContacts, revision: 0 });
  });

  test("is read by everybody of the firm as its administrator said it, and by nobody of another firm", async () => {
    await changeFirmContacts(admin(), said(await revision(), { email: "help@north.example" }));
    for (const person of [north.investor, north.advisor, north.compliance, north.admin]) {
      const { contacts } = await readFirmContacts(people.as(person));
      expect(contacts).toEqual({ ...noContacts, email: "help@north.example" });
    }
    expect((await readFirmContacts(people.as(south.investor))).revision).toBe(0);
    const seen = await inTransaction(people.as(south.admin), (tx) =>
      tx.execute(sql`update firm_contacts set email = 'evil@south.example' returning tenant_id`),
    );
    expect(seen.rows).toEqual([]);
  });

  test("leaves an event that names the facts and does not repeat them", async () => {
    const before = await revision();
    const ctx = admin();
    await changeFirmContacts(ctx, said(before, { dpoName: "Nora North", dpoEmail: "dpo@north.example" }));
    const events = await people.events(ctx.requestId);
    expect(events).toMatchObject([
      { type: "firm.contactsChanged", tenantId: north.tenantId, actorId: north.admin.personId },
    ]);
    expect(events[0]?.facts.fields).toEqual(expect.arrayContaining(["dpoName", "dpoEmail"]));
    expect(JSON.stringify(events)).not.toContain("Nora North");
  });

  test("is not counted as changed where nothing is another", async () => {
    const at = await revision();
    const { contacts } = await readFirmContacts(admin());
    const ctx = admin();
    await changeFirmContacts(ctx, { revision: at, ...contacts });
    expect(await revision()).toBe(at);
    expect(await people.events(ctx.requestId)).toEqual([]);
  });

  test("is the administrator's to say, who proved who they are a moment ago", async () => {
    const at = await revision();
    for (const person of [north.investor, north.advisor, north.compliance]) {
      const ctx = people.as(person);
      await expect(changeFirmContacts(ctx, said(at))).rejects.toMatchObject({ code: "auth.forbidden" });
      expect(() => requireContactsChangeable(ctx)).toThrow("auth.forbidden");
    }
    const stale = people.as(north.admin, { authenticatedAt: new Date(Date.now() - 6 * 60_000) });
    await expect(changeFirmContacts(stale, said(at))).rejects.toMatchObject({
      code: "auth.step_up_required",
    });
    expect(() => requireContactsChangeable(stale)).toThrow("auth.step_up_required");
    expect(await revision()).toBe(at);
  });

  test("is not overwritten by somebody who had an older page before them", async () => {
    const at = await revision();
    await changeFirmContacts(admin(), said(at, { phone: "+34 900 000 001" }));
    const late = changeFirmContacts(admin(), said(at, { phone: "+34 900 000 002" }));
    await expect(late).rejects.toMatchObject({ code: "firmContacts.changed" });
    expect((await readFirmContacts(admin())).contacts.phone).toBe("+34 900 000 001");
  });

  test.each([0, 1])("is said by one of several at once, at first and later (%s)", async (later) => {
    const firm = later === 0 ? south : north;
    const at = (await readFirmContacts(people.as(firm.admin))).revision;
    await people.warm();
    const attempts = Array.from({ length: 6 }, (_, index) =>
      changeFirmContacts(people.as(firm.admin), said(at, { legalName: `Firm ${index}` })),
    );
    expect(await winners(attempts, "firmContacts.changed")).toBe(1);
    expect((await readFirmContacts(people.as(firm.admin))).revision).toBe(at + 1);
  });

  test("is written by no role but the administrator's, in SQL alone", async () => {
    const refused = { cause: { code: "42501" } };
    for (const person of [north.investor, north.advisor, north.compliance]) {
      const attempt = inTransaction(people.as(person), (tx) =>
        tx.execute(sql`update firm_contacts set email = null`),
      );
      await expect(attempt).rejects.toMatchObject(refused);
    }
    const foreign = inTransaction(admin(), (tx) =>
      tx.execute(sql`insert into firm_contacts (tenant_id, revision, changed_at)
        values (${`${south.tenantId}`}, 1, now())`),
    );
    await expect(foreign).rejects.toMatchObject(refused);
  });
});
