import { closeSync, existsSync, openSync, readFileSync, readSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Checkpoint, openCheckpoint, splitNotes } from "../../lib/audit/checkpoint.ts";
import { openConsistency, parseConsistency } from "../../lib/audit/consistency-proof.ts";
import { openProof, parseProof } from "../../lib/audit/inclusion-proof.ts";
import { type NoteKey, parseNoteKey } from "../../lib/audit/note.ts";
import { checkReceipt, parseReceiptKeys, type ReceiptKey } from "../../lib/receipts/check-receipt.ts";
import type { ReceiptFault } from "../../lib/receipts/view.ts";
import { checkEvidence, describeEvidence } from "./evidence-check.ts";
import { Finding, Unreadable } from "./finding.ts";
import { checkPack, type PackSummary } from "./pack-check.ts";

const usage = `npm run audit:verify -- PACK.zip --key KEYFILE [--receipt-keys KEYSET] [--checkpoint FILE]…
npm run audit:verify -- PACK --key KEYFILE [--checkpoint FILE]…
npm run audit:verify -- PROOF --key KEYFILE --leaf HASH
npm run audit:verify -- CONSISTENCY --key KEYFILE --checkpoint FILE
npm run audit:verify -- RECEIPT --key KEYFILE --receipt-keys KEYSET

PACK.zip     an evidence pack, as the console makes it
PACK         an exported log or a firm's evidence as lines
PROOF        an inclusion proof (c2sp.org/tlog-proof) of the entry with the leaf hash HASH (hexadecimal)
CONSISTENCY  what /audit/consistency/SIZE answers for a checkpoint of SIZE entries that you hold
RECEIPT      a receipt of a consent or of a deletion
--key        the log's public keys, one a line; take them from whoever runs the KMS, never from the pack
--checkpoint checkpoints that you hold from earlier; the pack must continue every one
--receipt-keys what receipts are signed with, as a JSON Web Key Set

It ends with 0 if all is right, with 1 if something is wrong, and with 2 if it could not be read.`;

interface Command {
  readonly path: string;
  readonly keys: readonly NoteKey[];
  readonly held: readonly Checkpoint[];
  readonly leaf: string | null;
  readonly receiptKeys: string | null;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        key: { type: "string" },
        checkpoint: { type: "string", multiple: true, default: [] },
        leaf: { type: "string" },
        "receipt-keys": { type: "string" },
      },
    });
  } catch {
    throw new Unreadable(usage);
  }
}

function readCommand(): Command {
  const { positionals, values } = readArguments();
  const [path, ...more] = positionals;
  const { key, checkpoint, leaf } = values;
  if (path === undefined || more.length > 0 || key === undefined) throw new Unreadable(usage);
  if (!existsSync(path)) throw new Unreadable(`${path} is not there`);
  const keys = readKeys(key);
  const held = checkpoint.flatMap((file) => readHeld(file, keys));
  return { path, keys, held, leaf: leaf ?? null, receiptKeys: values["receipt-keys"] ?? null };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new Unreadable(`${file} cannot be read`);
  }
}

function readKeys(file: string): readonly NoteKey[] {
  const lines = readText(file)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  try {
    const keys = lines.map(parseNoteKey);
    if (keys.length > 0) return keys;
  } catch {
    // Said below, with the file's name.
  }
  throw new Unreadable(`${file} has no key, or a line that is none: it wants NAME+ID+KEY`);
}

/** A checkpoint that none of the keys signed proves nothing, so it is refused and not passed over. */
function readHeld(file: string, keys: readonly NoteKey[]): readonly Checkpoint[] {
  const held = splitNotes(readText(file)).map((note) => openCheckpoint(note, keys));
  if (held.length === 0) throw new Unreadable(`${file} has no checkpoint`);
  return held.map((checkpoint) => {
    if (!checkpoint) throw new Unreadable(`${file} has a checkpoint that no key of yours signed`);
    return checkpoint;
  });
}

function describePack(
  { origin, size, tenantId, entries, checkpoints, root }: PackSummary,
  held: number,
): string {
  return [
    tenantId === null ? "The log is right." : `The evidence of ${tenantId} is right.`,
    `  log          ${origin}`,
    `  entries      ${entries} of ${size}`,
    `  root         ${root.toString("base64")}`,
    `  checkpoints  ${checkpoints} in the pack, ${held} of your own`,
  ].join("\n");
}

/** A pack may be far too long to be read at once. */
function beginsWith(path: string, text: string): boolean {
  const file = openSync(path, "r");
  const start = Buffer.alloc(text.length);
  readSync(file, start, 0, start.length, 0);
  closeSync(file);
  return start.toString("latin1") === text;
}

function checkConsistency({ path, keys, held }: Command): string {
  const text = readText(path);
  const proof = parseConsistency(text);
  if (!proof) throw new Unreadable(`${path} is no consistency proof`);
  const mine = held.filter(({ size }) => size === proof.held);
  if (mine.length === 0) throw new Unreadable(`--checkpoint has no checkpoint of ${proof.held} entries`);
  const later = mine.map((one) => openConsistency(text, one, keys));
  if (later.some((one) => one === null)) {
    throw new Finding(`the log does not continue the checkpoint of ${proof.held} entries that you hold`);
  }
  return `The log of ${later[0]?.size} entries continues the one of ${proof.held}.`;
}

function checkProof({ path, keys, held, leaf }: Command & { readonly leaf: string }): string {
  const text = readText(path);
  if (!/^[0-9a-f]{64}$/.test(leaf)) throw new Unreadable("--leaf wants 64 hexadecimal digits");
  const proof = parseProof(text);
  if (!proof) throw new Unreadable(`${path} is no inclusion proof`);
  const checkpoint = openProof(text, Buffer.from(leaf, "hex"), keys);
  if (!checkpoint)
    throw new Finding("the proof does not show that the entry is in the log", { index: proof.index });
  requireNoFork(checkpoint, held);
  return `The entry is number ${proof.index} of ${checkpoint.size} in ${checkpoint.origin}.`;
}

const faults: Readonly<Record<Exclude<ReceiptFault, "unreadable">, string>> = {
  signatureUnknown: "none of your keys is the one that the receipt names",
  signatureWrong: "the receipt is not what was signed",
  proofWrong: "the proof does not show that the receipt’s act is in the log",
};

async function checkEvidencePack({ path, keys, held, receiptKeys }: Command): Promise<string> {
  const known = { keys, held, receiptKeys: receiptKeys === null ? null : readKeySet(receiptKeys) };
  return describeEvidence(await checkEvidence(path, known), known);
}

function checkReceiptFile({ path, keys, held, receiptKeys }: Command & { receiptKeys: string }): string {
  const checked = checkReceipt(readText(path), { log: keys, receipts: readKeySet(receiptKeys) });
  if (checked.fault === "unreadable") throw new Unreadable(`${path} is no receipt`);
  if (checked.fault !== null) throw new Finding(faults[checked.fault]);
  const { receipt, place } = checked;
  if (place) requireNoFork(place.checkpoint, held);
  return [
    "The receipt is right.",
    `  receipt      ${receipt.receiptId} · ${receipt.kind}`,
    `  issued       ${receipt.issuedAt} by ${receipt.processor.id} for ${receipt.controller.name}`,
    `  about        ${receipt.consent?.consentId ?? receipt.deletion?.credentialId}`,
    `  act          ${receipt.act.type} at ${receipt.act.at}`,
    place
      ? `  in the log   number ${place.index} of ${place.checkpoint.size}`
      : "  in the log   not shown: this copy was taken before the log had the act",
  ].join("\n");
}

function readKeySet(file: string): readonly ReceiptKey[] {
  try {
    return parseReceiptKeys(JSON.parse(readText(file)));
  } catch (cause) {
    if (cause instanceof Unreadable) throw cause;
    throw new Unreadable(`${file} is no JSON Web Key Set of Ed25519 keys`);
  }
}

function requireNoFork(checkpoint: Checkpoint, held: readonly Checkpoint[]): void {
  const fork = held.find(({ size, root }) => size === checkpoint.size && !root.equals(checkpoint.root));
  if (fork)
    throw new Finding(`the log is not the one of the checkpoint of ${fork.size} entries that you hold`);
}

try {
  const command = readCommand();
  const { path, keys, held, leaf, receiptKeys } = command;
  if (beginsWith(path, "PK")) console.log(await checkEvidencePack(command));
  else if (receiptKeys !== null) console.log(checkReceiptFile({ ...command, receiptKeys }));
  else if (leaf !== null) console.log(checkProof({ ...command, leaf }));
  else if (beginsWith(path, "old ")) console.log(checkConsistency(command));
  else console.log(describePack(await checkPack(path, keys, held), held.length));
} catch (failure) {
  if (failure instanceof Finding) {
    const { index, eventId, message } = failure;
    console.log(["WRONG", index === null ? [] : `entry ${index}`, eventId ?? [], message].flat().join(" · "));
    process.exitCode = 1;
  } else {
    console.error(failure instanceof Unreadable ? failure.message : "The file could not be read to its end.");
    process.exitCode = 2;
  }
}
