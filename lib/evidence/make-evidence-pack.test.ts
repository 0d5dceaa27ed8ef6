import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { indexEntries } from "#lib/audit/index-entries.ts";
import { issueConsentReceiptHandler } from "#lib/consent/issue-receipt.job.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import type { ConsentId, CredentialId } from "#lib/kernel/id.ts";
import { newId } from "#lib/kernel/id.ts";
import { deleteCredential } from "#lib/vault/delete-credential.ts";
import { destroyCredentialHandler } from "#lib/vault/destroy-credential.job.ts";
import { machineEnvironment } from "#scripts/runtime/environment.ts";
import { testAuditLog, testLogOrigin } from "#scripts/testing/audit-log.ts";
import { type TestConsent, testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { unzip } from "#scripts/testing/unzip.ts";
import { testVault } from "#scripts/testing/vault.ts";
import { openArchive } from "../../scripts/audit-verify/archive.ts";
import { checkEvidence, type EvidenceKeys } from "../../scripts/audit-verify/evidence-check.ts";
import type { About } from "./evidence.ts";
import { makeEvidencePack } from "./make-evidence-pack.ts";
import { packFiles, readManifest } from "./manifest.ts";

const database = testDatabase();
const people = testPeople(database);
const vault = testVault(database);
const consents = testConsents(people);
const log = testAuditLog(people);
const { north, south } = people;

const folder = mkdtempSync(join(tmpdir(), "licet-evidence-"));
const program = fileURLToPath(new URL("../../scripts/audit-verify/main.ts", import.meta.url));
const pin = "PIN-4e1c77aa";

let consent: TestConsent;
let foreign: TestConsent;
let credentialId: CredentialId;
let known: EvidenceKeys;
let keySetFile: string;

afterAll(() => rmSync(folder, { recursive: true }));

async function issueReceipts({ consentId }: { consentId: ConsentId }): Promise<void> {
  const jobs = await people.superuser<{ payload: { revision: number } }[]>`
    select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'consent.issue_receipt' and payload ->> 'consentId' = ${consentId}`;
  const handler = issueConsentReceiptHandler(log.receiptSigner());
  for (const { payload } of jobs) {
    await runJob(handler, payload as never, people.workerBase(), new AbortController().signal);
  }
}

/** What the worker does beside: events get their places, the tree is signed, and entries can be found. */
async function whileLogIsKept<T>(work: Promise<T>): Promise<T> {
  const sign = log.newSigner();
  let isOver = false;
  const kept = (async () => {
    while (!isOver) {
      await log.catchUp(sign);
      for (let run = await indexEntries(people.system()); run && run.from < run.to; )
        run = await indexEntries(people.system());
    }
  })();
  try {
    return await work;
  } finally {
    isOver = true;
    await kept;
  }
}

const means = {
  origin: testLogOrigin,
  locale: "en" as const,
  bankName: () => "Banco Ardelva",
  patienceMs: 20_000,
};
const officer = () => people.as(north.compliance);

async function madeOf(about: About, ctx = officer(), heldSizes: readonly number[] = []): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const make = async () => {
    for await (const piece of makeEvidencePack(ctx, means, { about, heldSizes })) pieces.push(piece);
    return Buffer.concat(pieces);
  };
  return whileLogIsKept(make());
}

let files = 0;
function keep(bytes: Buffer | string, name = `pack-${files++}.zip`): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

const namesIn = (archive: Buffer) => [...unzip(archive).keys()];
const eventsIn = (archive: Buffer) => unzip(archive).get(packFiles.events) ?? "";

beforeAll(async () => {
  consent = await consents.given();
  foreign = await consents.given();
  await withdrawConsent(people.as(consent.investor), { consentId: consent.consentId, reason: "privacy" });
  const opener = vault.opener({
    kms: log.receiptSigner().kms as never,
    receiptSigner: log.receiptSigner().version,
  });
  credentialId = await vault.store(people.as(consent.investor), { userId: "somebody", pin });
  await deleteCredential(people.as(consent.investor), { credentialId });
  const payload = { tenantId: north.tenantId, credentialId };
  await runJob(destroyCredentialHandler(opener), payload, people.workerBase(), new AbortController().signal);
  await issueReceipts(consent);
  await issueReceipts(foreign);
  const trusted = await log.trusted();
  known = { keys: trusted.log, held: [], receiptKeys: trusted.receipts };
  keySetFile = keep(
    JSON.stringify({
      keys: trusted.receipts.map(({ kid, key }) => ({ ...key.export({ format: "jwk" }), kid })),
    }),
    "keys.json",
  );
}, 120_000);

describe("an evidence pack", () => {
  test("of a consent has its text as shown, its receipts and its entries, and nobody else’s", async () => {
    const archive = await madeOf({ kind: "consent", id: consent.consentId });
    const names = namesIn(archive);
    expect(names.filter((name) => name.includes("/consent-texts/"))).toHaveLength(1);
    expect(names.filter((name) => name.includes("/receipts/")).length).toBeGreaterThanOrEqual(2);
    const unpacked = unzip(archive);
    const text = [...unpacked].find(([name]) => name.includes("/consent-texts/"))?.[1];
    expect(text).toContain("North Wealth");
    const [record] = JSON.parse(unpacked.get(packFiles.consents) ?? "");
    expect(record).toMatchObject({ consentId: consent.consentId, state: "withdrawn" });
    expect(record.history.map(({ act }: { act: string }) => act)).toContain("withdrawn");
    expect(eventsIn(archive)).toContain('"type":"consent.withdrawn"');
    expect(eventsIn(archive)).toContain('"type":"audit.evidencePackBegun"');
    for (const [name, content] of unpacked) {
      expect(content, name).not.toContain(foreign.consentId);
      expect(content, name).not.toContain(foreign.investor.personId);
    }
    const summary = await checkEvidence(keep(archive), known);
    expect(summary).toMatchObject({ texts: 1, manifest: { about: { id: consent.consentId } } });
  }, 60_000);

  test("of a credential has the certificate of its deletion and nothing that opens it", async () => {
    const archive = await madeOf({ kind: "credential", id: credentialId });
    const unpacked = unzip(archive);
    expect(namesIn(archive).filter((name) => name.includes("/deletion-certificates/"))).toHaveLength(1);
    expect(JSON.parse(unpacked.get(packFiles.credentials) ?? "")).toMatchObject([
      { credentialId, state: "destroyed", bank: "Banco Ardelva" },
    ]);
    for (const [name, content] of unpacked) {
      for (const secret of [pin, "somebody", "envelope", "likeness"])
        expect(content, name).not.toContain(secret);
    }
    expect((await checkEvidence(keep(archive), known)).receipts).toBe(1);
  }, 60_000);

  test("of an investor has all of these, and of a day all of the firm’s", async () => {
    const whole = await madeOf({ kind: "investor", id: consent.investor.personId });
    for (const id of [consent.consentId, credentialId]) expect(eventsIn(whole)).toContain(id);
    expect(eventsIn(whole)).not.toContain(foreign.consentId);
    await checkEvidence(keep(whole), known);
    const today = new Date().toISOString().slice(0, 10);
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const day = await madeOf({ kind: "period", from: yesterday, to: today });
    for (const id of [consent.consentId, foreign.consentId]) expect(eventsIn(day)).toContain(id);
    expect(eventsIn(day)).not.toContain(south.tenantId);
    await checkEvidence(keep(day), known);
  }, 60_000);

  test("is checked by the program on its own, with keys taken beforehand, and continues a held checkpoint", async () => {
    const held = log.held().at(-1);
    const path = keep(await madeOf({ kind: "consent", id: consent.consentId }, officer(), [held?.size ?? 0]));
    const { held: _, ...rest } = known;
    await expect(checkEvidence(path, { ...rest, held: held ? [held] : [] })).resolves.toBeDefined();
    const run = (...more: string[]) =>
      spawnSync(process.execPath, [program, path, "--key", log.keyFile, ...more], {
        env: machineEnvironment() as NodeJS.ProcessEnv,
        encoding: "utf8",
        cwd: folder,
      });
    const said = run("--receipt-keys", keySetFile);
    expect(said.stdout + said.stderr).toContain("The evidence pack is right.");
    expect(said.status).toBe(0);
    expect(run().stdout).toContain("signatures not checked");
  }, 60_000);

  test("leaves an event before its first byte and one with the manifest’s hash before its last", async () => {
    const ctx = officer();
    const archive = await madeOf({ kind: "consent", id: consent.consentId }, ctx);
    const events = (await people.events(ctx.requestId)).filter(({ type }) =>
      type.startsWith("audit.evidence"),
    );
    expect(events.map(({ type }) => type)).toEqual(["audit.evidencePackBegun", "audit.evidencePackMade"]);
    const manifest = readManifest(unzip(archive).get(packFiles.manifest) ?? "");
    expect(events[1]?.facts).toMatchObject({
      what: "consent",
      subjectId: consent.consentId,
      entries: manifest?.entries,
    });
  }, 60_000);
});

describe("every changed byte of a pack is found", () => {
  test("in each file’s header, content and sums, in the directory and in the archive’s end", async () => {
    const archive = await madeOf({ kind: "investor", id: consent.investor.personId });
    const path = keep(archive, "original.zip");
    await checkEvidence(path, known);
    const { files: members } = await openArchive(path);
    const places = new Set<number>();
    for (const { begin, from, packed } of members) {
      for (let at = begin; at < from; at++) places.add(at);
      for (const share of [0, 0.3, 0.6, 1])
        places.add(from + Math.min(packed - 1, Math.floor(packed * share)));
      for (let at = 1; at <= 16; at++)
        if (from + packed + at < archive.length) places.add(from + packed + at - 1);
    }
    for (let at = archive.length - 400; at < archive.length; at++) places.add(at);
    const sealFrom = members.at(-1)?.from ?? 0;
    for (let at = 0; at < 3_000; at += 7) places.add(Math.min(sealFrom + at, archive.length - 1));
    const unfound: number[] = [];
    for (const at of places) {
      const changed = Buffer.from(archive);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      const outcome = await checkEvidence(keep(changed, "changed.zip"), known).then(
        () => "right",
        () => "refused",
      );
      if (outcome === "right") unfound.push(at);
    }
    expect(places.size).toBeGreaterThan(500);
    expect(unfound).toEqual([]);
  }, 240_000);

  test("and so is a byte more, a byte less, and what stands behind its end", async () => {
    const archive = await madeOf({ kind: "consent", id: consent.consentId });
    for (const changed of [
      archive.subarray(0, -1),
      Buffer.concat([archive, Buffer.of(0)]),
      Buffer.concat([Buffer.of(0), archive]),
    ]) {
      await expect(checkEvidence(keep(Buffer.from(changed)), known)).rejects.toThrow();
    }
    expect(readFileSync(keep(archive)).equals(archive)).toBe(true);
  }, 60_000);
});

describe("who makes one", () => {
  test("is compliance alone, having proved lately who they are", async () => {
    const asked = { about: { kind: "consent" as const, id: consent.consentId }, heldSizes: [] };
    for (const who of [north.admin, north.advisor, consent.investor]) {
      const attempt = makeEvidencePack(people.as(who), means, asked).next();
      await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
    }
    const stale = people.as(north.compliance, { authenticatedAt: new Date(Date.now() - 6 * 60_000) });
    const attempt = makeEvidencePack(stale, means, asked).next();
    await expect(attempt).rejects.toMatchObject({ code: "auth.step_up_required" });
  });

  test("is of the firm itself: another’s consent, investor and credential are not there", async () => {
    const ctx = people.as(south.compliance);
    const others: readonly About[] = [
      { kind: "consent", id: consent.consentId },
      { kind: "investor", id: consent.investor.personId },
      { kind: "credential", id: credentialId },
      { kind: "investor", id: newId("per") },
    ];
    for (const about of others) {
      const attempt = makeEvidencePack(ctx, means, { about, heldSizes: [] }).next();
      await expect(attempt).rejects.toMatchObject({ code: "evidence.subject_not_found" });
    }
    expect(await people.events(ctx.requestId)).toEqual([]);
  });

  test("hands out nothing while the log is behind", async () => {
    const asked = { about: { kind: "consent" as const, id: consent.consentId }, heldSizes: [] };
    const attempt = makeEvidencePack(officer(), { ...means, patienceMs: 300 }, asked).next();
    await expect(attempt).rejects.toMatchObject({ code: "audit.log_behind" });
  });
});
