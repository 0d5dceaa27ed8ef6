import { afterEach, describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { newId } from "#lib/kernel/id.ts";
import { storeDeclaration } from "#lib/records/declarations.ts";
import { holdOwnKey } from "#lib/records/hold-keys.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { constantRates } from "#scripts/testing/histories.ts";
import { type TestPerson, testPeople } from "#scripts/testing/people.ts";
import { testRecords } from "#scripts/testing/records.ts";
import { addAsset } from "./add-asset.ts";
import type { AddAsset } from "./asset-forms.ts";
import { changeAsset } from "./change-asset.ts";
import { assetContent, longestName, mostAssets, mostValuations } from "./declared.ts";
import { readOwnDeclared } from "./read-own-declared.ts";
import { readOwnWealth } from "./read-own-wealth.ts";
import { removeAsset } from "./remove-asset.ts";
import { removeValuation } from "./remove-valuation.ts";
import { valueAsset } from "./value-asset.ts";

const database = testDatabase();
const people = testPeople(database);
const records = testRecords(database);
const rates = constantRates({ CHF: "1.05", USD: "0.9" });

afterEach(() => people.clock.reset());

const house = (more: Partial<AddAsset> = {}): AddAsset => ({
  ...{ assetId: newId("ast"), kind: "property", name: "Casa Azafrán 7431", currency: "CHF" },
  ...{ amount: "812345.67", day: "2026-01-31", share: null },
  ...more,
});

/** Somebody whom no bank knows, in a web process of their own. */
async function somebody() {
  const investor = await people.add("investor");
  return { investor, ctx: people.as(investor), keys: await records.process("licet_web") };
}

const done = (attempts: readonly PromiseSettledResult<unknown>[]) =>
  attempts.filter(({ status }) => status === "fulfilled");

const eventsOf = async ({ personId }: TestPerson) =>
  (await people.events(personId)).filter(({ type }) => type.startsWith("declaration."));

describe("what an investor writes down", () => {
  test("counts in their wealth before any bank is linked, in the currency they look in", async () => {
    const { ctx, keys } = await somebody();
    await addAsset(ctx, keys, house({ amount: "200000", share: "0.5" }));
    const { wealth } = await readOwnWealth(ctx, { keys, rates, base: "EUR" });
    expect(wealth.manualAssets).toMatchObject([
      { name: "Casa Azafrán 7431", share: "0.5", own: { amount: "200000", currency: "CHF" } },
    ]);
    expect(wealth.netWorth.figure).toMatchObject({ kind: "known", marks: ["estimated"] });
    expect(wealth.parts.class.map(({ key }) => key)).toEqual(["property"]);
    expect(wealth.parts.custodian.map(({ key }) => key)).toEqual([null]);
  });

  test("is called old once its last value is more than a year ago", async () => {
    const { ctx, keys } = await somebody();
    const day = new Date(people.clock.now().getTime() - 300 * 86_400_000).toISOString().slice(0, 10);
    await addAsset(ctx, keys, house({ day }));
    const marksNow = async () => {
      const { wealth } = await readOwnWealth(ctx, { keys, rates, base: null });
      const figure = wealth.manualAssets[0]?.value;
      return figure?.kind === "known" ? figure.marks : null;
    };
    expect(await marksNow()).toEqual(["estimated"]);
    people.clock.advance(70 * 86_400_000);
    expect(await marksNow()).toEqual(["stale", "estimated"]);
  });

  test("is changed and valued again; a value of the same day takes the place of the one before", async () => {
    const { ctx, keys } = await somebody();
    const { assetId } = house();
    await addAsset(ctx, keys, house({ assetId }));
    await valueAsset(ctx, keys, { assetId, version: 1, amount: "900000", day: "2026-06-30" });
    await valueAsset(ctx, keys, { assetId, version: 2, amount: "900001", day: "2026-06-30" });
    await changeAsset(ctx, keys, { assetId, version: 3, kind: "other", name: "Casita", share: "0.25" });
    const { assets } = await readOwnDeclared(ctx, keys);
    expect(assets).toEqual([
      {
        ...{ assetId, version: 4, kind: "other", name: "Casita", currency: "CHF", share: "0.25" },
        valuations: [
          { day: "2026-06-30", amount: "900001" },
          { day: "2026-01-31", amount: "812345.67" },
        ],
      },
    ]);
    await removeValuation(ctx, keys, { assetId, version: 4, day: "2026-06-30" });
    await expect(
      removeValuation(ctx, keys, { assetId, version: 5, day: "2026-01-31" }),
    ).rejects.toMatchObject({
      code: "declaration.last_value",
    });
    await removeAsset(ctx, { assetId, version: 5 });
    expect((await readOwnDeclared(ctx, keys)).assets).toEqual([]);
  });

  test("is changed by one of two who saw the same state, and the other loses nothing unseen", async () => {
    const { ctx, keys } = await somebody();
    const { assetId } = house();
    await addAsset(ctx, keys, house({ assetId }));
    const attempts = await Promise.allSettled(
      ["1", "2", "3"].map((amount) =>
        valueAsset(ctx, keys, { assetId, version: 1, amount, day: "2026-02-01" }),
      ),
    );
    expect(done(attempts)).toHaveLength(1);
    for (const one of attempts) {
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "declaration.changed" });
    }
    const stale = { assetId, version: 1 };
    await expect(removeAsset(ctx, stale)).rejects.toMatchObject({ code: "declaration.changed" });
    await expect(
      changeAsset(ctx, keys, { ...stale, kind: "art", name: "X", share: null }),
    ).rejects.toMatchObject({
      code: "declaration.changed",
    });
    expect((await readOwnDeclared(ctx, keys)).assets).toMatchObject([{ kind: "property", version: 2 }]);
  });

  test("sent twice is added once, with one event; sent again with other words it is refused", async () => {
    const { investor, ctx, keys } = await somebody();
    const sent = house();
    await Promise.all([addAsset(ctx, keys, sent), addAsset(ctx, keys, sent)]);
    await expect(addAsset(ctx, keys, { ...sent, name: "Another" })).rejects.toMatchObject({
      code: "declaration.changed",
    });
    expect((await readOwnDeclared(ctx, keys)).assets).toHaveLength(1);
    expect(await eventsOf(investor)).toHaveLength(1);
  });

  test("is refused for a day that has not come, and with decimals that its currency has no coin for", async () => {
    const { ctx, keys } = await somebody();
    const ahead = new Date(people.clock.now().getTime() + 3 * 86_400_000).toISOString().slice(0, 10);
    await expect(addAsset(ctx, keys, house({ day: ahead }))).rejects.toMatchObject({
      code: "declaration.day_ahead",
    });
    await expect(addAsset(ctx, keys, house({ amount: "1.234" }))).rejects.toMatchObject({
      code: "declaration.amount_too_fine",
    });
    await expect(addAsset(ctx, keys, house({ currency: "JPY", amount: "1.5" }))).rejects.toMatchObject({
      code: "declaration.amount_too_fine",
    });
  });

  test("has its limits, which two at once do not pass together", async () => {
    const { ctx, keys } = await somebody();
    for (let at = 1; at < mostAssets; at++) await addAsset(ctx, keys, house());
    const attempts = await Promise.allSettled([house(), house()].map((one) => addAsset(ctx, keys, one)));
    expect(done(attempts)).toHaveLength(1);
    const { assets } = await readOwnDeclared(ctx, keys);
    expect(assets).toHaveLength(mostAssets);
  }, 60_000);

  test("has room for as many values as are allowed, at their longest, and for none more", async () => {
    const { ctx, keys } = await somebody();
    const { assetId } = house();
    const amount = "999999999999999.99";
    const dayAt = (at: number) => new Date(Date.UTC(2020, 0, 1 + at)).toISOString().slice(0, 10);
    const valuations = Array.from({ length: mostValuations - 1 }, (_, at) => ({ day: dayAt(at), amount }));
    const facts = {
      kind: "other",
      name: "\u0001".repeat(longestName),
      currency: "EUR",
      share: "0.333333",
    } as const;
    using key = await holdOwnKey(ctx, keys);
    const content = assetContent({ ...facts, valuations });
    await inTransaction(ctx, (tx) =>
      storeDeclaration(tx, ctx, key, { subjectId: assetId, after: 0, content }),
    );
    const value = (version: number) =>
      valueAsset(ctx, keys, { assetId, version, amount, day: dayAt(mostValuations + version) });
    await value(1);
    await expect(value(2)).rejects.toMatchObject({ code: "declaration.too_many_values" });
    expect((await readOwnDeclared(ctx, keys)).assets[0]?.valuations).toHaveLength(mostValuations);
  });

  test("leaves identifiers and kinds in the audit log, and neither name nor amount anywhere in plain", async () => {
    const { investor, ctx, keys } = await somebody();
    const { assetId } = house();
    await addAsset(ctx, keys, house({ assetId, name: "Quinta Serrablo", amount: "765432198765" }));
    await valueAsset(ctx, keys, { assetId, version: 1, amount: "765432198766", day: "2026-06-30" });
    expect(await eventsOf(investor)).toMatchObject([
      { type: "declaration.assetAdded", subjectId: assetId, facts: { assetId, kind: "property" } },
      { type: "declaration.assetValued", subjectId: assetId, facts: { assetId } },
    ]);
    const rows = await people.superuser`select t::text as whole from declarations t`;
    const bodies = await people.superuser`select convert_from(body, 'UTF8') as whole from audit_events`;
    const all = [...rows, ...bodies].map(({ whole }) => whole).join();
    for (const text of ["Serrablo", "7654321987"]) {
      expect(all.includes(text) || all.includes(Buffer.from(text).toString("hex")), text).toBe(false);
    }
  });
});
