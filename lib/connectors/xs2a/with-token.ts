import { AspspError } from "#lib/aspsp/failure.ts";
import type { KeepTokens } from "#lib/aspsp/session.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { toAspspError } from "./outcome.ts";
import type { Talk } from "./talk.ts";
import { packTokens, refreshTokens, type Tokens, unpackTokens } from "./tokens.ts";

/** Renewed a little before they end, so that none ends on its way. */
const renewBeforeMs = 30_000;

export type Headers = Readonly<Record<string, string>>;
/** Runs a call with the headers that prove our access, and once more where the bank wants a newer token. */
export type WithToken = <T>(call: (proof: Headers) => Promise<T>) => Promise<T>;

/** Access by tokens, where the bank gave some; without them the caller's certificate is the proof. */
export function withTokens(
  talk: Talk,
  kept: Secret<string> | null,
  keepTokens: KeepTokens | null,
): WithToken {
  let tokens: Promise<Tokens> | null = kept ? Promise.resolve(unpackTokens(kept)) : null;

  async function renew(held: Tokens, keep: KeepTokens): Promise<Tokens> {
    const renewed = await refreshTokens(talk, held);
    await keep(packTokens(renewed));
    return renewed;
  }

  /** One renewal at a time, whoever asks: a refresh token is good once. */
  async function current(refused: Tokens | null): Promise<Tokens | null> {
    const pending = tokens;
    if (!pending) return null;
    const held = await pending;
    if (tokens !== pending) return current(refused);
    const endsSoon = held.expiresAt - talk.now().getTime() < renewBeforeMs && held.refreshToken !== null;
    if (!keepTokens || (held !== refused && !endsSoon)) return held;
    tokens = renew(held, keepTokens);
    tokens.catch(() => {
      tokens = pending;
    });
    return tokens;
  }

  return async (call) => {
    const attempt = async (held: Tokens | null) => {
      try {
        return await call(held ? { authorization: `Bearer ${held.accessToken}` } : {});
      } catch (cause) {
        throw toAspspError(cause);
      }
    };
    const held = await current(null);
    try {
      return await attempt(held);
    } catch (cause) {
      if (held && keepTokens && cause instanceof AspspError && cause.reason === "tokenRefused")
        return attempt(await current(held));
      throw cause;
    }
  };
}
