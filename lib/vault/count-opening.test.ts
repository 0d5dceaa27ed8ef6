import { describe, expect, test } from "vitest";
import { newId, type TenantId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { openCredential } from "./open-credential.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const { south } = people;

async function newFirm(): Promise<TenantId> {
  const tenantId = newId("ten");
  await people.superuser`insert into tenants (tenant_id, name) values (${tenantId}, 'Third')`;
  return tenantId;
}

/** Nothing counts across a minute's end: what is left of it must be enough for the test. */
async function freshMinute(): Promise<void> {
  const leftMs = 60_000 - (Date.now() % 60_000);
  if (leftMs < 5_000) await new Promise((done) => setTimeout(done, leftMs));
}

describe("openings above the norm", () => {
  test("raise one alarm a minute and tenant, in the trail and in the log, and are let through up to the limit", async () => {
    const [tenantId, calm] = [await newFirm(), await newFirm()];
    const person = await people.add("investor", { ...south, tenantId });
    const other = await people.add("investor", { ...south, tenantId: calm });
    const id = await vault.store(people.as(person), { pin: "1" });
    const calmId = await vault.store(people.as(other), { pin: "1" });
    const lines: unknown[] = [];
    const warn = (event: string, facts: object) => lines.push({ event, ...facts });
    const opener = vault.opener({ openingsNorm: 3, openingsPerMinute: 7, warn });

    await freshMinute();
    const attempts = Array.from({ length: 10 }, () =>
      openCredential(people.job(tenantId), opener, id, "refresh"),
    );
    expect(await winners(attempts, "vault.unavailable")).toBe(7);
    for (let at = 0; at < 3; at++) await openCredential(people.job(calm), opener, calmId, "refresh");

    expect(lines).toEqual([
      { event: "vault.openings_above_norm", tenantId, openingsNorm: 3, openingsPerMinute: 7 },
    ]);
    const alarms = await people.superuser<{ tenant_id: string; body: Buffer }[]>`
      select tenant_id, body from audit_events where type = 'vault.openingsAboveNorm'`;
    expect(alarms.map((row) => [row.tenant_id, JSON.parse(row.body.toString()).facts])).toEqual([
      [tenantId, { openingsNorm: 3, openingsPerMinute: 7 }],
    ]);
  });
});
