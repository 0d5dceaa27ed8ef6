import canonicalize from "canonicalize";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import type { Kms } from "./kms.ts";

/** A compact JWS (RFC 7515, 3.1; EdDSA, RFC 8037) over canonical JSON (RFC 8785), whose key never leaves the KMS. */
export async function signStatement(
  kms: Pick<Kms, "sign">,
  signer: KeyVersionName,
  typ: string,
  claims: object,
): Promise<string> {
  const header = { alg: "EdDSA", kid: signer, typ };
  const input = [header, claims].map((part) => base64url(canonicalize(part) as string)).join(".");
  const signature = await kms.sign(signer, Buffer.from(input, "ascii"));
  return `${input}.${signature.toString("base64url")}`;
}

const base64url = (text: string) => Buffer.from(text, "utf8").toString("base64url");
