import type { PersonRole } from "#lib/access/roles.ts";
import type { SignInMethod } from "./view.ts";

export const sessionLevels = ["awaitingPasskey", "full"] as const;
export type SessionLevel = (typeof sessionLevels)[number];

/** Minutes without a request after which a session is over. */
export const idleMinutesOf: Readonly<Record<PersonRole, number>> = {
  investor: 30,
  advisor: 30,
  compliance: 20,
  admin: 20,
};

/** However busy, nobody stays signed in longer than a working day. */
export const sessionLifetimeMs = 12 * 60 * 60 * 1000;

const needsPasskey: ReadonlySet<PersonRole> = new Set(["compliance", "admin"]);

/**
 * What a sign-in is worth. Compliance and administrators need a phishing-resistant factor: their
 * identity provider alone opens nothing. A passkey with user verification is both factors at once.
 */
export function levelAfter(role: PersonRole, method: SignInMethod): SessionLevel {
  if (method === "passkey" || method === "persona") return "full";
  return needsPasskey.has(role) ? "awaitingPasskey" : "full";
}

/**
 * Only a path of our own: never another host, a protocol, or a way out through backslashes or control characters.
 * The answer has no dots left to resolve: a router that resolves `/.//host` reads `//host`, which is another host.
 */
export function safeNextPath(text: string | null | undefined): string | null {
  if (!text || text.length > 512 || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text)) return null;
  const base = "http://licet.invalid";
  if (!URL.canParse(text, base)) return null;
  const { origin, pathname, search, hash } = new URL(text, base);
  return origin === base && !pathname.includes("//") ? pathname + search + hash : null;
}
