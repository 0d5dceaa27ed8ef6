import { createHmac } from "node:crypto";
import type { PersonId } from "#lib/kernel/id.ts";
import { lengthPrefixed } from "#lib/keys/canonical.ts";
import type { CredentialFields } from "./unlock.ts";

const label = "licet/likeness/1";

export interface Access {
  readonly personId: PersonId;
  readonly institutionId: string;
  readonly fields: CredentialFields;
}

/**
 * HMAC-SHA-256 over what tells one access from another, in one canonical form: equal for equal accesses of one person
 * under one firm's key, and nothing to anybody without that key. The person is in it, so that two people who share an
 * access are not shown to by a dump. `null` where the bank's identifying fields are not all there to be compared.
 */
export function likenessOf(
  key: Buffer,
  { personId, institutionId, fields }: Access,
  identifying: readonly string[],
): Buffer | null {
  const values = identifying.map((id) => normalised(fields[id] ?? ""));
  if (values.length === 0 || values.some((value) => value === "")) return null;
  const named = identifying.flatMap((id, at) => [id, values[at] ?? ""]);
  return createHmac("sha256", key)
    .update(lengthPrefixed([label, personId, institutionId, ...named]))
    .digest();
}

/** What people mean by the same: without spaces around it, and in one form of each letter (NFKC). */
const normalised = (text: string): string => text.normalize("NFKC").trim();
