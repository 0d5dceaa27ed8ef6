import { describe, expect, test } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { recordRefusal } from "./record-refusal.ts";

const database = testDatabase();
const people = testPeople(database);
const { north } = people;
const forbidden = new AppError("auth.forbidden", { permission: "consent.oversee", holder: "advisor" });
const told = async (ctx: Context) => (await people.events(ctx.requestId)).map(({ facts }) => facts);

describe("a refusal", () => {
  test("names what was tried: by itself, by the address, or by what was sent", async () => {
    const [consentId, credentialId] = [newId("con"), newId("crd")];
    const missing = new AppError("consent.not_found", { tenantId: north.tenantId, consentId });
    for (const [refusal, asked, about] of [
      [missing, `/console/credentials/${credentialId}`, consentId],
      [forbidden, `/console/credentials/${credentialId}`, credentialId],
      [
        forbidden,
        `/console/acts/new?kind=consents.terminate&consent=${consentId}+${newId("con")}`,
        consentId,
      ],
      [forbidden, { kind: "x", asked: { consentIds: [consentId] } }, consentId],
    ] as const) {
      const ctx = people.as(north.compliance);
      await recordRefusal(ctx, refusal, asked);
      expect(await told(ctx)).toMatchObject([{ code: refusal.code, about }]);
    }
  });

  test("says nothing that a person wrote, however it looks", async () => {
    for (const asked of [
      "/console/people?q=Nøra",
      `/console/people/per_${"x".repeat(36)}`,
      { note: `Call Nøra about ${newId("con")} again`, name: "Nøra", secret: 7 },
      `/console/${"a".repeat(40_000)}/${newId("con")}`,
      null,
    ]) {
      const ctx = people.as(north.compliance);
      await recordRefusal(ctx, forbidden, asked);
      expect((await told(ctx))[0]?.about, String(asked).slice(0, 80)).toBeNull();
    }
  });

  test("of an advisor or investor who tries identifiers is told too, and each other one of theirs is not", async () => {
    for (const person of [north.advisor, north.investor]) {
      const ctx = people.as(person);
      const accountId = newId("acc");
      await recordRefusal(ctx, new AppError("household.not_found", { accountId }));
      await recordRefusal(ctx, new AppError("request.invalid"));
      expect(await told(ctx)).toMatchObject([{ code: "household.not_found", about: accountId }]);
    }
  });

  test("fills no log: after three thousand within the hour one more event says so, and there are no others", async () => {
    await people.warm();
    const flooding = await people.add("investor");
    await people.superuser`insert into rate_windows (bucket, window_start, taken)
      select sha256(convert_to(${`refusal.noted\n${flooding.personId}`}, 'UTF8')),
        to_timestamp(floor(extract(epoch from clock_timestamp()) / 3600) * 3600), 2999`;
    const ctx = people.as(flooding);
    for (let turn = 0; turn < 5; turn += 1) await recordRefusal(ctx, forbidden);
    expect((await people.events(ctx.requestId)).map(({ type }) => type)).toEqual([
      "access.refused",
      "access.refusedOften",
    ]);
    const other = people.as(north.investor);
    await recordRefusal(other, forbidden);
    expect(await told(other)).toHaveLength(1);
  });
});
