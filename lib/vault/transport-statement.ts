import { compactVerify, importSPKI } from "jose";
import { z } from "zod";
import { VaultError } from "./vault-error.ts";

/** What the operator signed of a transport key: whoever swaps the key in the database cannot sign this. */
export const transportStatementSchema = z.strictObject({
  version: z.literal(1),
  region: z.string(),
  kid: z.string().regex(/^[1-9][0-9]{0,9}$/),
  /** SubjectPublicKeyInfo, PEM. */
  spki: z.string().max(2048),
  /** SHA-256 of the key's DER form, hexadecimal: what is shown to people who compare. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime(),
});
export type TransportStatement = z.output<typeof transportStatementSchema>;

export const transportStatementType = "licet-transport-key+jws";

/** A published version's number and what the operator signed of it, as they stand side by side in the table. */
export interface PublishedKey {
  readonly kid: string;
  readonly statement: string;
}

/**
 * Believes a statement only under the operator's key, for this region and version, within its time. The browser checks
 * it once more.
 */
export async function verifyTransportStatement(
  { kid, statement }: PublishedKey,
  signerPem: string,
  region: string,
  now: Date,
): Promise<TransportStatement> {
  const claims = await verified(statement, signerPem);
  const inTime = Date.parse(claims.notBefore) <= now.getTime() && now.getTime() < Date.parse(claims.notAfter);
  if (claims.region !== region || claims.kid !== kid || !inTime) throw new VaultError("wrongContext");
  return claims;
}

async function verified(statement: string, signerPem: string): Promise<TransportStatement> {
  try {
    const key = await importSPKI(signerPem, "EdDSA");
    const { payload, protectedHeader } = await compactVerify(statement, key, { algorithms: ["EdDSA"] });
    if (protectedHeader.typ !== transportStatementType) throw new VaultError("wrongHeader");
    return transportStatementSchema.parse(JSON.parse(new TextDecoder().decode(payload)));
  } catch (cause) {
    throw new VaultError("notAuthentic", { cause });
  }
}
