import { expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { addAsset } from "#lib/portfolio/add-asset.ts";
import { valueAsset } from "#lib/portfolio/value-asset.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { testRecords } from "#scripts/testing/records.ts";
import { ownAssetsPart, ownSharesPart } from "./declared-parts.ts";
import type { ExportPart, Row } from "./export-part.ts";

const database = testDatabase();
const people = testPeople(database);
const records = testRecords(database);

async function rowsOf(part: ExportPart, investor: Awaited<ReturnType<typeof people.add>>) {
  const keys = await records.process("licet_web");
  const source = { ctx: people.as(investor), keys, auditOrigin: "log", bankName: () => null, periods: [] };
  const rows: Row[] = [];
  for await (const { row } of part.read(source)) rows.push(row);
  return rows;
}

test("a copy of one’s own data holds each value that one wrote down, digit for digit, and nobody else’s", async () => {
  const [investor, another] = [await people.add("investor"), await people.add("investor")];
  const keys = await records.process("licet_web");
  const assetId = newId("ast");
  const about = { kind: "art", name: "=A picture", currency: "CHF", share: "0.5" } as const;
  const ctx = people.as(investor);
  await addAsset(ctx, keys, { assetId, ...about, amount: "1000.05", day: "2025-01-31" });
  await valueAsset(ctx, keys, { assetId, version: 1, amount: "2000", day: "2026-01-31" });
  expect(await rowsOf(ownAssetsPart, investor)).toEqual([
    { id: assetId, ...about, day: "2026-01-31", amount: "2000" },
    { id: assetId, ...about, day: "2025-01-31", amount: "1000.05" },
  ]);
  expect(await rowsOf(ownSharesPart, investor)).toEqual([]);
  expect(await rowsOf(ownAssetsPart, another)).toEqual([]);
});
