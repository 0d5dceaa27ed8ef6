import { createHash, randomBytes } from "node:crypto";

import { type Once, once } from "../../idp/provider.ts";

export interface CodeGrant {
  readonly consentId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
}

interface IssuedToken {
  readonly consentId: string;
  readonly clientId: string;
  readonly expiresAt: number;
}

export type TokenVerdict = "valid" | "unknown" | "expired" | "otherConsent";

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
}

/** Codes and tokens of the bank's authorisation server. Only digests are kept. */
export interface OAuth {
  readonly codes: Once<CodeGrant>;
  issue(consentId: string, clientId: string): Tokens;
  /** A refresh token is good once: the answer brings the next one. */
  refresh(
    refreshToken: string,
    clientId: string,
  ): { readonly consentId: string; readonly tokens: Tokens } | null;
  revoke(token: string): void;
  judge(accessToken: string, consentId: string): TokenVerdict;
  /** For which consent a token was given, whether or not it still holds. */
  consentOf(accessToken: string): string | null;
}

const codeLifetimeMs = 60_000;
const accessLifetimeSeconds = 600;
const refreshLifetimeMs = 180 * 86_400_000;

export function createOAuth(now: () => number): OAuth {
  const access = new Map<string, IssuedToken>();
  const refreshing = new Map<string, IssuedToken>();

  const issue = (consentId: string, clientId: string): Tokens => {
    const [accessToken, refreshToken] = [newToken(), newToken()];
    const about = { consentId, clientId };
    access.set(digest(accessToken), { ...about, expiresAt: now() + accessLifetimeSeconds * 1000 });
    refreshing.set(digest(refreshToken), { ...about, expiresAt: now() + refreshLifetimeMs });
    return { accessToken, refreshToken, expiresInSeconds: accessLifetimeSeconds };
  };

  return {
    codes: once(codeLifetimeMs, now),
    issue,
    refresh(refreshToken, clientId) {
      const found = refreshing.get(digest(refreshToken));
      if (!found || found.clientId !== clientId || found.expiresAt <= now()) return null;
      refreshing.delete(digest(refreshToken));
      return { consentId: found.consentId, tokens: issue(found.consentId, clientId) };
    },
    revoke(token) {
      access.delete(digest(token));
      refreshing.delete(digest(token));
    },
    consentOf: (accessToken) => access.get(digest(accessToken))?.consentId ?? null,
    judge(accessToken, consentId) {
      const found = access.get(digest(accessToken));
      if (!found) return "unknown";
      if (found.consentId !== consentId) return "otherConsent";
      return found.expiresAt > now() ? "valid" : "expired";
    },
  };
}

const newToken = (): string => randomBytes(32).toString("base64url");
const digest = (token: string): string => createHash("sha256").update(token).digest("base64url");
