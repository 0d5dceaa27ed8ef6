import { createHash } from "node:crypto";
import { type Checkpoint, openCheckpoint } from "../../lib/audit/checkpoint.ts";
import { openConsistency } from "../../lib/audit/consistency-proof.ts";
import { openProof } from "../../lib/audit/inclusion-proof.ts";
import { leafHash } from "../../lib/audit/merkle.ts";
import type { NoteKey } from "../../lib/audit/note.ts";
import {
  type Manifest,
  packFiles,
  packFolder,
  readManifest,
  readSeal,
  receiptFileName,
  textFile,
} from "../../lib/evidence/manifest.ts";
import { checkReceipt, type ReceiptKey } from "../../lib/receipts/check-receipt.ts";
import { longestReceiptFile, parseReceiptFile } from "../../lib/receipts/receipt-file.ts";
import { type Archive, type ArchivedFile, contentOf, hashOfFirst, openArchive, textOf } from "./archive.ts";
import { Finding, Unreadable } from "./finding.ts";
import { checkPackOf, type PackSummary } from "./pack-check.ts";

export interface EvidenceKeys {
  readonly keys: readonly NoteKey[];
  readonly held: readonly Checkpoint[];
  /** `null` where whoever checks has none: then signatures of receipts are not checked, and it is said. */
  readonly receiptKeys: readonly ReceiptKey[] | null;
}

export interface EvidenceSummary {
  readonly manifest: Manifest;
  readonly log: PackSummary;
  readonly sealedAt: number;
  readonly texts: number;
  readonly receipts: number;
}

const mostManifestBytes = 1 << 25;
const mostSealBytes = 1 << 17;

/** Checks an evidence pack: every byte of it against its manifest, and the manifest against the log. */
export async function checkEvidence(path: string, known: EvidenceKeys): Promise<EvidenceSummary> {
  const archive = await openArchive(path);
  const [seal, manifestFile, ...others] = archive.files.toReversed();
  if (seal?.name !== packFiles.seal || manifestFile?.name !== packFiles.manifest)
    throw new Unreadable("this is no evidence pack");
  if (!seal.isStored || !manifestFile.isStored) throw new Finding("the manifest is not as it was written");
  const bytes = await textOf(archive, manifestFile, mostManifestBytes);
  const manifest = readManifest(bytes.toString("utf8"));
  if (!manifest) throw new Finding("the manifest is not as it was written");
  const sealText = (await textOf(archive, seal, mostSealBytes)).toString("utf8");
  const sealed = checkSeal(sealText, bytes, manifest, known);
  await checkBefore(archive, manifest, manifestFile);
  const said = new EntriesNamed();
  const log = await checkFiles(archive, manifest, others.toReversed(), { known, said });
  if (log.size !== manifest.logSize || log.entries !== manifest.entries)
    throw new Finding("the manifest is of other entries than are in the pack");
  const pack = { origin: log.origin, size: log.size, root: log.root };
  const later = openConsistency(sealed.consistency, pack, known.keys);
  if (!later?.root.equals(sealed.checkpoint.root) || later.size !== sealed.checkpoint.size)
    throw new Finding("the log of the seal does not continue the one of the pack");
  requireTexts(manifest, said);
  const receipts = await checkReceipts(archive, manifest, { known, said });
  return { manifest, log, sealedAt: sealed.checkpoint.size, texts: said.texts.size, receipts };
}

/** The seal's entry is in the log and has the manifest's hash. */
function checkSeal(text: string, manifestBytes: Buffer, manifest: Manifest, { keys, held }: EvidenceKeys) {
  const seal = readSeal(text);
  if (!seal) throw new Finding("the seal is not as it was written");
  if (!keys.some(({ name }) => name === manifest.origin))
    throw new Unreadable(`the pack is of the log ${manifest.origin}, of which you gave no key`);
  const entry = Buffer.from(seal.entry, "utf8");
  const checkpoint = openProof(seal.proof, leafHash(entry), keys);
  if (checkpoint?.origin !== manifest.origin)
    throw new Finding("the seal does not show that its entry is in the log");
  const fork = held.find(({ size, root }) => size === checkpoint.size && !root.equals(checkpoint.root));
  if (fork)
    throw new Finding(`the log is not the one of the checkpoint of ${fork.size} entries that you hold`);
  const { type, tenantId, facts } = JSON.parse(seal.entry) as Record<string, unknown>;
  const hash = createHash("sha256").update(manifestBytes).digest("hex");
  const named = (facts as { manifestSha256?: unknown } | undefined)?.manifestSha256;
  if (type !== "audit.evidencePackMade" || tenantId !== manifest.firm.id || named !== hash)
    throw new Finding("the manifest is not the one that the log has");
  return { checkpoint, consistency: seal.consistency };
}

async function checkBefore(
  { path }: Archive,
  { before }: Manifest,
  manifestFile: ArchivedFile,
): Promise<void> {
  const isSame =
    before.bytes === manifestFile.begin && before.sha256 === (await hashOfFirst(path, before.bytes));
  if (!isSame) throw new Finding("the archive is not the one that was made");
}

interface Checking {
  readonly known: EvidenceKeys;
  readonly said: EntriesNamed;
}

/** Each file is there, in its place, and has the hash that the manifest says. */
async function checkFiles(
  archive: Archive,
  { files }: Manifest,
  found: readonly ArchivedFile[],
  { known, said }: Checking,
): Promise<PackSummary> {
  if (found.length !== files.length) throw new Finding("files are missing, or there are more than were made");
  let log: PackSummary | null = null;
  let note = "";
  for (const [at, file] of found.entries()) {
    const named = files[at];
    if (named?.name !== file.name || named.bytes !== file.size)
      throw new Finding(`${file.name} is not in its place`);
    const sum = createHash("sha256");
    const kept: Buffer[] = [];
    const isNote = file.name === packFiles.checkpoint;
    const passing = hashed(contentOf(archive, file), (piece) => {
      sum.update(piece);
      if (isNote) kept.push(piece);
    });
    if (file.name === packFiles.events)
      log = await checkPackOf(passing, known, (body, leaf) => said.take(body, leaf));
    else for await (const _ of passing);
    const sha256 = sum.digest("hex");
    if (sha256 !== named.sha256) throw new Finding(`${file.name} is not the one that was made`);
    if (isNote) note = Buffer.concat(kept).toString("utf8");
    said.files.set(file.name, sha256);
  }
  const last = openCheckpoint(note, known.keys);
  if (!log || !last?.root.equals(log.root))
    throw new Finding("the checkpoint is not the one that the entries end with");
  return log;
}

async function* hashed(pieces: AsyncIterable<Buffer>, take: (piece: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    take(piece);
    yield piece;
  }
}

/** What the entries of the pack name, and the files there are. */
class EntriesNamed {
  /** The hash of each text that was shown, by its showing. */
  readonly texts = new Map<string, string>();
  readonly leaves = new Map<string, string>();
  readonly files = new Map<string, string>();

  take(body: Buffer, leaf: Buffer): void {
    const { eventId, type, facts } = JSON.parse(body.toString("utf8")) as {
      eventId: string;
      type: string;
      facts: { presentationId?: string; sha256?: string };
    };
    this.leaves.set(eventId, leaf.toString("hex"));
    if (type === "consent.presented" && facts.presentationId && facts.sha256)
      this.texts.set(facts.presentationId, facts.sha256);
  }
}

/** Every text that an entry says was shown is there, to the byte, or is said to be missing. */
function requireTexts({ textsMissing }: Manifest, { texts, files }: EntriesNamed): void {
  const missing = new Set<string>(textsMissing);
  for (const [presentationId, sha256] of texts) {
    if (missing.has(presentationId)) continue;
    if (files.get(textFile(presentationId)) !== sha256)
      throw new Finding(`the text of ${presentationId} is not the one that was shown`);
  }
  const count = [...files.keys()].filter((name) => name.startsWith(`${packFolder}/consent-texts/`)).length;
  if (count + missing.size !== texts.size) throw new Finding("there is a text that no entry says was shown");
}

async function checkReceipts(
  archive: Archive,
  { firm }: Manifest,
  { known, said }: Checking,
): Promise<number> {
  const folders = [`${packFolder}/receipts/`, `${packFolder}/deletion-certificates/`];
  const files = archive.files.filter(({ name }) => folders.some((folder) => name.startsWith(folder)));
  for (const file of files) {
    const text = (await textOf(archive, file, longestReceiptFile)).toString("utf8");
    const { receipt, proof } = parseReceiptFile(text) ?? {};
    const isRight =
      receipt?.controller.id === firm.id &&
      said.leaves.get(receipt.act.eventId) === receipt.act.leafHash &&
      file.name === receiptFileName(receipt.receiptId, receipt.kind === "credentialDeleted") &&
      typeof proof === "string" &&
      openProof(proof, Buffer.from(receipt.act.leafHash, "hex"), known.keys) !== null;
    if (!isRight) throw new Finding(`${file.name} is not a receipt of an act in this pack`);
    if (known.receiptKeys === null) continue;
    const { fault } = checkReceipt(text, { log: known.keys, receipts: known.receiptKeys });
    if (fault !== null) throw new Finding(`${file.name} is not what was signed`);
  }
  return files.length;
}

export function describeEvidence(
  { manifest, log, sealedAt, texts, receipts }: EvidenceSummary,
  known: EvidenceKeys,
) {
  const { about, madeAt, madeBy, firm, files, textsMissing } = manifest;
  const lost = textsMissing.length > 0 ? ` and ${textsMissing.length} not kept any more` : "";
  const signatures = known.receiptKeys ? "" : ", their signatures not checked: give --receipt-keys";
  return [
    "The evidence pack is right.",
    `  about        ${about.kind} ${about.kind === "period" ? `${about.from} to ${about.to}` : about.id}`,
    `  made         ${madeAt} by ${madeBy} of ${firm.name} (${firm.id})`,
    `  log          ${log.origin}`,
    `  entries      ${log.entries} of ${log.size}`,
    `  root         ${log.root.toString("base64")}`,
    `  sealed       under the checkpoint of ${sealedAt} entries, which continues it`,
    `  files        ${files.length}: ${texts - textsMissing.length} texts as shown${lost}, ${receipts} receipts${signatures}`,
    `  checkpoints  ${log.checkpoints} in the pack, ${known.held.length} of your own`,
  ].join("\n");
}
