import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Person } from "../config.ts";
import { jsonAnswer } from "../http/answer.ts";
import { signIdToken } from "./id-token.ts";
import type { Grant, Provider } from "./provider.ts";

const lifetimeSeconds = 300;

/** Gives an ID token for a code: the right client, the address and the verifier the code was asked with, once. */
export async function answerToken(provider: Provider, request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  if (!isOurClient(provider, request.headers.get("authorization"), form)) {
    return jsonAnswer({ error: "invalid_client" }, 401, { "www-authenticate": 'Basic realm="sandbox"' });
  }
  if (form.get("grant_type") !== "authorization_code")
    return refuse("unsupported_grant_type", "Only authorization_code");

  // Taken before the rest is looked at: a code that was tried with a wrong verifier is spent.
  const grant = provider.codes.take(form.get("code") ?? "");
  if (!grant) return refuse("invalid_grant", "The code is unknown, spent or older than a minute");
  if (form.get("redirect_uri") !== grant.redirectUri)
    return refuse("invalid_grant", "The redirect address differs");
  if (!provesChallenge(form.get("code_verifier") ?? "", grant.codeChallenge)) {
    return refuse("invalid_grant", "The code verifier does not fit");
  }
  return jsonAnswer(await tokensFor(provider, grant));
}

export function answerUserinfo(provider: Provider, request: Request): Response {
  const [, token = ""] = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  const known = provider.accessTokens.get(token);
  if (!known || known.expiresAt <= provider.now()) {
    return jsonAnswer({ error: "invalid_token" }, 401, {
      "www-authenticate": 'Bearer error="invalid_token"',
    });
  }
  return jsonAnswer(personClaims(known.person));
}

async function tokensFor(provider: Provider, grant: Grant): Promise<object> {
  const now = provider.now();
  const iat = Math.floor(now / 1000);
  const accessToken = randomBytes(32).toString("base64url");
  for (const [old, { expiresAt }] of provider.accessTokens)
    if (expiresAt <= now) provider.accessTokens.delete(old);
  provider.accessTokens.set(accessToken, { person: grant.person, expiresAt: now + lifetimeSeconds * 1000 });

  const fault = provider.nextFaults.get(grant.person.subject) ?? null;
  provider.nextFaults.delete(grant.person.subject);
  const claims = {
    ...personClaims(grant.person),
    iss: provider.issuer,
    aud: provider.clientId,
    nonce: grant.nonce,
    auth_time: grant.authTime,
    iat,
    exp: iat + lifetimeSeconds,
  };
  const idToken = await signIdToken(provider.key, claims, fault);
  return {
    access_token: accessToken,
    token_type: "Bearer",
    expires_in: lifetimeSeconds,
    scope: "openid",
    id_token: idToken,
  };
}

const personClaims = ({ subject, name, email }: Person) => ({
  sub: subject,
  name,
  email,
  email_verified: true,
});

function isOurClient(provider: Provider, authorization: string | null, form: URLSearchParams): boolean {
  const given = authorization === null ? fromForm(form) : fromBasic(authorization, form);
  return given !== null && isSame(given.id, provider.clientId) && isSame(given.secret, provider.clientSecret);
}

interface ClientSecret {
  readonly id: string;
  readonly secret: string;
}

function fromForm(form: URLSearchParams): ClientSecret {
  return { id: form.get("client_id") ?? "", secret: form.get("client_secret") ?? "" };
}

/** RFC 6749, 2.3.1: both halves are form-encoded first, and one request uses one method only. */
function fromBasic(authorization: string, form: URLSearchParams): ClientSecret | null {
  const [, encoded] = /^Basic ([\w+/=-]+)$/i.exec(authorization) ?? [];
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? "", "base64").toString("utf8")) ?? [];
  if (id === undefined || secret === undefined || form.has("client_secret")) return null;
  return { id: formDecode(id), secret: formDecode(secret) };
}

const formDecode = (text: string) =>
  new URLSearchParams(`value=${text.replaceAll("&", "%26")}`).get("value") ?? "";

/** RFC 7636, 4.6. */
function provesChallenge(verifier: string, challenge: string): boolean {
  if (!/^[\w.~-]{43,128}$/.test(verifier)) return false;
  return isSame(createHash("sha256").update(verifier).digest("base64url"), challenge);
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

const refuse = (error: string, reason: string) => jsonAnswer({ error, error_description: reason }, 400);
