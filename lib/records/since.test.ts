import { describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { balances, testRecords } from "#scripts/testing/records.ts";
import type { NewChunk } from "./chunk.ts";
import { readChunks } from "./repository.ts";

const database = testDatabase();
const people = testPeople(database);
const records = testRecords(database);

describe("chunks of each account and kind since a day of its own", () => {
  test("are those that reach beyond it, and of what has no day there is none", async () => {
    const investor = await people.add("investor");
    const [one, other, third] = [newId<"acc">("acc"), newId<"acc">("acc"), newId<"acc">("acc")];
    const dayOf = (accountId: typeof one, from: string, to: string): NewChunk => ({
      ...balances({ accountId }),
      ...{ from, to, asOf: new Date(`${from}T06:00:00Z`) },
    });
    const days = [
      ["2026-11-18", "2026-11-19"],
      ["2026-11-19", "2026-11-20"],
      ["2026-11-20", "2026-11-21"],
    ] as const;
    const chunks = [one, other, third].flatMap((accountId) =>
      days.map(([from, to]) => dayOf(accountId, from, to)),
    );
    const worker = await records.process("licet_worker");
    await records.store(people.job(investor.tenantId), worker, investor.personId, chunks);
    const since = [
      { accountId: one, cluster: "balances" as const, day: "2026-11-20" },
      { accountId: other, cluster: "balances" as const, day: "2026-11-19" },
      { accountId: third, cluster: "positions" as const, day: "2026-11-01" },
    ];
    const read = await inTransaction(people.as(investor), (tx) =>
      readChunks(tx, { investorId: investor.personId, since }),
    );
    const places = read.map(({ accountId, from }) => `${accountId} ${from}`);
    expect(places.toSorted()).toEqual(
      [`${one} 2026-11-20`, `${other} 2026-11-19`, `${other} 2026-11-20`].toSorted(),
    );
  });
});
