import type { Person } from "../config.ts";
import type { Fault, SigningKey } from "./id-token.ts";

/** What the provider knows and holds; both of its servers, the browser's and the back channel's, share it. */
export interface Provider {
  readonly issuer: string;
  /** Origin of the server that shows the sign-in page. */
  readonly browserOrigin: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirects: readonly string[];
  readonly people: readonly Person[];
  readonly key: SigningKey;
  readonly codes: Once<Grant>;
  readonly accessTokens: Map<string, { readonly person: Person; readonly expiresAt: number }>;
  /** By subject, what spoils that person's next ID token, once; set only by tests of the product's defences. */
  readonly nextFaults: Map<string, Fault>;
  readonly now: () => number;
}

/** A sign-in request that was judged and found in order. */
export interface AuthorizeRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeChallenge: string;
}

/** What a person agreed to on the sign-in page, waiting for the client to fetch it. */
export interface Grant {
  readonly person: Person;
  readonly redirectUri: string;
  readonly nonce: string;
  readonly codeChallenge: string;
  readonly authTime: number;
}

export interface Once<Value> {
  put(key: string, value: Value): void;
  /** Gives the value the first time within its lifetime, and never again. */
  take(key: string): Value | null;
}

export function once<Value>(lifetimeMs: number, now: () => number): Once<Value> {
  const held = new Map<string, { value: Value; expiresAt: number }>();
  return {
    put(key, value) {
      for (const [old, { expiresAt }] of held) if (expiresAt <= now()) held.delete(old);
      held.set(key, { value, expiresAt: now() + lifetimeMs });
    },
    take(key) {
      const found = held.get(key);
      held.delete(key);
      return found && found.expiresAt > now() ? found.value : null;
    },
  };
}
