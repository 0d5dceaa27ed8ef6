import { describe, expect, test } from "vitest";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { readOwnFirm, requirePlainSubmission } from "./own-firm.ts";

const database = testDatabase();
const people = testPeople(database);
const { north, south } = people;

const allow = (tenantId: string, plain: boolean) =>
  people.superuser`update tenants set plain_submission = ${plain} where tenant_id = ${tenantId}`;

describe("what a firm takes", () => {
  test("is only what a browser has sealed, unless the firm says otherwise, and for its own people", async () => {
    for (const firm of [north, south]) {
      expect(await readOwnFirm(people.as(firm.investor))).toEqual({
        region: "eu-nl",
        takesPlainSubmission: false,
      });
      const attempt = requirePlainSubmission(people.as(firm.investor));
      await expect(attempt).rejects.toMatchObject({ code: "vault.plain_refused" });
    }
    await allow(north.tenantId, true);
    expect((await requirePlainSubmission(people.as(north.investor))).takesPlainSubmission).toBe(true);
    const other = requirePlainSubmission(people.as(south.investor));
    await expect(other).rejects.toMatchObject({ code: "vault.plain_refused" });
    await allow(north.tenantId, false);
  });

  test("is taken from investors only", async () => {
    await allow(north.tenantId, true);
    for (const role of ["advisor", "compliance", "admin"] as const) {
      const attempt = requirePlainSubmission(people.as(north[role]));
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    await allow(north.tenantId, false);
  });

  test("cannot be changed by any person of the firm", async () => {
    const data = database.connect("data", "licet_web");
    for (const role of ["investor", "advisor", "compliance", "admin"]) {
      const attempt = data.begin(async (tx) => {
        await tx`select set_config('role', ${`licet_${role}`}, true), set_config('app.tenant_id', ${north.tenantId}, true)`;
        await tx`update tenants set plain_submission = true`;
      });
      await expect(attempt, role).rejects.toMatchObject({ code: "42501" });
    }
  });
});
