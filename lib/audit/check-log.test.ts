import { beforeAll, describe, expect, test } from "vitest";
import { appendEvents, testAuditLog, testLogOrigin } from "#scripts/testing/audit-log.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { checkEveryMs, checkLog } from "./check-log.ts";
import { indexEntries } from "./index-entries.ts";
import { readLogCheck } from "./read-log-check.ts";

const database = testDatabase();
const people = testPeople(database);
const log = testAuditLog(people);
const { north } = people;

/** As an administrator of the database may: past every trigger and constraint. */
async function tamper(statement: string): Promise<void> {
  await people.superuser.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx.unsafe(statement);
  });
}

async function catchUp(): Promise<void> {
  await log.catchUp();
  for (let isDone = false; !isDone; ) {
    const added = await indexEntries(people.system());
    isDone = added?.from === added?.to;
  }
}

async function check() {
  people.clock.advance(checkEveryMs);
  return checkLog(people.system(), testLogOrigin);
}

const view = () => readLogCheck(people.as(north.admin));

beforeAll(async () => {
  for (let round = 0; round < 3; round++) await appendEvents(people.as(north.investor), 200);
  await catchUp();
}, 60_000);

describe("the log's check of itself", () => {
  test("has not been, then finds nothing wrong, and is old after ten minutes", async () => {
    expect(await view()).toEqual({ state: "never", checkedAt: null });
    expect((await check())?.fault).toBeNull();
    expect(await view()).toMatchObject({ state: "right" });
    people.clock.advance(11 * checkEveryMs);
    expect(await view()).toMatchObject({ state: "late" });
  });

  test("is done once where two workers do it", async () => {
    expect(await check()).not.toBeNull();
    expect(await checkLog(people.system(), testLogOrigin)).toBeNull();
  });

  test.each([
    [
      "entryChanged",
      300,
      "update audit_events set body = replace(convert_from(body, 'UTF8'), '\"count\"', '\"COUNT\"')::bytea where event_id = (select event_id from audit_leaves where leaf_index = 300)",
      "update audit_events set body = replace(convert_from(body, 'UTF8'), '\"COUNT\"', '\"count\"')::bytea where event_id = (select event_id from audit_leaves where leaf_index = 300)",
    ],
    [
      "entryMissing",
      301,
      "update audit_leaves set event_id = event_id || 'x' where leaf_index = 301",
      "update audit_leaves set event_id = rtrim(event_id, 'x') where leaf_index = 301",
    ],
    [
      "leavesMissing",
      256,
      "update audit_leaves set leaf_index = 1000000 where leaf_index = 302",
      "update audit_leaves set leaf_index = 302 where leaf_index = 1000000",
    ],
    [
      "indexIncomplete",
      303,
      "update audit_terms set term = term + 1 where leaf_index = 303",
      "update audit_terms set term = term - 1 where leaf_index = 303",
    ],
  ])(
    "finds %s, says so until it is right again, and leaves an event of each",
    async (kind, at, wrong, right) => {
      await tamper(wrong);
      try {
        expect((await check())?.fault).toEqual({ kind, at });
        expect(await view()).toMatchObject({ state: "wrong", fault: kind, at });
        expect((await check())?.fault).toEqual({ kind, at });
      } finally {
        await tamper(right);
      }
      expect((await check())?.fault).toBeNull();
      const told = await people.superuser<{ type: string }[]>`select type from audit_events
      where type like 'audit.check%' order by xid desc limit 2`;
      expect(told.map(({ type }) => type)).toEqual(["audit.checkRecovered", "audit.checkFailed"]);
    },
  );

  test.each([
    [
      "tileDiffers",
      "update audit_tiles set hashes = sha256(hashes) || substr(hashes, 33) where level = 0 and tile_index = 1",
    ],
    ["checkpointDiffers", "update audit_checkpoints set note = replace(note, E'/audit\\n', E'/audit\\n9')"],
  ])("finds %s", async (kind, wrong) => {
    await people.superuser.unsafe(
      "create table kept_tiles as table audit_tiles; create table kept_notes as table audit_checkpoints",
    );
    await tamper(wrong);
    try {
      expect((await check())?.fault?.kind).toBe(kind);
    } finally {
      await tamper(`delete from audit_tiles; insert into audit_tiles table kept_tiles; delete from audit_checkpoints;
        insert into audit_checkpoints table kept_notes; drop table kept_tiles, kept_notes`);
    }
    expect((await check())?.fault).toBeNull();
  });

  test("is for the worker alone", async () => {
    await expect(checkLog(people.as(north.admin), testLogOrigin)).rejects.toMatchObject({
      code: "auth.forbidden",
    });
  });
});
