import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { messages } from "#lib/i18n/messages.ts";
import { localeCookie, negotiateLocale, parseLocaleCookie } from "#lib/i18n/negotiate-locale.ts";
import { displayZone } from "#lib/kernel/format.ts";
import { isLocale } from "#lib/kernel/locale.ts";

/**
 * The language of a page: the one a caller asks for, else the one chosen in the page or kept for the person (both
 * stand in the cookie), else the browser's.
 */
export default getRequestConfig(async ({ locale: asked }) => {
  const chosen = asked ?? parseLocaleCookie((await cookies()).get(localeCookie)?.value)?.locale;
  const locale = isLocale(chosen) ? chosen : negotiateLocale((await headers()).get("accept-language"));
  return { locale, messages: messages[locale], timeZone: displayZone };
});
