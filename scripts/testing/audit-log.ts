import { createPublicKey } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { type Checkpoint, openCheckpoint, splitNotes } from "#lib/audit/checkpoint.ts";
import type { CheckpointCopy } from "#lib/audit/checkpoint-copy.ts";
import { auditEvent } from "#lib/audit/event.ts";
import { folderCopy } from "#lib/audit/folder-copy.ts";
import { formatNoteKey, type NoteKey, noteKey } from "#lib/audit/note.ts";
import { readAuditLogStatus } from "#lib/audit/read-log-status.ts";
import { beginEpoch, sequenceEvents } from "#lib/audit/sequence-events.ts";
import { checkpointSigner, type SignCheckpoint } from "#lib/audit/sign-checkpoint.ts";
import type { EventId } from "#lib/kernel/id.ts";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { connectKms, type Kms } from "#lib/keys/kms.ts";
import { usualResilience } from "#lib/keys/resilience.ts";
import type { TrustedKeys } from "#lib/receipts/check-receipt.ts";
import type { ReceiptSigner } from "#lib/receipts/issue-receipt.ts";
import { firstVersion } from "#sandbox/kms/demo-layout.ts";
import { type KmsForTest, startKmsForTest } from "#sandbox/kms/start-for-test.ts";
import { checkPack } from "../audit-verify/pack-check.ts";
import type { TestPeople } from "./people.ts";

const patienceMs = 20_000;

/**
 * Sequences until every event that is committed has its place. Other test files' transactions hold the horizon back
 * too, since it is the whole cluster's, so this waits for them.
 */
export async function sequenceAll(people: Pick<TestPeople, "system">, limit?: number): Promise<void> {
  await beginEpoch(people.system());
  for (const until = Date.now() + patienceMs; Date.now() < until; ) {
    const added = await sequenceEvents(people.system(), limit);
    const isIdle = added?.from === added?.to;
    if (isIdle && (await readAuditLogStatus(people.system())).unsequencedMs === 0) return;
    if (isIdle) await pause(10);
  }
  throw new Error("the log did not catch up");
}

export const testLogOrigin = "consent.example.com/audit";

const happened = auditEvent("test.happened", { count: z.int() });
const impatient = { ...usualResilience, attempts: 1, breakAfter: 1_000 };

/** Appends events of one actor in one transaction. */
export const appendEvents = (ctx: Context, count = 1): Promise<readonly EventId[]> =>
  inTransaction(ctx, async (tx) => {
    const written: EventId[] = [];
    for (let at = 0; at < count; at++) {
      written.push((await appendAudit(tx, ctx, happened({ count: at }))).eventId);
    }
    return written;
  });

/** A log that a KMS of this file's own signs, with its copies in a folder, and the verifier as an auditor has it. */
export function testAuditLog(people: Pick<TestPeople, "system">) {
  const folder = mkdtempSync(join(tmpdir(), "licet-log-"));
  const copies = join(folder, "copies");
  const keyFile = join(folder, "keys.txt");
  const version = (): KeyVersionName => firstVersion(kms.names.auditCheckpoint) as KeyVersionName;
  const receipts = (): KeyVersionName => firstVersion(kms.names.receipt) as KeyVersionName;
  let kms: KmsForTest;
  let client: Kms;
  let key: NoteKey;
  let files = 0;

  beforeAll(async () => {
    kms = await startKmsForTest();
    const endpoint = { host: "localhost", port: kms.port, ca: kms.ca, token: new Secret(kms.tokens.worker) };
    client = await connectKms({ endpoint }, impatient);
    key = noteKey(testLogOrigin, createPublicKey((await client.publicKey(version())).pem));
    writeFileSync(keyFile, `# The log's key\n${formatNoteKey(key)}\n`);
  }, 60_000);
  afterAll(async () => {
    await client.close();
    await kms.close();
    rmSync(folder, { recursive: true });
  });

  /** As a worker that has just started has it: it knows nothing but the folder, and the other copies if there are any. */
  const newSigner = (inFolder = copies, others: readonly CheckpointCopy[] = []): SignCheckpoint =>
    checkpointSigner({
      origin: testLogOrigin,
      kms: client,
      version: version(),
      copies: [folderCopy(inFolder, () => new Date()), ...others],
    });

  return {
    folder,
    copies,
    keyFile,
    get kms() {
      return kms;
    },
    get key() {
      return key;
    },
    newSigner,
    /** What signs receipts, and what they are verified with. */
    receiptSigner: (): ReceiptSigner => ({ kms: client, version: receipts(), processorId: testLogOrigin }),
    async trusted(): Promise<TrustedKeys> {
      const { pem } = await client.publicKey(receipts());
      return { receipts: [{ kid: receipts(), key: createPublicKey(pem) }], log: [key] };
    },
    /** Until all that is there has its place and is under a checkpoint. */
    async catchUp(sign = newSigner()): Promise<void> {
      await sequenceAll(people);
      await sign(people.system());
    },
    /** What an auditor has who took every copy. */
    held(): readonly Checkpoint[] {
      const notes = readdirSync(copies).flatMap((name) =>
        splitNotes(readFileSync(join(copies, name), "utf8")),
      );
      return notes.map((note) => openCheckpoint(note, [key]) as Checkpoint);
    },
    async write(lines: AsyncIterable<string>): Promise<string> {
      const file = join(folder, `pack-${files++}.jsonl`);
      const all: string[] = [];
      for await (const line of lines) all.push(line);
      writeFileSync(file, all.join(""));
      return file;
    },
    check: (file: string, held: readonly Checkpoint[] = []) => checkPack(file, [key], held),
  };
}

export type TestAuditLog = ReturnType<typeof testAuditLog>;
