import { randomBytes } from "node:crypto";

import {
  calculateJwkThumbprint,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from "jose";

export const faults = [
  "algNone",
  "wrongNonce",
  "wrongAudience",
  "expired",
  "badSignature",
  "wrongIssuer",
  "hs256PublicKey",
] as const;

/** One way in which an ID token can lie. A client that accepts any of them is broken. */
export type Fault = (typeof faults)[number];

export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
  readonly publicPem: string;
}

export async function createSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { modulusLength: 2048 });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    privateKey,
    publicJwk: { ...jwk, kid, use: "sig", alg: "RS256" },
    publicPem: await exportSPKI(publicKey),
  };
}

export interface IdTokenClaims extends JWTPayload {
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
  readonly nonce: string;
  readonly iat: number;
  readonly exp: number;
}

export async function signIdToken(
  key: SigningKey,
  claims: IdTokenClaims,
  fault: Fault | null,
): Promise<string> {
  const header = { alg: "RS256", kid: key.publicJwk.kid, typ: "JWT" };
  const sign = (spoiled: Partial<IdTokenClaims> = {}) =>
    new SignJWT({ ...claims, ...spoiled }).setProtectedHeader(header).sign(key.privateKey);

  switch (fault) {
    case null:
      return sign();
    case "algNone":
      return new UnsecuredJWT(claims).encode();
    case "wrongNonce":
      return sign({ nonce: randomBytes(16).toString("base64url") });
    case "wrongAudience":
      return sign({ aud: `${claims.aud}-of-someone-else` });
    case "expired":
      return sign({ iat: claims.iat - 7200, exp: claims.iat - 3600 });
    case "badSignature":
      return withFlippedBit(await sign());
    case "wrongIssuer":
      return sign({ iss: "https://issuer.invalid" });
    case "hs256PublicKey":
      // The old confusion attack: the published key, read as a shared secret by a client that trusts `alg`.
      return new SignJWT(claims)
        .setProtectedHeader({ ...header, alg: "HS256" })
        .sign(new TextEncoder().encode(key.publicPem));
  }
}

function withFlippedBit(token: string): string {
  const [header, payload, signature] = token.split(".");
  const bytes = Buffer.from(signature ?? "", "base64url");
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return `${header}.${payload}.${bytes.toString("base64url")}`;
}
