import { createSecretKey, randomBytes } from "node:crypto";
import {
  type DerivedKey,
  dataKeyBytes,
  expand,
  openUnder,
  requireSuite,
  sealUnder,
  toDerivedKey,
} from "./aead.ts";

/**
 * Suite 1: what is sealed at rest under a data key of its own, which the KMS wraps. HKDF-SHA256 of the data key gives
 * the AES-256 key and the commitment (`aead.ts`).
 */
const suite = 1;
const noSalt = Buffer.alloc(0);
const label = Buffer.from("licet/envelope/1", "utf8");

export const newDataKey = (): Buffer => randomBytes(dataKeyBytes);

export function sealEnvelope(dataKey: Buffer, plaintext: Buffer, context: Buffer): Buffer {
  return sealUnder(suite, derive(dataKey, context), plaintext, [context]);
}

export function openEnvelope(dataKey: Buffer, envelope: Buffer, context: Buffer): Buffer {
  requireSuite(suite, envelope);
  return openUnder(suite, derive(dataKey, context), envelope, [context]);
}

/** The context is in `info`, so another context gives another key and another commitment. */
function derive(dataKey: Buffer, context: Buffer): DerivedKey {
  return toDerivedKey(expand(createSecretKey(dataKey), noSalt, Buffer.concat([label, context])));
}
