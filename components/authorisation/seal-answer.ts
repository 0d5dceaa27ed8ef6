import { CompactEncrypt, importJWK } from "jose";
import { pad } from "#components/vault/padding.ts";
import type { AnswerKeyView } from "#lib/authorisation/view.ts";

/**
 * Seals what a person answers their bank, in the browser, to a key that lives in the memory of the one dialog that
 * asked and goes with its step (RFC 7516; ECDH-ES, RFC 7518, 4.6). Bound by its header to that step.
 */
export async function sealAnswer(
  { authorisationId, step, publicKey }: AnswerKeyView,
  answer: string,
): Promise<string> {
  const key = await importJWK(publicKey, "ECDH-ES");
  const plaintext = pad(new TextEncoder().encode(answer));
  try {
    return await new CompactEncrypt(plaintext)
      .setProtectedHeader({
        alg: "ECDH-ES",
        enc: "A256GCM",
        typ: "licet-answer+jwe",
        authorisation: authorisationId,
        step,
      })
      .encrypt(key);
  } finally {
    plaintext.fill(0);
  }
}
