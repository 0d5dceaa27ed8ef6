import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { z } from "zod";
import { type Checkpoint, readUnverified } from "#lib/audit/checkpoint.ts";
import { openProof, parseProof } from "#lib/audit/inclusion-proof.ts";
import type { NoteKey } from "#lib/audit/note.ts";
import type { Receipt } from "./receipt.ts";
import { parseReceiptFile, readSignature } from "./receipt-file.ts";
import type { ReceiptFault } from "./view.ts";

/** A published key of receipts, under the name that their signatures carry. */
export interface ReceiptKey {
  readonly kid: string;
  readonly key: KeyObject;
}

export interface TrustedKeys {
  readonly receipts: readonly ReceiptKey[];
  readonly log: readonly NoteKey[];
}

export type ReceiptCheck =
  | { readonly fault: ReceiptFault }
  | {
      readonly fault: null;
      readonly receipt: Receipt;
      /** Where the log has the act, or `null` if the file does not bring the proof. */
      readonly place: { readonly index: number; readonly checkpoint: Checkpoint } | null;
    };

const receiptType = "licet-receipt+jws";

/** Checks a receipt with keys that whoever checks brings, never with any from the file. */
export function checkReceipt(text: string, keys: TrustedKeys): ReceiptCheck {
  const file = parseReceiptFile(text);
  const signature = file && readSignature(file);
  if (!file || !signature) return { fault: "unreadable" };
  const { header, input, bytes } = signature;
  const known = keys.receipts.find(({ kid }) => kid === header.kid);
  // The algorithm is ours to choose, not the file's (RFC 8725, 3.1 and 3.11).
  if (!known || header.alg !== "EdDSA" || header.typ !== receiptType) return { fault: "signatureUnknown" };
  if (!verify(null, input, known.key, bytes)) return { fault: "signatureWrong" };
  if (file.proof === null) return { fault: null, receipt: file.receipt, place: null };
  const place = placeOf(file.proof, file.receipt, keys.log);
  return place ? { fault: null, receipt: file.receipt, place } : { fault: "proofWrong" };
}

function placeOf(proof: string, { act, processor }: Receipt, log: readonly NoteKey[]) {
  const parsed = parseProof(proof);
  // A log of another name proves nothing about an act that was done here.
  if (!parsed || readUnverified(parsed.note)?.origin !== processor.id) return null;
  const checkpoint = openProof(proof, Buffer.from(act.leafHash, "hex"), log);
  return checkpoint && { index: parsed.index, checkpoint };
}

const keySetSchema = z.object({
  keys: z.array(
    z.looseObject({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string(), kid: z.string() }),
  ),
});

/** The keys of a JSON Web Key Set (RFC 7517). Throws if it is none, or has a key of another kind. */
export function parseReceiptKeys(keySet: unknown): readonly ReceiptKey[] {
  return keySetSchema.parse(keySet).keys.map(({ kid, kty, crv, x }) => ({
    kid,
    key: createPublicKey({ key: { kty, crv, x }, format: "jwk" }),
  }));
}
