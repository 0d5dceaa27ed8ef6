import "server-only";

import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { webConfig } from "#lib/config/web-config.ts";
import { tokenSchema } from "#lib/identity/token.ts";
import type { Secret } from "#lib/kernel/secret.ts";

/** `__Host-`: Secure, Path=/, no Domain, so neither a subdomain nor plain HTTP can set or read it. */
export const sessionCookieName = "__Host-licet.session";

export const cookieOptions = { httpOnly: true, secure: true, sameSite: "lax", path: "/" } as const;

export interface IssuedSession {
  readonly token: Secret<string>;
  readonly expiresAt: Date;
}

const secret = () => webConfig().sessionSecret.reveal();

/** The cookie is next-auth's encrypted token and holds the session's secret alone; what it is worth is in the table. */
export async function setSessionCookie({ token, expiresAt }: IssuedSession): Promise<void> {
  const maxAge = Math.floor((expiresAt.getTime() - Date.now()) / 1000);
  const value = await encode({ token: sessionClaims(token), secret: secret(), maxAge });
  (await cookies()).set(sessionCookieName, value, { ...cookieOptions, maxAge });
}

export const sessionClaims = (token: Secret<string>) => ({ sid: token.reveal() });

export async function forgetBrowser(): Promise<void> {
  (await cookies()).set(sessionCookieName, "", { ...cookieOptions, maxAge: 0 });
}

/** The session's secret, or `null` for a cookie that is missing, foreign, altered or out of date. */
export async function readSessionCookie(): Promise<Secret<string> | null> {
  const value = (await cookies()).get(sessionCookieName)?.value;
  if (!value) return null;
  try {
    const claims = await decode({ token: value, secret: secret() });
    return tokenSchema.safeParse(claims?.sid).data ?? null;
  } catch {
    // Whatever cannot be decrypted is no session; why not is of no use to whoever sent it.
    return null;
  }
}
