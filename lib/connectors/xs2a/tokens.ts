import { z } from "zod";
import { optional, optionalText, parseAnswer, text } from "#lib/aspsp/answer-fields.ts";
import type { BankAnswer } from "#lib/aspsp/bank-access.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import { Secret } from "#lib/kernel/secret.ts";
import type { OAuthFlow } from "./oauth-flow.ts";
import { BankRefusal } from "./refusal.ts";
import type { Talk } from "./talk.ts";

/** What the bank's authorisation server gave, and where it gives the next. Kept as one secret text in the vault. */
const Tokens = z.strictObject({
  accessToken: z.string(),
  refreshToken: z.string().nullable(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
  tokenEndpoint: z.string(),
  revocationEndpoint: z.string().nullable(),
  clientId: z.string(),
});
export type Tokens = z.output<typeof Tokens>;

export const packTokens = (tokens: Tokens): Secret<string> => new Secret(JSON.stringify(tokens));
export const unpackTokens = (kept: Secret<string>): Tokens => Tokens.parse(JSON.parse(kept.reveal()));

/** RFC 6749, 5.1. Numbers arrive as text. */
const TokenAnswer = z.object({
  access_token: text.min(1),
  refresh_token: optionalText,
  token_type: z.string().regex(/^bearer$/i),
  expires_in: optional(z.string().regex(/^\d{1,9}$/)),
});

const usualLifetimeSeconds = 300;

type Endpoints = Pick<Tokens, "tokenEndpoint" | "revocationEndpoint" | "clientId">;

export async function exchangeCode(talk: Talk, flow: OAuthFlow, code: Secret<string>): Promise<Tokens> {
  const form = {
    grant_type: "authorization_code",
    code: code.reveal(),
    redirect_uri: flow.redirectUri,
    client_id: flow.clientId,
    code_verifier: flow.verifier.reveal(),
  };
  const { tokenEndpoint, revocationEndpoint, clientId } = flow;
  return takeTokens(talk, { tokenEndpoint, revocationEndpoint, clientId }, form, null);
}

/** The old refresh token is worth nothing once this has been answered. */
export async function refreshTokens(talk: Talk, tokens: Tokens): Promise<Tokens> {
  if (tokens.refreshToken === null) throw new AspspError("tokenRefused", { call: "refreshTokens" });
  const form = {
    grant_type: "refresh_token",
    refresh_token: tokens.refreshToken,
    client_id: tokens.clientId,
  };
  return takeTokens(talk, tokens, form, tokens.refreshToken);
}

async function takeTokens(
  talk: Talk,
  { tokenEndpoint, revocationEndpoint, clientId }: Endpoints,
  form: Readonly<Record<string, string>>,
  earlierRefreshToken: string | null,
): Promise<Tokens> {
  const answer = await askForTokens(talk, tokenEndpoint, form);
  const given = parseAnswer(TokenAnswer, answer.json(), "token");
  const lifetimeMs = Number(given.expires_in ?? usualLifetimeSeconds) * 1000;
  return {
    accessToken: given.access_token,
    refreshToken: given.refresh_token ?? earlierRefreshToken,
    expiresAt: talk.now().getTime() + lifetimeMs,
    tokenEndpoint,
    revocationEndpoint,
    clientId,
  };
}

async function askForTokens(
  talk: Talk,
  url: string,
  form: Readonly<Record<string, string>>,
): Promise<BankAnswer> {
  try {
    return await talk.ask({ call: "token", method: "POST", url, form });
  } catch (cause) {
    // RFC 6749, 5.2: a grant that is refused will not be taken later either.
    const isRefused = cause instanceof BankRefusal && (cause.status === 400 || cause.status === 401);
    throw isRefused ? new AspspError("tokenRefused", cause.facts, { cause }) : cause;
  }
}

/** RFC 7009. Each on its own: not every server ends an access token with the one that renews it. */
export async function revokeTokens(talk: Talk, tokens: Tokens): Promise<void> {
  const { revocationEndpoint, accessToken, refreshToken, clientId } = tokens;
  if (revocationEndpoint === null) return;
  for (const token of [refreshToken, accessToken]) {
    if (token === null) continue;
    const form = { token, client_id: clientId };
    await talk.ask({ call: "revokeToken", method: "POST", url: revocationEndpoint, form });
  }
}
