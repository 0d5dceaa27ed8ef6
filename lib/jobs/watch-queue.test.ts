import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Told, toldOn } from "#lib/kernel/told.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { tellQueue, watchQueue } from "./watch-queue.ts";

const database = testDatabase();
let pool: pg.Pool;
beforeAll(() => {
  pool = new pg.Pool({
    connectionString: database.url("data", "licet_worker"),
    ssl: { ca: database.ca },
    options: "-c role=licet_queue",
    max: 1,
  });
});
afterAll(() => pool.end());

const told: Told["queue.watched"][] = [];
toldOn("queue.watched").subscribe((facts) => told.push(facts as Told["queue.watched"]));

const add = (due: string, failed = false) =>
  pool
    .query<{ id: string }>(
      `select id from graphile_worker.add_job('vault.sweep', run_at => now() + $1::interval, max_attempts => 2)`,
      [due],
    )
    .then(({ rows }) =>
      failed
        ? pool.query("select graphile_worker.permanently_fail_jobs(array[$1::bigint])", [rows[0]?.id])
        : null,
    );

test("of the queue is told what is due, since when, and what failed for good", async () => {
  await tellQueue(pool);
  expect(told.at(-1)).toEqual({ due: 0, oldestSeconds: 0, failed: 0 });
  await add("-90 seconds");
  await add("-10 seconds");
  await add("1 hour");
  await add("-1 hour", true);
  await tellQueue(pool);
  expect(told.at(-1)).toMatchObject({ due: 2, failed: 1 });
  expect(told.at(-1)?.oldestSeconds).toBeGreaterThanOrEqual(90);
  expect(told.at(-1)?.oldestSeconds).toBeLessThan(120);
});

test("a queue that cannot be asked is said in the log and stops nothing", async () => {
  const lines: string[] = [];
  const away = new pg.Pool({ host: "127.0.0.1", port: 1, max: 1 });
  const stop = watchQueue(away, { warn: ((_facts: object, event: string) => lines.push(event)) as never });
  await expect.poll(() => lines).toEqual(["queue.not_watched"]);
  stop();
  await away.end();
});
