import { createHash } from "node:crypto";
import { messages } from "#lib/i18n/messages.ts";
import { localeCookie, negotiateLocale, parseLocaleCookie } from "#lib/i18n/negotiate-locale.ts";
import type { ErrorCode } from "#lib/kernel/errors.ts";
import type { Locale } from "#lib/kernel/locale.ts";

const code: ErrorCode = "system.unavailable";

const style = `:root{color-scheme:light dark}
body{margin:0;background:light-dark(#fbfaf7,#16181b);color:light-dark(#1d1f23,#ecebe7);font:1.0625rem/1.6 system-ui,sans-serif}
main{max-width:40rem;margin:0 auto;padding:4rem 1.25rem}
h1{font:500 1.75rem/1.2 Georgia,serif;margin:0 0 .75rem}
a{color:inherit;text-underline-offset:.25rem}
small{color:light-dark(#5a5d63,#a9abb0)}`;

/** Its one style is named by its hash, so that the page needs neither a nonce nor a file. */
export const outagePolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/** What stands in a page's place while a database is away: made of nothing that could be away too. */
export function outagePage(locale: Locale, requestId: string): string {
  const { common, errors } = messages[locale];
  const support = common.support.replace("{code}", code).replace("{requestId}", requestId);
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${errors.outageTitle} · ${common.product}</title><style>${style}</style></head>
<body><main id="content"><h1>${errors.outageTitle}</h1><p>${errors.outage}</p>
<p><a href="">${errors.again}</a></p><p><small>${support}</small></p></main></body></html>
`;
}

/** The language of a request, as `i18n-request.ts` finds it for every other page. */
export function localeOf(headers: { readonly cookie?: string; readonly "accept-language"?: string }): Locale {
  const pairs = (headers.cookie ?? "").split(";").map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${localeCookie}=`))?.slice(localeCookie.length + 1);
  return parseLocaleCookie(value)?.locale ?? negotiateLocale(headers["accept-language"]);
}
