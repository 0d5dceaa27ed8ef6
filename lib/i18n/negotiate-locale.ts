import { isLocale, type Locale } from "#lib/kernel/locale.ts";

export const localeCookie = "__Host-licet.locale";

const fromPerson = "person-";

/** What the cookie says: a language that was chosen in this browser, or one that a person brought along at sign-in. */
export function parseLocaleCookie(
  value: string | undefined,
): { readonly locale: Locale; readonly isChosenHere: boolean } | null {
  const isChosenHere = !value?.startsWith(fromPerson);
  const locale = isChosenHere ? value : value?.slice(fromPerson.length);
  return isLocale(locale) ? { locale, isChosenHere } : null;
}

export const localeOfPerson = (locale: Locale): string => `${fromPerson}${locale}`;

/**
 * The language that an `Accept-Language` header asks for first among those we have. A region falls back to its
 * language (`pt-BR` is read as `pt`), and English answers whoever asks for none of ours.
 */
export function negotiateLocale(header: string | null | undefined): Locale {
  const wanted = (header ?? "")
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.map((text) => text.trim()).find((text) => text.startsWith("q="));
      return { language: tag.split("-")[0], q: quality ? Number(quality.slice(2)) : 1 };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q);
  return wanted.map(({ language }) => language).find(isLocale) ?? "en";
}
