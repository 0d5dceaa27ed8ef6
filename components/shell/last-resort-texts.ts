import { isLocale, type Locale } from "#lib/kernel/locale.ts";

/**
 * The only texts outside the catalogue: when the frame of every page has failed, there is no server left to read
 * the catalogue from.
 */
const texts: Readonly<
  Record<Locale, { readonly title: string; readonly sentence: string; readonly again: string }>
> = {
  en: { title: "This did not work", sentence: "Something went wrong on our side.", again: "Try again" },
  es: {
    title: "No ha sido posible",
    sentence: "Algo ha fallado por nuestra parte.",
    again: "Intentar de nuevo",
  },
  fr: {
    title: "Cela n’a pas fonctionné",
    sentence: "Une erreur s’est produite de notre côté.",
    again: "Réessayer",
  },
  pt: { title: "Não foi possível", sentence: "Algo falhou do nosso lado.", again: "Tentar de novo" },
};

export function lastResortTexts(languages: readonly string[]) {
  const locale = languages.map((tag) => tag.toLowerCase().split("-")[0]).find(isLocale) ?? "en";
  return { locale, ...texts[locale] };
}
