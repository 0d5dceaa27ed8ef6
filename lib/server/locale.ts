import "server-only";

import { cookies } from "next/headers";
import { localeCookie, localeOfPerson, parseLocaleCookie } from "#lib/i18n/negotiate-locale.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { cookieOptions } from "./session-cookie.ts";

const oneYearSeconds = 365 * 24 * 60 * 60;

/** Keeps the chosen language in this browser. It is no secret, and goes nowhere but to us. */
export const rememberLocale = (locale: Locale): Promise<void> => keep(locale);

/** Takes over the language that a person chose at another time, unless another was chosen in this very browser. */
export async function followLocale(locale: Locale | null): Promise<void> {
  const said = parseLocaleCookie((await cookies()).get(localeCookie)?.value);
  if (locale !== null && !said?.isChosenHere) await keep(localeOfPerson(locale));
}

async function keep(value: string): Promise<void> {
  (await cookies()).set(localeCookie, value, { ...cookieOptions, maxAge: oneYearSeconds });
}
