import { CompactEncrypt, importJWK, type JWK } from "jose";
import { z } from "zod";
import { parseAnswer } from "#lib/aspsp/answer-fields.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import type { Talk } from "./talk.ts";

const Keys = z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1).max(20) });
const algorithm = "RSA-OAEP-256";

/** The password sealed to the key that the bank publishes, as a compact JWE. */
export async function encryptPassword(
  talk: Talk,
  keysHref: string,
  password: Secret<string>,
): Promise<string> {
  const answer = await talk.ask({ call: "passwordKeys", method: "GET", url: keysHref });
  const { keys } = parseAnswer(Keys, answer.json(), "passwordKeys");
  const usable = keys.find(
    ({ kty, use, alg }) => kty === "RSA" && use !== "sig" && (alg ?? algorithm) === algorithm,
  );
  if (!usable) throw new AspspError("notSupported", { call: "passwordKeys" });
  const key = await importJWK({ ...usable, alg: algorithm } as JWK, algorithm);
  return new CompactEncrypt(new TextEncoder().encode(password.reveal()))
    .setProtectedHeader({
      alg: algorithm,
      enc: "A256GCM",
      ...(typeof usable.kid === "string" ? { kid: usable.kid } : {}),
    })
    .encrypt(key);
}
