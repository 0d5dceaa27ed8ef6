import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { HealthRecorder } from "./health-recorder.ts";
import { parseInstitutionFile } from "./institution-file.ts";
import { keepHealth } from "./keep-health.ts";
import { listInstitutions } from "./list-institutions.ts";
import { readInstitution } from "./read-institution.ts";
import { readInstitutionHealth } from "./read-institution-health.ts";
import { storeHealth } from "./store-health.ts";

const people = testPeople(testDatabase());
const file = readFileSync(new URL("../../sandbox/institutions.yaml", import.meta.url), "utf8");
const institutions = parseInstitutionFile(file);

let now = new Date("2026-03-01T12:03:00Z");
const at = (ctx: Context): Context => ({ ...ctx, clock: { now: () => now } });
const system = () => at(people.system());
const investor = () => at(people.as(people.north.investor));

function recorderOf(calls: readonly (readonly [string, "ok" | "unavailable", number])[]): HealthRecorder {
  const recorder = new HealthRecorder(() => now);
  for (const [institutionId, outcome, times] of calls) {
    for (let time = 0; time < times; time++) {
      recorder.record({ institutionId, product: "dialog", outcome, ms: 300 });
    }
  }
  return recorder;
}

const rows = async () => (await people.superuser`select * from institution_health order by bucket`).length;

beforeEach(async () => {
  now = new Date("2026-03-01T12:03:00Z");
  await people.superuser`delete from institution_health`;
});

describe("what workers count", () => {
  test("is one row a kind, however many calls and workers", async () => {
    const workers = Array.from({ length: 8 }, () => recorderOf([["sandbox-retail", "ok", 50]]));
    await Promise.all(workers.map((recorder) => storeHealth(system(), recorder)));
    const found =
      await people.superuser`select institution_id, product, outcome, speed, calls from institution_health`;
    expect([...found]).toEqual([
      { institution_id: "sandbox-retail", product: "dialog", outcome: "ok", speed: 2, calls: "400" },
    ]);
  });

  test("is written in one statement for all, and in none where there was nothing", async () => {
    const recorder = recorderOf([
      ["sandbox-retail", "ok", 3],
      ["sandbox-private", "unavailable", 2],
    ]);
    let transactions = 0;
    const ctx = system();
    const counting = {
      transaction: (...given: Parameters<typeof ctx.db.transaction>) => {
        transactions += 1;
        return ctx.db.transaction(...given);
      },
    };
    const counted = { ...ctx, db: Object.assign(Object.create(ctx.db), counting) };
    await storeHealth(counted, recorder);
    await storeHealth(counted, recorder);
    expect([transactions, await rows()]).toEqual([1, 2]);
  });

  test("waits where the database is away, and is counted once when it is back", async () => {
    const recorder = recorderOf([["sandbox-retail", "ok", 5]]);
    const away = { transaction: () => Promise.reject(new Error("away")) };
    const failures: unknown[] = [];
    const lost = keepHealth({ ...system(), db: away as never }, recorder, (cause) => failures.push(cause));
    await lost.stop();
    expect([failures.length, await rows()]).toEqual([1, 0]);
    recorder.record({ institutionId: "sandbox-retail", product: "dialog", outcome: "ok", ms: 300 });
    await keepHealth(system(), recorder, (cause) => failures.push(cause)).stop();
    const [row] = await people.superuser`select calls from institution_health`;
    expect([failures.length, row?.calls]).toEqual([1, "6"]);
  });

  test("is kept for thirty days", async () => {
    await storeHealth(system(), recorderOf([["sandbox-retail", "ok", 1]]));
    now = new Date("2026-03-31T12:00:00Z");
    await storeHealth(system(), recorderOf([["sandbox-retail", "ok", 1]]));
    expect(await rows()).toBe(2);
    now = new Date("2026-03-31T12:05:01Z");
    await storeHealth(system(), recorderOf([["sandbox-retail", "ok", 1]]));
    expect(await rows()).toBe(2);
  });

  test("is a worker’s to write and nobody else’s", async () => {
    await expect(storeHealth(investor(), recorderOf([["sandbox-retail", "ok", 1]]))).rejects.toMatchObject({
      code: "auth.forbidden",
    });
    for (const role of ["licet_investor", "licet_admin", "licet_job"]) {
      const write = people.superuser.begin(async (tx) => {
        await tx`select set_config('role', ${role}, true)`;
        await tx`insert into institution_health values (now(), 'x', 'dialog', 'ok', 1, 1)`;
      });
      await expect(write).rejects.toMatchObject({ code: "42501" });
    }
  });
});

describe("an investor", () => {
  const seen = async () => {
    const health = await readInstitutionHealth(investor());
    const { popular, found } = listInstitutions(
      investor(),
      institutions,
      { query: "", locale: "en" },
      health,
    );
    return Object.fromEntries(
      [...popular, ...found].map(({ id, state, measured }) => [id, measured?.state ?? state]),
    );
  };

  test("is told of a bank that does not answer, in the list and at the bank", async () => {
    await storeHealth(
      system(),
      recorderOf([
        ["sandbox-retail", "unavailable", 20],
        ["sandbox-private", "ok", 20],
      ]),
    );
    expect(await seen()).toMatchObject({ "sandbox-retail": "down", "sandbox-private": "operational" });
    const health = await readInstitutionHealth(investor());
    const bank = readInstitution(
      investor(),
      institutions,
      { institutionId: "sandbox-retail", locale: "en" },
      health,
    );
    expect(bank.measured).toEqual({
      state: "down",
      answeredPercent: 0,
      medianMs: null,
      since: "2026-03-01T12:00:00.000Z",
      unwell: ["dialog"],
    });
  });

  test("is told what the operator says of a bank before what was measured", async () => {
    await storeHealth(system(), recorderOf([["sandbox-closed", "unavailable", 20]]));
    expect(await seen()).toMatchObject({ "sandbox-closed": "maintenance" });
  });

  test("is told nothing of what is more than an hour ago", async () => {
    await storeHealth(system(), recorderOf([["sandbox-retail", "unavailable", 20]]));
    now = new Date("2026-03-01T13:00:01Z");
    expect(await seen()).toMatchObject({ "sandbox-retail": "operational" });
  });
});

test("what is counted holds no person and no firm", async () => {
  const columns = await people.superuser`select column_name from information_schema.columns
    where table_name = 'institution_health' order by ordinal_position`;
  expect(columns.map(({ column_name: name }) => name)).toEqual([
    "bucket",
    "institution_id",
    "product",
    "outcome",
    "speed",
    "calls",
  ]);
});
