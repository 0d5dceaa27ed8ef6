/** The languages in which every text exists. */
export const locales = ["en", "es", "fr", "pt"] as const;
export type Locale = (typeof locales)[number];
export const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale);
