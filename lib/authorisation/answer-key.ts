import { generateKeyPairSync } from "node:crypto";
import { compactDecrypt } from "jose";
import { z } from "zod";
import type { AuthorisationId } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { unpad } from "#lib/vault/padding.ts";
import type { AnswerKeyView } from "./view.ts";

/** One step's own key: what was sealed to another step, or for another authorisation, opens nowhere. */
export interface AnswerKey {
  readonly view: AnswerKeyView;
  /** `null` for whatever is not a sealed answer to this step. */
  open(sealed: string): Promise<Secret<string> | null>;
}

/** More than an address that a bank sends somebody back to. */
export const longestSealedAnswer = 16 * 1024;

const jwkSchema = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
});

/** The public half as it stands in the authorisation's row. */
export const answerKeySchema = z.strictObject({
  authorisationId: z.string(),
  step: z.int().min(1),
  publicKey: jwkSchema,
});

/** A fresh key in this process's memory. It is gone when the last reference to it is. */
export function newAnswerKey(authorisationId: AuthorisationId, step: number): AnswerKey {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const headerSchema = z.strictObject({
    alg: z.literal("ECDH-ES"),
    enc: z.literal("A256GCM"),
    typ: z.literal("licet-answer+jwe"),
    authorisation: z.literal(authorisationId),
    step: z.literal(step),
    epk: jwkSchema,
  });
  return {
    view: { authorisationId, step, publicKey: jwkSchema.parse(publicKey.export({ format: "jwk" })) },
    async open(sealed) {
      if (sealed.length > longestSealedAnswer) return null;
      try {
        const { plaintext, protectedHeader } = await compactDecrypt(sealed, privateKey, {
          keyManagementAlgorithms: ["ECDH-ES"],
          contentEncryptionAlgorithms: ["A256GCM"],
        });
        headerSchema.parse(protectedHeader);
        const padded = Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.length);
        const answer = new Secret(unpad(padded).toString("utf8"));
        padded.fill(0);
        return answer;
      } catch {
        // Whatever is wrong with it, the answer is the same, and nothing of it is said.
        return null;
      }
    },
  };
}
