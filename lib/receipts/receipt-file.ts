import canonicalize from "canonicalize";
import { z } from "zod";
import { type Receipt, receiptSchema } from "./receipt.ts";

/*
 * A receipt as a file to keep: what is said in plain JSON, its signature (RFC 7515, appendix F: the payload is the
 * canonical JSON of `receipt`, RFC 8785), and the proof that the log has the act. docs/receipts.md describes it.
 */

export const receiptFormat = "licet-receipt/1";

const fileSchema = z.strictObject({
  format: z.literal(receiptFormat),
  receipt: receiptSchema,
  /** `header..signature`, both in base64url. */
  signature: z
    .string()
    .max(2_000)
    .regex(/^[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]{86}$/),
  /** A c2sp.org/tlog-proof, or `null` while no signed checkpoint covers the act. */
  proof: z.string().max(16_000).nullable(),
});
export type ReceiptFile = z.output<typeof fileSchema>;

/** Longer than any receipt that is ever issued. */
export const longestReceiptFile = 200_000;

/** From a stored compact JWS. Throws if that is none of ours. */
export function receiptFile(statement: string, proof: string | null): ReceiptFile {
  const [header = "", payload = "", signature = ""] = statement.split(".");
  const receipt = receiptSchema.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  return fileSchema.parse({ format: receiptFormat, receipt, signature: `${header}..${signature}`, proof });
}

export const formatReceiptFile = (file: ReceiptFile): string => `${JSON.stringify(file, null, 2)}\n`;

/** `null` for whatever is no receipt. */
export function parseReceiptFile(text: string): ReceiptFile | null {
  if (text.length > longestReceiptFile) return null;
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export interface Signature {
  readonly header: { readonly alg: string; readonly kid: string; readonly typ: string };
  /** What was signed, to the byte. */
  readonly input: Buffer;
  readonly bytes: Buffer;
}

const headerSchema = z.strictObject({ alg: z.string(), kid: z.string(), typ: z.string() });

/** `null` if the header is not one of a receipt. */
export function readSignature({
  receipt,
  signature,
}: Pick<ReceiptFile, "receipt" | "signature">): Signature | null {
  const [encoded = "", , bytes = ""] = signature.split(".");
  // One signature has one writing: bits that nobody reads are not left to be changed.
  if (Buffer.from(bytes, "base64url").toString("base64url") !== bytes) return null;
  try {
    const header = headerSchema.parse(JSON.parse(Buffer.from(encoded, "base64url").toString("utf8")));
    const payload = Buffer.from(canonical(receipt), "utf8").toString("base64url");
    return {
      header,
      input: Buffer.from(`${encoded}.${payload}`, "ascii"),
      bytes: Buffer.from(bytes, "base64url"),
    };
  } catch {
    return null;
  }
}

const canonical = (receipt: Receipt): string => canonicalize(receipt) as string;
