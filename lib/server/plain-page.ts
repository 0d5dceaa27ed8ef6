import { createHash } from "node:crypto";
import { messages } from "#lib/i18n/messages.ts";
import { localeCookie, negotiateLocale, parseLocaleCookie } from "#lib/i18n/negotiate-locale.ts";
import type { ErrorCode } from "#lib/kernel/errors.ts";
import type { Locale } from "#lib/kernel/locale.ts";

/** A database is away; there is no such page, or it is not theirs; the page failed. */
export type PlainKind = "outage" | "absent" | "failed";

/** The look of `app/globals.css` and of the screens in `components/shell`, in letters that every system has. */
const style = `:root{color-scheme:light dark;background:light-dark(oklch(0.982 0.003 85),oklch(0.19 0.008 250));color:light-dark(oklch(0.235 0.012 250),oklch(0.945 0.004 85));font:1rem/1.6 system-ui,sans-serif;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0}
main{box-sizing:border-box;max-width:40rem;margin:0 auto;padding:4rem 1.25rem}
h1{font:500 1.75rem/1.2 Georgia,serif;margin:0 0 .75rem;text-wrap:balance;overflow-wrap:anywhere}
p{margin:0 0 1.5rem;overflow-wrap:break-word;text-wrap:pretty}
.lead{font-size:1.1875rem}
.lead,.small{color:light-dark(oklch(0.455 0.014 250),oklch(0.74 0.01 250))}
.small{font-size:.875rem;line-height:1.5;margin:0}
a{display:inline-flex;align-items:center;box-sizing:border-box;min-height:2.75rem;padding:.5rem 1.25rem;border:1px solid;border-radius:.25rem;font-weight:600;line-height:1.25;text-decoration:none;text-underline-offset:4px}
a:focus-visible{outline:3px solid light-dark(oklch(0.37 0.06 215),oklch(0.83 0.06 205));outline-offset:2px}
.secondary{border-color:light-dark(oklch(0.6 0.012 250),oklch(0.6 0.012 250));background:light-dark(oklch(1 0 0),oklch(0.23 0.01 250));color:inherit}
.secondary:hover{border-color:currentcolor}
.primary{border-color:light-dark(oklch(0.37 0.06 215),oklch(0.83 0.06 205));background:light-dark(oklch(0.37 0.06 215),oklch(0.83 0.06 205));color:light-dark(oklch(0.982 0.003 85),oklch(0.19 0.008 250))}
.primary:hover{text-decoration:underline}
@media (min-width:40rem){main{padding-top:6rem}h1{font-size:2.375rem;line-height:1.12}}`;

/** Its one style is named by its hash, so that the page needs neither a nonce nor a file. */
export const plainPolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/** What stands in a page's place where there is none: made of nothing that could be away too, and readable without script. */
export function plainPage(kind: PlainKind, locale: Locale, requestId: string): string {
  const { title, sentence, way, small } = textsOf(kind, locale, requestId);
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title} · ${messages[locale].common.product}</title><style>${style}</style></head>
<body><main id="content"><h1>${title}</h1><p class="lead">${sentence}</p>
<p>${way}</p><p class="small">${small}</p></main></body></html>
`;
}

function textsOf(kind: PlainKind, locale: Locale, requestId: string) {
  const { common, errors } = messages[locale];
  const support = (code: ErrorCode) =>
    common.support.replace("{code}", code).replace("{requestId}", requestId);
  const again = `<a class="primary" href="">${errors.again}</a>`;
  switch (kind) {
    case "outage":
      return {
        ...{ title: errors.outageTitle, sentence: errors.outage, way: again },
        small: support("system.unavailable"),
      };
    case "absent":
      return {
        ...{ title: errors.notFoundTitle, sentence: errors.request.not_found },
        ...{ way: `<a class="secondary" href="/">${errors.home}</a>`, small: absent },
      };
    case "failed":
      return { title: errors.title, sentence: errors.internal, way: again, small: support("internal") };
  }
}

/** Nobody has to be helped with it, so it is said without the request's number, as `app/not-found.tsx` does. */
const absent: ErrorCode = "request.not_found";

/** The language of a request, as `i18n-request.ts` finds it for every other page. */
export function localeOf(headers: { readonly cookie?: string; readonly "accept-language"?: string }): Locale {
  const pairs = (headers.cookie ?? "").split(";").map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${localeCookie}=`))?.slice(localeCookie.length + 1);
  return parseLocaleCookie(value)?.locale ?? negotiateLocale(headers["accept-language"]);
}
