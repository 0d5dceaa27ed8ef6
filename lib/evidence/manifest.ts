import { z } from "zod";
import { idSchema } from "#lib/kernel/id.ts";
import { aboutSchema } from "./evidence.ts";

/*
 * What holds an evidence pack together. `manifest.json` has the hash of every other file and of all bytes of the archive
 * before it; `seal.json` has the entry of the log that has the manifest's hash, and the proofs that it is there. Both are
 * written in one way only, so that a second way to write them is a change that is found. docs/audit-log.md describes it.
 */

export const packFormat = "licet-evidence-pack/1";
export const sealFormat = "licet-evidence-seal/1";
export const packFolder = "licet-evidence";

/** The files of a pack, in their order; texts, receipts and certificates stand between credentials and keys. */
export const packFiles = {
  events: `${packFolder}/events.jsonl`,
  consents: `${packFolder}/consents.json`,
  credentials: `${packFolder}/credentials.json`,
  keys: `${packFolder}/keys.json`,
  checkpoint: `${packFolder}/checkpoint.txt`,
  summary: `${packFolder}/summary.pdf`,
  manifest: `${packFolder}/manifest.json`,
  seal: `${packFolder}/seal.json`,
} as const;

export const textFile = (presentationId: string): string =>
  `${packFolder}/consent-texts/${presentationId}.md`;
export const receiptFileName = (receiptId: string, isCertificate: boolean): string =>
  `${packFolder}/${isCertificate ? "deletion-certificates" : "receipts"}/${receiptId}.json`;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);

const fileSchema = z.strictObject({ name: z.string().max(200), bytes: count, sha256 });
export type PackedFile = z.output<typeof fileSchema>;

export const manifestSchema = z.strictObject({
  format: z.literal(packFormat),
  /** The log's name. */
  origin: z.string().min(1).max(200),
  firm: z.strictObject({ id: idSchema("ten"), name: z.string().max(200) }),
  about: aboutSchema,
  /** By which identifiers its entries were found; none where they are all of a time. */
  ids: z.array(z.string().max(60)),
  madeAt: z.iso.datetime(),
  madeBy: idSchema("per"),
  /** How many entries the log had, and how many of them are shown. */
  logSize: count,
  entries: count,
  /** Showings whose text does not render as it was shown, so that there is no file of it. */
  textsMissing: z.array(idSchema("cpr")),
  /** Every byte of the archive before this file. */
  before: z.strictObject({ bytes: count, sha256 }),
  files: z.array(fileSchema),
});
export type Manifest = z.output<typeof manifestSchema>;

const sealSchema = z.strictObject({
  format: z.literal(sealFormat),
  /** The entry, to the byte: its leaf is `SHA-256(0x00 || entry)`. */
  entry: z.string().max(8_192),
  /** c2sp.org/tlog-proof of that entry. */
  proof: z.string().max(16_000),
  /** That the same checkpoint continues the one in the pack. */
  consistency: z.string().max(16_000),
});
export type Seal = z.output<typeof sealSchema>;

const written = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

export const writeManifest = (manifest: Omit<Manifest, "format">): string =>
  written(manifestSchema.parse({ format: packFormat, ...manifest }));

export const writeSeal = (seal: Omit<Seal, "format">): string => written({ format: sealFormat, ...seal });

export const readManifest = (text: string): Manifest | null => readAsWritten(text, manifestSchema);
export const readSeal = (text: string): Seal | null => readAsWritten(text, sealSchema);

/** `null` for whatever is not written as we write it. */
function readAsWritten<T extends object>(text: string, schema: z.ZodType<T>): T | null {
  try {
    const value = schema.parse(JSON.parse(text));
    return written(value) === text ? value : null;
  } catch {
    return null;
  }
}
