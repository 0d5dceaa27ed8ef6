import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import type { EventId } from "#lib/kernel/id.ts";
import { newId } from "#lib/kernel/id.ts";
import { machineEnvironment } from "#scripts/runtime/environment.ts";
import { appendEvents, testAuditLog, testLogOrigin } from "#scripts/testing/audit-log.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { specifiedConsistency, specifiedPath, specifiedRoot } from "#scripts/testing/specified-tree.ts";
import { openConsistency, parseConsistency } from "./consistency-proof.ts";
import { exportEvidence } from "./export-evidence.ts";
import { exportLog } from "./export-log.ts";
import { openProof, parseProof } from "./inclusion-proof.ts";
import { readCheckpoint } from "./read-checkpoint.ts";
import { readConsistencyProof } from "./read-consistency-proof.ts";
import { readInclusionProof } from "./read-inclusion-proof.ts";

const database = testDatabase();
const people = testPeople(database);
const log = testAuditLog(people);
const { north, south } = people;
const origin = testLogOrigin;
const program = fileURLToPath(new URL("../../scripts/audit-verify/main.ts", import.meta.url));

/** As an auditor runs it: on its own, with nothing of ours in its environment. */
function verify(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    env: machineEnvironment() as NodeJS.ProcessEnv,
    encoding: "utf8",
  });
  return { code: status, said: stdout + stderr };
}

const bodies = async (): Promise<readonly Buffer[]> =>
  (
    await people.superuser<{ body: Buffer }[]>`select e.body from audit_leaves l
      join audit_events e using (tenant_id, event_id) order by l.leaf_index`
  ).map(({ body }) => body);

let ofNorth: readonly EventId[] = [];

beforeAll(async () => {
  const mixed: EventId[] = [];
  for (let round = 0; round < 12; round++) {
    await appendEvents(people.as(south.investor), 1 + ((round * 37) % 90));
    if (round % 5 === 2) await log.catchUp();
    await appendEvents(people.as(south.advisor), 3);
    mixed.push(...(await appendEvents(people.as(north.investor), 1 + (round % 4))));
    await log.catchUp();
  }
  ofNorth = mixed;
}, 60_000);

describe("the whole log as a pack", () => {
  test("is right, and says the same of itself as the database", async () => {
    const size = (await bodies()).length;
    const file = await log.write(exportLog(people.system(), { origin }));
    const { code, said } = verify(file, "--key", log.keyFile);
    expect(said).toContain(`entries      ${size} of ${size}`);
    expect(said).toContain(specifiedRoot((await bodies()).slice(0, size)).toString("base64"));
    expect(code).toBe(0);
    expect(readFileSync(file, "utf8")).toContain((await bodies())[100]?.toString("utf8"));
  });

  test("continues every checkpoint that was copied", async () => {
    await log.catchUp();
    const file = await log.write(exportLog(people.system(), { origin, everyCheckpoint: true }));
    expect(log.held().length).toBeGreaterThan(10);
    const summary = await log.check(file, log.held());
    expect(summary.checkpoints).toBe(log.held().length);
  });

  test("leaves its event, and is the operator's alone", async () => {
    const ctx = people.system();
    await log.write(exportLog(ctx, { origin }));
    expect((await people.events(ctx.requestId)).map(({ type }) => type)).toEqual(["audit.logExported"]);
    const attempt = exportLog(people.as(north.compliance), { origin }).next();
    await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
  });

  test("is refused while there is no checkpoint of that log", async () => {
    const attempt = exportLog(people.system(), { origin: "other.example/log" }).next();
    await expect(attempt).rejects.toMatchObject({ code: "audit.checkpoint_not_found" });
  });
});

describe("a firm's evidence", () => {
  test("shows its entries, each in its place, and of others' nothing but hashes", async () => {
    const ctx = people.as(north.compliance);
    const file = await log.write(exportEvidence(ctx, { origin }));
    const text = readFileSync(file, "utf8");
    for (const eventId of ofNorth) expect(text).toContain(eventId);
    expect(text).not.toContain(south.tenantId);
    expect(text).not.toContain(south.investor.personId);
    const { code, said } = verify(file, "--key", log.keyFile);
    expect(said).toContain(`The evidence of ${north.tenantId} is right.`);
    expect(code).toBe(0);
    expect((await people.events(ctx.requestId)).map(({ type }) => type)).toEqual(["audit.evidenceExported"]);
  });

  test("continues the checkpoints that the auditor named, and says so of others that it cannot", async () => {
    const held = log.held();
    const ctx = people.as(north.compliance);
    const heldSizes = held.map(({ size }) => size);
    const named = await log.write(exportEvidence(ctx, { origin, heldSizes }));
    expect((await log.check(named, held)).checkpoints).toBe(held.length);
    const unnamed = await log.write(exportEvidence(ctx, { origin }));
    await expect(log.check(unnamed, held)).rejects.toThrow(/cannot show whether it continues/);
  });

  test("is compliance's, after confirming who they are", async () => {
    for (const who of [north.investor, north.advisor, north.admin]) {
      const attempt = exportEvidence(people.as(who), { origin }).next();
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    const stale = { authenticatedAt: new Date(Date.now() - 6 * 60_000) };
    const attempt = exportEvidence(people.as(north.compliance, stale), { origin }).next();
    await expect(attempt).rejects.toMatchObject({ code: "auth.step_up_required" });
  });
});

describe("a proof of one entry", () => {
  test("is the specified path, checks with the program, and with no other entry", async () => {
    await log.catchUp();
    const [eventId] = ofNorth.slice(-1);
    const ctx = people.as(north.investor);
    const { index, leafHash, proof } = await readInclusionProof(ctx, origin, eventId as EventId);
    const all = await bodies();
    const size = Number((await readCheckpoint(people.visitor(), origin)).split("\n")[1]);
    expect(JSON.parse((all[index] as Buffer).toString("utf8")).eventId).toBe(eventId);
    expect(parseProof(proof)?.path).toEqual(specifiedPath(index, all.slice(0, size)));
    expect(openProof(proof, leafHash, [log.key])?.size).toBe(size);

    const file = join(log.folder, "one.tlog-proof");
    writeFileSync(file, proof);
    expect(verify(file, "--key", log.keyFile, "--leaf", leafHash.toString("hex"))).toMatchObject({
      code: 0,
      said: expect.stringContaining(`The entry is number ${index} of ${size}`),
    });
    const other = "00".repeat(32);
    expect(verify(file, "--key", log.keyFile, "--leaf", other).code).toBe(1);
  });

  test("is not found before the entry has its place and a checkpoint, of an unknown event, and of another firm's", async () => {
    const [eventId = newId("evt")] = await appendEvents(people.as(north.investor));
    const read = (ctx = people.as(north.investor), id = eventId) => readInclusionProof(ctx, origin, id);
    await expect(read()).rejects.toMatchObject({ code: "audit.proof_not_found" });
    await log.catchUp();
    expect((await read()).eventId).toBe(eventId);
    for (const [ctx, id] of [
      [people.as(north.investor), newId("evt")],
      [people.as(south.compliance), eventId],
      [people.client(south.tenantId), eventId],
      [people.job(south.tenantId), eventId],
    ] as const) {
      await expect(read(ctx as never, id)).rejects.toMatchObject({ code: "audit.proof_not_found" });
    }
    await expect(read(people.as(north.advisor))).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});

describe("a proof that the log continues a checkpoint", () => {
  test("is the specified path for everyone that is held, and checks with the program", async () => {
    await log.catchUp();
    const all = await bodies();
    const size = Number((await readCheckpoint(people.visitor(), origin)).split("\n")[1]);
    const earlier = log.held().filter((one) => one.size > 0);
    for (const held of earlier) {
      const text = await readConsistencyProof(people.visitor(), origin, held.size);
      expect(parseConsistency(text)?.path).toEqual(specifiedConsistency(held.size, all.slice(0, size)));
      expect(openConsistency(text, held, [log.key])?.size).toBe(size);
      expect(openConsistency(text, { ...held, root: Buffer.alloc(32) }, [log.key])).toBeNull();
    }
    const file = join(log.folder, "consistency.txt");
    writeFileSync(file, await readConsistencyProof(people.visitor(), origin, earlier[1]?.size ?? 0));
    const copies = readdirSync(log.copies).flatMap((name) => ["--checkpoint", join(log.copies, name)]);
    expect(verify(file, "--key", log.keyFile, ...copies)).toMatchObject({
      code: 0,
      said: expect.stringContaining("continues"),
    });
    expect(verify(file, "--key", log.keyFile).code).toBe(2);
  });

  test("is there for no size that the log has not reached, and for none of nothing", async () => {
    for (const held of [0, -1, 10 ** 9]) {
      const attempt = readConsistencyProof(people.visitor(), origin, held);
      await expect(attempt, `${held}`).rejects.toMatchObject({ code: "audit.checkpoint_not_found" });
    }
  });
});

describe("the program", () => {
  test("takes keys from nowhere but its own file, and says what it wants", async () => {
    const file = await log.write(exportLog(people.system(), { origin }));
    const other = join(log.folder, "other-keys.txt");
    writeFileSync(other, "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n");
    expect(verify(file, "--key", other)).toMatchObject({
      code: 2,
      said: expect.stringContaining("gave no key"),
    });
    expect(verify(file)).toMatchObject({ code: 2, said: expect.stringContaining("--key") });
    expect(verify(file, "--key", join(log.folder, "none")).code).toBe(2);
    expect(verify(join(log.folder, "none"), "--key", log.keyFile).code).toBe(2);
    expect(verify(log.keyFile, "--key", log.keyFile).code).toBe(2);
    expect(verify(file, "--key", log.keyFile, "--unknown").code).toBe(2);
    expect(verify(file, "--key", log.keyFile, "--checkpoint", log.keyFile).code).toBe(2);
  });

  test("imports nothing but Node and what has no input and no output", () => {
    const seen = new Set<string>();
    const visit = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      // What is imported as a type alone is not there when the program runs.
      for (const [, from = ""] of readFileSync(file, "utf8").matchAll(
        /^import (?!type )[^;]*?from "([^"]+)"/gm,
      )) {
        // Two libraries without any input or output: one for the forms of JSON, one for its canonical writing.
        if (from.startsWith("node:") || from === "zod" || from === "canonicalize") continue;
        expect(from, file).toMatch(/^(\.\.?|#lib)\//);
        const at = from.replace(/^#lib\//, new URL("../", import.meta.url).href);
        visit(fileURLToPath(new URL(at, `file://${file}`)));
      }
    };
    visit(program);
    expect(
      [...seen]
        .filter((file) => !file.includes("/scripts/audit-verify/"))
        .map((file) => file.split("/lib/")[1])
        .sort(),
    ).toEqual([
      "audit/checkpoint.ts",
      "audit/consistency-proof.ts",
      "audit/frontier.ts",
      "audit/inclusion-proof.ts",
      "audit/merkle.ts",
      "audit/note.ts",
      "audit/pack.ts",
      "evidence/evidence.ts",
      "evidence/manifest.ts",
      "files/zip-headers.ts",
      "kernel/data-cluster.ts",
      "kernel/id.ts",
      "kernel/locale.ts",
      "receipts/check-receipt.ts",
      "receipts/receipt-file.ts",
      "receipts/receipt.ts",
    ]);
  });
});
