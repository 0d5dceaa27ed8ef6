import { createHash, createPublicKey, verify } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { appendEvents, sequenceAll, testAuditLog, testLogOrigin } from "#scripts/testing/audit-log.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type DocumentedBucket, startDocumentedBucket } from "#scripts/testing/documented-bucket.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { specifiedRoot } from "#scripts/testing/specified-tree.ts";
import { bucketCopy } from "./bucket-copy.ts";
import { checkpointText } from "./checkpoint.ts";
import { folderCopy } from "./folder-copy.ts";
import { googleBucket } from "./google-bucket.ts";
import { readCheckpoint } from "./read-checkpoint.ts";
import { readAuditLogStatus } from "./read-log-status.ts";

const database = testDatabase();
const people = testPeople(database);
const log = testAuditLog(people);
const { north } = people;

const published = () => readCheckpoint(people.visitor(), testLogOrigin);
const notes = () => people.superuser<{ size: number; note: string }[]>`
  select size::int as size, note from audit_checkpoints order by size`;
/** Whoever may do anything to the database does this to it. */
async function tamper(...statements: readonly string[]): Promise<void> {
  await people.superuser.begin(async (tx) => {
    await tx.unsafe("set local session_replication_role = replica");
    for (const statement of statements) await tx.unsafe(statement);
  });
}

describe("a checkpoint", () => {
  test("is not found before there is one, and the first is of the empty log", async () => {
    await expect(published()).rejects.toMatchObject({ code: "audit.checkpoint_not_found" });
    await log.newSigner()(people.system());
    expect((await published()).split("\n").slice(0, 3)).toEqual([
      testLogOrigin,
      "0",
      createHash("sha256").digest("base64"),
    ]);
  });

  test("is the specified root of all entries, in the specified format, under the KMS's key", async () => {
    await appendEvents(people.as(north.investor), 300);
    await log.catchUp();
    const rows = await people.superuser<{ body: Buffer }[]>`select e.body from audit_events e
      join audit_leaves l using (tenant_id, event_id) order by l.leaf_index`;
    const root = specifiedRoot(rows.map(({ body }) => body)).toString("base64");
    const note = await published();
    const [origin, size, hash, empty, line = ""] = note.split("\n");
    expect([origin, size, hash, empty]).toEqual([testLogOrigin, String(rows.length), root, ""]);

    // Written a second time from c2sp.org/signed-note: key ID and signature in one base64 behind the key's name.
    const [dash, name, encoded = ""] = line.split(" ");
    const signature = Buffer.from(encoded, "base64").subarray(4);
    const text = note.slice(0, note.indexOf("\n\n") + 1);
    const der = log.key.key.export({ type: "spki", format: "der" });
    const publicKey = createPublicKey({ key: der, type: "spki", format: "der" });
    expect([dash, name, verify(null, Buffer.from(text), publicKey, signature)]).toEqual([
      "—",
      testLogOrigin,
      true,
    ]);
  });

  test("is copied outside before it is public, and signed again only when the log has grown", async () => {
    expect(log.held().map(({ size }) => size)).toEqual((await notes()).map(({ size }) => size));
    expect(await log.newSigner()(people.system())).toBeNull();
    await appendEvents(people.as(north.investor));
    await log.catchUp();
    expect(log.held().map(({ size }) => size)).toEqual((await notes()).map(({ size }) => size));
    expect((await notes()).length).toBe(3);
  });

  test("is not public while it cannot be copied, and catches up", async () => {
    const before = await published();
    await appendEvents(people.as(north.investor));
    const file = join(log.folder, "no-folder");
    writeFileSync(file, "");
    await expect(log.catchUp(log.newSigner(join(file, "below")))).rejects.toMatchObject({ code: "ENOTDIR" });
    expect(await published()).toBe(before);
    await log.catchUp();
    expect(await published()).not.toBe(before);
  });

  test("waits for the KMS, while events go on getting their places", async () => {
    const before = await published();
    await appendEvents(people.as(north.investor), 3);
    log.kms.control.fault({ effect: "unavailable", times: 100 });
    await expect(log.catchUp()).rejects.toMatchObject({ code: "unavailable" });
    log.kms.control.clearFaults();
    expect((await readAuditLogStatus(people.visitor())).unsequencedMs).toBe(0);
    expect(await published()).toBe(before);
    await log.catchUp();
    expect(await published()).not.toBe(before);
  });

  test("that was copied but not published when the signer died is published as it is", async () => {
    await appendEvents(people.as(north.investor));
    await log.catchUp();
    const [last] = (await notes()).slice(-1);
    await tamper(`delete from audit_checkpoints where size = ${last?.size}`);
    const files = readdirSync(log.copies).length;
    await log.newSigner()(people.system());
    expect((await notes()).at(-1)).toEqual(last);
    expect(readdirSync(log.copies).length).toBe(files);
  });

  test("is signed by one of many workers at once", async () => {
    await appendEvents(people.as(north.investor));
    const signers = Array.from({ length: 4 }, () => log.newSigner());
    await log.catchUp();
    const before = (await notes()).length;
    expect(
      (await Promise.all(signers.map((sign) => sign(people.system())))).every((one) => one === null),
    ).toBe(true);
    expect((await notes()).length).toBe(before);
  });

  test("is the worker's to ask for", async () => {
    await expect(log.newSigner()(people.as(north.admin))).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});

describe("a checkpoint in several places", () => {
  let storage: DocumentedBucket;
  const bucket = (token = storage.writer) =>
    bucketCopy(
      googleBucket({ endpoint: storage.endpoint, bucket: storage.bucket }, () => ({
        getAccessToken: async () => token,
      })),
      "",
    );
  const inBucket = () => [...storage.objects.values()];
  beforeAll(async () => {
    storage = await startDocumentedBucket();
    setDefaultCACertificates([...getCACertificates(), storage.ca]);
    return () => storage.close();
  });
  afterEach(() => {
    storage.fault = null;
    storage.objects.clear();
  });

  test("is in all of them before it is public; a new one is given the last that is public at once", async () => {
    await appendEvents(people.as(north.investor));
    await log.catchUp();
    const sign = log.newSigner(log.copies, [bucket()]);
    expect(await sign(people.system())).toBeNull();
    expect(inBucket()).toEqual([await published()]);
    await appendEvents(people.as(north.investor));
    await log.catchUp(sign);
    expect(inBucket().at(-1)).toBe(await published());
    expect(await bucket().last(testLogOrigin)).toBe(await published());
  });

  test("is not public while one of them fails, which is no end: that one catches up, and no other has it twice", async () => {
    const before = await published();
    await appendEvents(people.as(north.investor));
    const sign = log.newSigner(log.copies, [bucket()]);
    await sign(people.system()).catch(() => {});
    const held = log.held().length;
    storage.fault = { status: 503 };
    await expect(log.catchUp(sign)).rejects.toMatchObject({ code: "copyUnavailable" });
    await expect(sign(people.system())).rejects.toMatchObject({ code: "copyUnavailable" });
    expect(await published()).toBe(before);
    expect((await readAuditLogStatus(people.visitor())).unsequencedMs).toBe(0);
    storage.fault = null;
    await sign(people.system());
    expect(await published()).not.toBe(before);
    expect(inBucket().at(-1)).toBe(await published());
    expect(log.held().length).toBe(held + 1);
  });

  test("that only one of them had when the signer died is in all before it is published", async () => {
    await log.catchUp(log.newSigner(log.copies, [bucket()]));
    await appendEvents(people.as(north.investor));
    await sequenceAll(people);
    const before = await published();
    const folder = folderCopy(log.copies, () => new Date());
    const dying = log.newSigner(log.copies, [bucket(storage.reader)]);
    await expect(dying(people.system())).rejects.toMatchObject({ code: "copyForbidden" });
    expect(await folder.last(testLogOrigin)).not.toBe(before);
    expect(await published()).toBe(before);
    expect(await bucket().last(testLogOrigin)).toBe(before);
    const files = log.held().length;
    await log.newSigner(log.copies, [bucket()])(people.system());
    expect(await published()).toBe(await folder.last(testLogOrigin));
    expect(inBucket().at(-1)).toBe(await published());
    expect(log.held().length).toBe(files);
  });

  test("is not signed while a place holds another history, nor is that brought to the others", async () => {
    await log.catchUp(log.newSigner(log.copies, [bucket()]));
    await appendEvents(people.as(north.investor));
    const size = 10 ** 9;
    const forged = `${checkpointText({ origin: testLogOrigin, size, root: Buffer.alloc(32) })}\n— x AAAA\n`;
    const other = join(log.folder, "forged");
    mkdirSync(other);
    appendFileSync(join(other, "2027.checkpoints"), forged);
    const sign = log.newSigner(log.copies, [folderCopy(other, () => new Date()), bucket()]);
    await expect(log.catchUp(sign)).rejects.toMatchObject({ code: "copyAhead" });
    expect(inBucket()).not.toContain(forged);
  });
});

describe("a log that does not continue what was copied", () => {
  /** The database as it was before the last `count` entries: what a restored backup is. */
  const restoreOlder = (count: number) =>
    tamper(
      `update audit_log_state set size = size - ${count}`,
      `delete from audit_events e using audit_leaves l, audit_log_state s
        where e.event_id = l.event_id and l.leaf_index >= s.size`,
      "delete from audit_leaves using audit_log_state s where leaf_index >= s.size",
      "delete from audit_checkpoints using audit_log_state s where audit_checkpoints.size > s.size",
    );

  test("because an older backup was restored is not signed, not even when it is longer again", async () => {
    await log.catchUp();
    const copied = readdirSync(log.copies).length;
    await restoreOlder(2);
    await expect(log.newSigner()(people.system())).rejects.toMatchObject({ code: "copyAhead" });
    // What follows takes other places than it had.
    await tamper(
      "update audit_events set xid = '3' where event_id = (select max(event_id) from audit_events)",
    );
    await tamper("update audit_log_state set position = '0'");
    await appendEvents(people.as(north.investor), 5);
    await expect(log.catchUp()).rejects.toMatchObject({ code: "copyDiffers" });
    expect(readdirSync(log.copies).length).toBe(copied);
  });

  test("is not signed by a worker that was running either", async () => {
    const folder = join(log.folder, "running");
    const sign = log.newSigner(folder);
    await log.catchUp(sign).catch(() => {});
    await restoreOlder(1);
    await expect(sign(people.system())).rejects.toMatchObject({
      code: expect.stringMatching(/Ahead|Differs/),
    });
  });

  test("goes on under another name, which says that it is another log", async () => {
    const other = join(log.folder, "other");
    mkdirSync(other);
    appendFileSync(
      join(other, "2027.checkpoints"),
      `${checkpointText({ origin: "older.example/audit", size: 10 ** 6, root: Buffer.alloc(32) })}\n— x AAAA\n`,
    );
    await tamper("delete from audit_checkpoints");
    await log.catchUp(log.newSigner(other));
    expect((await notes()).length).toBe(1);
    expect(readdirSync(other).length).toBe(2);
  });

  test("is not signed over a file of copies that is not readable as such", async () => {
    const broken = join(log.folder, "broken");
    mkdirSync(broken);
    const [name = ""] = readdirSync(log.copies);
    const text = readFileSync(join(log.copies, name), "utf8").replace(/^\d+$/m, "many");
    writeFileSync(join(broken, name), text);
    await expect(log.newSigner(broken)(people.system())).rejects.toMatchObject({ code: "copyUnreadable" });
  });
});
