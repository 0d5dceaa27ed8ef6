import { CompactEncrypt, compactVerify, importSPKI } from "jose";
import type { SealingOffer } from "#lib/vault/view.ts";
import { pad } from "./padding.ts";

/** The key is not the operator's, or is out of its time: nothing must be sealed to it. */
export class UntrustedKey extends Error {
  override readonly name = "UntrustedKey";
}

/** The browser lacks the cryptography that sealing needs. */
export class UnsupportedBrowser extends Error {
  override readonly name = "UnsupportedBrowser";
}

/**
 * Lock A, in the browser: what was typed becomes a compact JWE for the KMS's public key, padded so that
 * its length tells nothing, and bound by its header to this firm, this page view and this bank. What is
 * not sealed is never returned, stored or logged here.
 */
export async function sealCredential(
  offer: SealingOffer,
  fields: Readonly<Record<string, string>>,
  now: Date,
): Promise<string> {
  const { kid, spki } = await trustedKey(offer, now);
  const key = await importSPKI(spki, "RSA-OAEP-256");
  const plaintext = pad(new TextEncoder().encode(JSON.stringify(fields)));
  try {
    return await new CompactEncrypt(plaintext)
      .setProtectedHeader({
        alg: "RSA-OAEP-256",
        enc: "A256GCM",
        typ: "licet-credential+jwe",
        kid,
        tenant: offer.tenantId,
        sealing: offer.sealingId,
        institution: offer.institutionId,
      })
      .encrypt(key);
  } finally {
    plaintext.fill(0);
  }
}

/** Checks the operator's signature once more, where the secret is: a key swapped on the way is refused. */
async function trustedKey(offer: SealingOffer, now: Date): Promise<{ kid: string; spki: string }> {
  try {
    const signer = await importSPKI(offer.signerPem, "EdDSA");
    const { payload, protectedHeader } = await compactVerify(offer.statement, signer, {
      algorithms: ["EdDSA"],
    });
    const { kid, spki, notBefore, notAfter } = JSON.parse(new TextDecoder().decode(payload));
    const inTime = Date.parse(notBefore) <= now.getTime() && now.getTime() < Date.parse(notAfter);
    if (protectedHeader.typ === "licet-transport-key+jws" && inTime) return { kid, spki };
  } catch (cause) {
    // Browsers of before 2025 may not know Ed25519: that is no reason to suspect the key.
    if (isUnsupported(cause)) throw new UnsupportedBrowser();
    // Whatever else is wrong with it, the answer is the same.
  }
  throw new UntrustedKey();
}

const isUnsupported = (cause: unknown): boolean =>
  crypto.subtle === undefined || (cause instanceof Error && cause.name === "NotSupportedError");
