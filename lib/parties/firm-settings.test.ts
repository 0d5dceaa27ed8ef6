import { sql } from "drizzle-orm";
import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { requestConsent } from "#lib/consent/request-consent.ts";
import { testTerms } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople, winners } from "#scripts/testing/people.ts";
import { changeBrand } from "./change-brand.ts";
import { changeRetention } from "./change-retention.ts";
import { ChangeBrand, ChangeRetention } from "./firm-settings.ts";
import { readFirmSettings } from "./read-firm-settings.ts";

const people = testPeople(testDatabase());
const { north, south } = people;
const admin = () => people.as(north.admin);
const firm = () => readFirmSettings(admin());

const png = (size: number) => {
  const picture = new PNG({ width: size, height: size });
  picture.data.fill(0x40);
  return PNG.sync.write(picture).toString("base64");
};

const brand = async (more: Record<string, string>) => {
  const { revision, name, accent } = await firm();
  return ChangeBrand.parse({ revision, name, accent: accent ?? "", logo: "", ...more });
};

describe("the firm's look", () => {
  test("is what its administrator says, with an event that names the facts and does not repeat them", async () => {
    const ctx = admin();
    await changeBrand(ctx, await brand({ name: " North  Patrimoine ", accent: "#1F3A5F", logo: png(64) }));
    expect(await firm()).toMatchObject({ name: "North Patrimoine", accent: "#1f3a5f" });
    expect((await firm()).logo).toMatch(/^data:image\/png;base64,/);
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "firm.brandChanged", facts: { fields: ["name", "accent", "logo"] } },
    ]);
    await changeBrand(admin(), await brand({ removeLogo: "yes" }));
    expect((await firm()).logo).toBeNull();
    expect((await readFirmSettings(people.as(south.compliance))).name).toBe("South Patrimoine");
  });

  test.each([
    [
      "a picture that draws itself",
      Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>").toString("base64"),
    ],
    ["one too small", png(31)],
    ["one too large", png(513)],
    ["a page", Buffer.from("<script>alert(1)</script>").toString("base64")],
  ])("takes no %s for a logo", async (_what, logo) => {
    const before = await firm();
    await expect(changeBrand(admin(), await brand({ logo }))).rejects.toMatchObject({
      code: "firm.logo_unusable",
    });
    expect(await firm()).toEqual(before);
  });

  test.each([
    { name: " " },
    { name: "x".repeat(101) },
    { name: "evil\u202Eeman" },
    { accent: "red" },
    { accent: "#12345" },
    { accent: "#1f3a5f;}" },
    { logo: "not base64!" },
  ])("is no other than can be shown: %j", async (more) => {
    const { revision } = await firm();
    const given = { revision, name: "North", accent: "", logo: "", ...more };
    expect(ChangeBrand.safeParse(given).success).toBe(false);
  });
});

describe("the longest retention", () => {
  test("binds what is asked for from then on, in the database too", async () => {
    const ctx = admin();
    const { revision } = await firm();
    await changeRetention(ctx, ChangeRetention.parse({ revision, longestRetentionDays: "29" }));
    expect(await people.events(ctx.requestId)).toMatchObject([
      { type: "firm.retentionChanged", facts: { fromDays: 365, toDays: 29 } },
    ]);
    const asked = (retentionDays: number) =>
      requestConsent(people.as(north.advisor), {
        investorId: north.investor.personId,
        terms: { ...testTerms(north.advisor), retentionDays },
      });
    await expect(asked(30)).rejects.toMatchObject({
      code: "consent.terms_invalid",
      facts: { field: "retentionDays" },
    });
    const consentId = await asked(29);
    const copy = inTransaction(people.as(north.advisor), (tx) =>
      tx.execute(sql`insert into consents select (jsonb_populate_record(c, jsonb_build_object('consent_id',
          'con_' || gen_random_uuid(), 'terms', c.terms || '{"retentionDays": 30}'::jsonb))).*
        from consents c where c.consent_id = ${consentId}`),
    );
    await expect(copy).rejects.toMatchObject({
      cause: { code: "42501", message: /kept_no_longer_than_said/ },
    });
  });

  test.each(["366", "-1", "1.5", "", "ten", "1e2"])("is no %j", (longestRetentionDays) => {
    expect(ChangeRetention.safeParse({ revision: 1, longestRetentionDays }).success).toBe(false);
  });
});

describe("what is said of the firm", () => {
  test("is the administrator's to say, who proved who they are a moment ago, and nobody's of another firm", async () => {
    const given = await brand({ name: "Another" });
    const days = ChangeRetention.parse({ revision: given.revision, longestRetentionDays: "1" });
    for (const person of [north.investor, north.advisor, north.compliance]) {
      const refused = { code: "auth.forbidden" };
      await expect(changeBrand(people.as(person), given)).rejects.toMatchObject(refused);
      await expect(changeRetention(people.as(person), days)).rejects.toMatchObject(refused);
      const raw = inTransaction(people.as(person), (tx) => tx.execute(sql`update tenants set name = 'Evil'`));
      await expect(raw).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    const stale = people.as(north.admin, { authenticatedAt: new Date(Date.now() - 6 * 60_000) });
    await expect(changeBrand(stale, given)).rejects.toMatchObject({ code: "auth.step_up_required" });
    await expect(changeRetention(stale, days)).rejects.toMatchObject({ code: "auth.step_up_required" });
    const foreign = await inTransaction(people.as(south.admin), (tx) =>
      tx.execute(sql`update tenants set name = 'Evil' where tenant_id = ${north.tenantId} returning name`),
    );
    expect(foreign.rows).toEqual([]);
    const region = inTransaction(admin(), (tx) => tx.execute(sql`update tenants set region = 'us-va'`));
    await expect(region).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  test("is not overwritten by somebody who had an older page before them", async () => {
    const { revision } = await firm();
    await people.warm();
    const attempts = Array.from({ length: 6 }, (_, at) =>
      changeBrand(admin(), ChangeBrand.parse({ revision, name: `North ${at}`, accent: "", logo: "" })),
    );
    expect(await winners(attempts, "firm.changed")).toBe(1);
    expect((await firm()).revision).toBe(revision + 1);
  });
});
