import { createHash, createPublicKey } from "node:crypto";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import type { Kms } from "#lib/keys/kms.ts";
import { signStatement } from "#lib/keys/statement.ts";
import { type TransportStatement, transportStatementType } from "./transport-statement.ts";

export interface Publication {
  readonly region: string;
  /** Lock A's key, and the number of the version to publish. */
  readonly key: KeyName;
  readonly kid: string;
  /** The operator's signing key version. */
  readonly signer: KeyVersionName;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** The operator's statement of one version of Lock A's public key, as browsers and servers check it. */
export async function signTransportKey(
  kms: Pick<Kms, "publicKey" | "sign">,
  { region, key, kid, signer, notBefore, notAfter }: Publication,
): Promise<string> {
  const { pem, algorithm } = await kms.publicKey(`${key}/cryptoKeyVersions/${kid}` as KeyVersionName);
  if (algorithm !== "RSA_DECRYPT_OAEP_4096_SHA256") throw new Error(`${key} is not an RSA 4096 OAEP key`);
  const der = createPublicKey(pem).export({ type: "spki", format: "der" });
  const statement: TransportStatement = {
    version: 1,
    region,
    kid,
    spki: pem,
    fingerprint: createHash("sha256").update(der).digest("hex"),
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
  };
  return signStatement(kms, signer, transportStatementType, statement);
}
