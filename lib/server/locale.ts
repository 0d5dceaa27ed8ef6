import "server-only";

import { cookies } from "next/headers";
import { localeCookie } from "#lib/i18n/negotiate-locale.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { cookieOptions } from "./session-cookie.ts";

const oneYearSeconds = 365 * 24 * 60 * 60;

/** Keeps the chosen language in this browser. It is no secret, and goes nowhere but to us. */
export async function rememberLocale(locale: Locale): Promise<void> {
  (await cookies()).set(localeCookie, locale, { ...cookieOptions, maxAge: oneYearSeconds });
}
