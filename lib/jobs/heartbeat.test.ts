import { describe, expect, test } from "vitest";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { beat, readWorkerStatus } from "./heartbeat.ts";

const database = testDatabase();
const people = testPeople(database);

const grow = (age: string) =>
  people.superuser`update worker_heartbeats set seen_at = now() - ${age}::interval`;

describe("the worker", () => {
  test("is never seen, then running, then late, then running again", async () => {
    const status = () => readWorkerStatus(people.visitor());
    expect(await status()).toEqual({ state: "never", lastSeenAt: null });

    await beat(people.system(), "host-1", new Date());
    const seen = await status();
    expect(seen.state).toBe("running");
    expect(Math.abs(Date.parse(seen.lastSeenAt ?? "") - Date.now())).toBeLessThan(10_000);

    await grow("19 seconds");
    expect((await status()).state).toBe("running");
    await grow("21 seconds");
    expect((await status()).state).toBe("late");
    await beat(people.system(), "host-2", new Date());
    expect((await status()).state).toBe("running");
  });

  test("is forgotten a day after it was last seen", async () => {
    await beat(people.system(), "host-3", new Date());
    await grow("25 hours");
    await beat(people.system(), "host-4", new Date());
    const rows = await people.superuser<{ id: string }[]>`select worker_id as id from worker_heartbeats`;
    expect(rows.map(({ id }) => id)).toEqual(["host-4"]);
  });

  test("is judged by the database's clock, whatever the web's says", async () => {
    await beat(people.system(), "host-5", new Date());
    people.clock.advance(60 * 60_000);
    expect((await readWorkerStatus(people.as(people.north.admin))).state).toBe("running");
    people.clock.reset();
  });

  test("alone writes heartbeats", async () => {
    await expect(beat(people.as(people.north.admin), "x", new Date())).rejects.toMatchObject({
      cause: { code: "42501" },
    });
  });
});
