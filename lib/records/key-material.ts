import { createSecretKey, timingSafeEqual } from "node:crypto";
import { dataKeyBytes, expand } from "#lib/keys/aead.ts";
import { RecordsError } from "./records-error.ts";

const noSalt = Buffer.alloc(0);
const label = Buffer.from("licet/records/2", "utf8");

/** What a data key is used as, with the commitment to it behind. The caller clears it. */
export const materialOf = (dataKey: Buffer, aad: Buffer): Buffer =>
  expand(createSecretKey(dataKey), noSalt, Buffer.concat([label, aad]));

/** A copy: what it is taken from is cleared. */
export const commitmentIn = (material: Buffer): Buffer => Buffer.from(material.subarray(dataKeyBytes));

/** What the KMS gave is the row's key and no other, before anything is sealed or wrapped under it. */
export function materialCommittedTo(commitment: Buffer, dataKey: Buffer, aad: Buffer): Buffer {
  const material = materialOf(dataKey, aad);
  if (timingSafeEqual(commitmentIn(material), commitment)) return material;
  material.fill(0);
  throw new RecordsError("wrongCommitment");
}
