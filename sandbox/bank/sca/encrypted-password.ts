import { compactDecrypt, exportJWK, generateKeyPair, type JSONWebKeySet } from "jose";

const algorithm = "RSA-OAEP-256";
let pair: ReturnType<typeof generateKeyPair> | null = null;

/** Made when it is first asked for: most callers never do. */
function keys(): ReturnType<typeof generateKeyPair> {
  pair ??= generateKeyPair(algorithm, { modulusLength: 2048 });
  return pair;
}

export async function passwordKeys(): Promise<JSONWebKeySet> {
  const { publicKey } = await keys();
  return { keys: [{ ...(await exportJWK(publicKey)), alg: algorithm, use: "enc", kid: "password-1" }] };
}

/** The password in a compact JWE; `null` where it does not open. */
export async function openPassword(jwe: string): Promise<string | null> {
  const { privateKey } = await keys();
  try {
    const { plaintext } = await compactDecrypt(jwe, privateKey, {
      keyManagementAlgorithms: [algorithm],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    return new TextDecoder().decode(plaintext);
  } catch {
    return null;
  }
}
