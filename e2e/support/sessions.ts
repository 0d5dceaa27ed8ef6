import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { BrowserContext } from "@playwright/test";
import { encode } from "next-auth/jwt";
import type { Sql } from "postgres";

import type { TestPerson } from "./people.ts";
import { stack } from "./stack.ts";

export const sessionCookie = "__Host-licet.session";

interface SessionOptions {
  readonly origin?: string;
  readonly level?: "full" | "awaitingPasskey";
  readonly method?: "mailLink" | "passkey" | "oidc" | "persona";
  readonly device?: string;
}

export interface PlantedSession {
  readonly sessionId: string;
  /** The cookie's value. */
  readonly value: string;
  /** The whole `Cookie` header. */
  readonly cookie: string;
}

/** A session without its sign-in, for tests of what comes after. */
export async function plantSession(
  sql: Sql,
  { tenantId, personId, role }: TestPerson,
  options: SessionOptions = {},
): Promise<PlantedSession> {
  const { origin = stack.origin, level = "full", method = "oidc", device = "Firefox, macOS" } = options;
  const token = randomBytes(32).toString("base64url");
  const sessionId = `ses_${randomUUID()}`;
  await sql`insert into sessions
    (tenant_id, session_id, person_id, token_hash, method, level, origin, device, idle_minutes, expires_at)
    values (${tenantId}, ${sessionId}, ${personId}, ${createHash("sha256").update(token).digest()}, ${method},
      ${level}, ${origin}, ${device}, ${role === "investor" ? 30 : 20}, now() + interval '12 hours')`;
  const value = await encode({ token: { sid: token }, secret: stack.sessionSecret, maxAge: 12 * 60 * 60 });
  return { sessionId, value, cookie: `${sessionCookie}=${value}` };
}

/** Hands the session to a browser. */
export async function giveSession(context: BrowserContext, { value }: PlantedSession): Promise<void> {
  // A `__Host-` cookie is set over HTTPS only; `localhost` is then trusted without it.
  const url = stack.origin.replace("http:", "https:");
  await context.addCookies([
    { name: sessionCookie, value, url, httpOnly: true, secure: true, sameSite: "Lax" },
  ]);
}

/** The `Cookie` header that the browser would send, to be replayed from elsewhere. */
export async function copyCookie(context: BrowserContext): Promise<string> {
  const cookie = (await context.cookies()).find(({ name }) => name === sessionCookie);
  if (!cookie) throw new Error("This browser has no session.");
  return `${sessionCookie}=${cookie.value}`;
}

/** Lets the proofs of a person's sessions grow old without waiting for it. */
export async function ageProofs(sql: Sql, { personId }: Pick<TestPerson, "personId">): Promise<void> {
  await sql`update sessions set authenticated_at = now() - interval '6 minutes' where person_id = ${personId}`;
}
