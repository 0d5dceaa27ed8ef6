import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createLogger } from "#lib/config/logger.ts";
import { appendEvents, testAuditLog, testLogOrigin } from "#scripts/testing/audit-log.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { keepAuditLog } from "./keep-log.ts";
import { readCheckpoint } from "./read-checkpoint.ts";
import { readAuditLogStatus } from "./read-log-status.ts";

const database = testDatabase();
const people = testPeople(database);
const log = testAuditLog(people);
const { north } = people;

const status = () => readAuditLogStatus(people.visitor());
const signedSize = async () => Number((await readCheckpoint(people.visitor(), testLogOrigin)).split("\n")[1]);

async function until(what: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await pause(50)) {
    if (await what().catch(() => false)) return;
  }
  throw new Error("it did not come about");
}

/** Keeps the log while `work` runs, and says what whoever watches the worker's log was told. */
async function keeping(work: (told: readonly string[]) => Promise<void>): Promise<readonly string[]> {
  const told: string[] = [];
  const logger = createLogger("test", "info", { write: (line) => told.push(JSON.parse(line).msg) });
  const kept = keepAuditLog(people.system(), { sign: log.newSigner() }, logger);
  await work(told).finally(() => kept.stop());
  return told;
}

describe("the kept log", () => {
  test("takes and signs what is appended, within seconds and without a word", async () => {
    const told = await keeping(async () => {
      await appendEvents(people.as(north.investor), 5);
      await until(async () => (await status()).size === 5 && (await signedSize()) === 5);
    });
    expect(told).toEqual([]);
  });

  test("says once that it is behind when a long transaction holds it back, and that it no longer is", async () => {
    const sql = database.connect("data", "licet_owner");
    const long = await sql.reserve();
    await long`begin`;
    await long`select pg_current_xact_id()`;
    await appendEvents(people.as(north.investor));
    await people.superuser.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`update audit_events set recorded_at = now() - interval '1 minute'
        where not exists (select 1 from audit_leaves l where l.event_id = audit_events.event_id)`;
    });
    const told = await keeping(async (lines) => {
      await until(async () => lines.includes("audit.behind"));
      expect((await status()).state).toBe("behind");
      await pause(2_500);
      await long`rollback`;
      long.release();
      await until(async () => lines.includes("audit.in_step"));
    });
    expect(told).toEqual(["audit.behind", "audit.in_step"]);
  });

  test("goes on taking events while the KMS is away, says so once, and signs when it is back", async () => {
    const told = await keeping(async (lines) => {
      log.kms.control.fault({ effect: "unavailable", times: 1_000 });
      await appendEvents(people.as(north.investor), 3);
      const { size } = await status();
      await until(async () => lines.includes("audit.signing_failed") && (await status()).unsequencedMs === 0);
      expect((await status()).size).toBeGreaterThanOrEqual(size);
      await pause(2_500);
      log.kms.control.clearFaults();
      await until(async () => (await signedSize()) === (await status()).size);
    });
    expect(told).toEqual(["audit.signing_failed"]);
  });

  test("is one log whoever keeps it: two workers at once do not get in each other's way", async () => {
    const told = await keeping(async () => {
      const others = await keeping(async () => {
        await Promise.all(Array.from({ length: 20 }, () => appendEvents(people.as(north.investor), 5)));
        await until(
          async () => (await status()).unsequencedMs === 0 && (await signedSize()) === (await status()).size,
        );
      });
      expect(others).toEqual([]);
    });
    expect(told).toEqual([]);
    const rows = await people.superuser<{ index: number }[]>`
      select leaf_index::int as index from audit_leaves order by 1`;
    expect(rows.map(({ index }) => index)).toEqual(rows.map((_, at) => at));
  });
});
