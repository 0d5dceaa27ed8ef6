import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { appendEvents, sequenceAll, testAuditLog, testLogOrigin } from "#scripts/testing/audit-log.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { sample, seededRandom } from "#scripts/testing/sample.ts";
import { Finding } from "../../scripts/audit-verify/finding.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { exportLog } from "./export-log.ts";

const database = testDatabase();
const people = testPeople(database);
const log = testAuditLog(people);
const { north, south } = people;
const random = seededRandom();
const below = (count: number) => Math.floor(random() * count);

let held: readonly Checkpoint[] = [];
let size = 0;

/** Whoever may do anything to the database, past its triggers and its row security. */
const tamper = (...statements: readonly string[]) =>
  people.superuser.begin(async (tx) => {
    await tx.unsafe("set local session_replication_role = replica");
    for (const statement of statements) await tx.unsafe(statement);
  });

const tables = ["audit_events", "audit_leaves", "audit_tiles", "audit_checkpoints", "audit_log_state"];
const keep = () =>
  tamper(
    "alter table audit_events drop constraint audit_events_body_says_the_same",
    ...tables.map((table) => `create table kept_${table} as table ${table}`),
  );
const putBack = () =>
  tamper(
    ...tables.flatMap((table) => [
      `truncate ${table} cascade`,
      `insert into ${table} select * from kept_${table}`,
    ]),
  );

beforeAll(async () => {
  const sign = log.newSigner();
  for (let round = 0; size < 320; round++) {
    await appendEvents(people.as(round % 3 ? north.investor : south.admin), 1 + (round % 9));
    await log.catchUp(sign);
    size = log.held().at(-1)?.size ?? 0;
  }
  held = [...log.held()].sort((a, b) => a.size - b.size);
  size = held.at(-1)?.size ?? 0;
  await keep();
}, 120_000);

const eventAt = (index: number) => `(select event_id from kept_audit_leaves where leaf_index = ${index})`;
const changedBody = (index: number, from: string, to: string) =>
  `update audit_events set body = convert_to(regexp_replace(convert_from(body, 'UTF8'), '${from}', '${to}'), 'UTF8')
   where event_id = ${eventAt(index)}`;
const otherThan = (index: number) => (index + 1 + below(size - 1)) % size;

/** What somebody does to the entry at a place, in the table of events. */
const acts: Readonly<Record<string, (index: number) => readonly string[]>> = {
  "edits a fact": (index) => [changedBody(index, '"count":', '"count":1')],
  "moves its time": (index) => [changedBody(index, '"occurredAt":"20', '"occurredAt":"19')],
  "names another actor": (index) => [changedBody(index, '"id":"per_.', '"id":"per_x')],
  deletes: (index) => [`delete from audit_events where event_id = ${eventAt(index)}`],
  "inserts another before": (index) => [
    `insert into audit_events (tenant_id, event_id, xid, occurred_at, type, actor_type, request_id, body)
     select tenant_id, '${newId("evt")}', xid, occurred_at, type, actor_type, 'forged',
       convert_to('{"eventId":"${newId("evt")}","forged":true}', 'UTF8')
     from audit_events where event_id = ${eventAt(index)}`,
  ],
  "swaps two": (index) => {
    const other = otherThan(index);
    return [
      `update audit_events e set body = k.body from kept_audit_events k
       where e.event_id = ${eventAt(index)} and k.event_id = ${eventAt(other)}`,
      `update audit_events e set body = k.body from kept_audit_events k
       where e.event_id = ${eventAt(other)} and k.event_id = ${eventAt(index)}`,
    ];
  },
  "ends the log before": (index) => [
    `delete from audit_events where event_id in (select event_id from kept_audit_leaves where leaf_index >= ${index})`,
  ],
};

const sequenceAnew = [
  "truncate audit_leaves, audit_tiles",
  "update audit_log_state set size = 0, position = '0'",
];

/** How far they go so that it does not show: nothing has the log's key but the KMS. */
const covers: Readonly<Record<string, (index: number) => Promise<void>>> = {
  "and leaves it at that": async () => {},
  "and mends the leaves": async () => {
    await tamper(
      `update audit_leaves l set leaf_hash = sha256('\\x00'::bytea || e.body) from audit_events e
       where e.event_id = l.event_id`,
      "delete from audit_leaves l where not exists (select 1 from audit_events e where e.event_id = l.event_id)",
    );
  },
  "and builds the log anew": async () => {
    await tamper(...sequenceAnew);
    await sequenceAll(people);
  },
  "and removes the checkpoints that would tell": async (index) => {
    await tamper(...sequenceAnew, `delete from audit_checkpoints where size > ${index}`);
    await sequenceAll(people);
  },
  "and has the log signed anew without its copies": async () => {
    await tamper(...sequenceAnew, "truncate audit_checkpoints");
    await sequenceAll(people);
    await log.newSigner(`${log.folder}/none-${below(2 ** 31)}`)(people.system());
  },
  "and puts an old checkpoint in the place of the last": async () => {
    await tamper(
      ...sequenceAnew,
      `update audit_checkpoints set note = (select note from kept_audit_checkpoints order by size limit 1 offset 1)
       where size = ${size}`,
    );
    await sequenceAll(people);
  },
};

/** The runs between the checkpoints that the auditor holds: no verifier can tell more exactly without the hashes. */
const runOf = (index: number) => {
  const after = held.findIndex((one) => one.size > index);
  return { from: held[after - 1]?.size ?? 0, to: held[after]?.size ?? size };
};

const cases = Object.keys(acts).flatMap((act) => Object.keys(covers).map((cover) => ({ act, cover })));
const total = 1_000;
const mutations = Array.from({ length: total }, (_, at) => ({
  ...(cases[at % cases.length] as (typeof cases)[0]),
  at,
}));

async function verdict(file: string): Promise<Finding> {
  const failure = await log.check(file, held).then(
    () => null,
    (cause: unknown) => cause,
  );
  if (failure instanceof Finding) return failure;
  throw failure ?? new Error("nothing was found");
}

describe("an auditor who holds the copied checkpoints", () => {
  test("finds the untouched log right (the control of what follows)", async () => {
    const file = await log.write(
      exportLog(people.system(), { origin: testLogOrigin, everyCheckpoint: true }),
    );
    await putBack();
    expect((await log.check(file, held)).size).toBe(size);
  });

  test("finds every change that somebody with all rights makes to the database, and where", async () => {
    for (const { act, cover, at } of sample(mutations, 24)) {
      const index = below(size - 1);
      await tamper(...(acts[act] as (typeof acts)[string])(index));
      await (covers[cover] as (typeof covers)[string])(index);
      const file = await log
        .write(exportLog(people.system(), { origin: testLogOrigin, everyCheckpoint: true }))
        .catch(() => null);
      await putBack();
      // Without any checkpoint left there is nothing to export, which nobody takes for a log that is right.
      if (file === null) continue;
      const what = `${at}: ${act} ${cover} at ${index}`;
      const found = await verdict(file).catch((cause: unknown) => {
        throw new Error(what, { cause });
      });
      const { from, to } = runOf(index);
      if (found.index === null) {
        expect({ what, unlogged: found.eventId }).toEqual({ what, unlogged: expect.stringMatching(/^evt_/) });
        continue;
      }
      // A swap shows first at whichever of the two comes first.
      if (act === "swaps two") expect(found.index, what).toBeLessThan(to);
      else
        expect({ what, named: (found.index ?? -1) >= from && (found.index ?? size) < to + 1 }).toEqual({
          what,
          named: true,
        });
    }
  });

  test("finds every change to the file that was exported, line by line", async () => {
    const file = await log.write(
      exportLog(people.system(), { origin: testLogOrigin, everyCheckpoint: true }),
    );
    await putBack();
    const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
    const entries = lines.flatMap((line, at) => (at > 0 && line.startsWith("{") ? [at] : []));
    const flip = (line: string) => {
      const at = below(line.length);
      return line.slice(0, at) + String.fromCharCode(line.charCodeAt(at) ^ 1) + line.slice(at + 1);
    };
    const edits: readonly ((at: number) => readonly string[])[] = [
      (at) => lines.with(at, flip(lines[at] as string)),
      (at) => lines.toSpliced(at, 1),
      (at) => lines.toSpliced(at, 0, lines[at] as string),
      (at) => lines.with(at, lines[at + 1] as string).with(at + 1, lines[at] as string),
      (at) => lines.slice(0, at),
      (at) => lines.with(at, `["${Buffer.alloc(32, at).toString("base64")}"]`),
      (at) => lines.with(at, `[0,"${Buffer.alloc(32, at).toString("base64")}"]`),
    ];
    const places = Array.from({ length: total }, (_, at) => at);
    for (const at of sample(places, 40)) {
      const line = entries[below(entries.length - 1)] as number;
      const edit = edits[at % edits.length] as (typeof edits)[number];
      // Two checkpoints beside each other, or an entry and its checkpoint, are changed as well as two entries.
      if (lines[line] === lines[line + 1]) continue;
      writeFileSync(file, `${edit(line).join("\n")}\n`);
      await expect(log.check(file, held), `edit ${at % edits.length} at line ${line}`).rejects.toBeInstanceOf(
        Finding,
      );
    }
  });
});
