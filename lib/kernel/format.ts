import type { Locale } from "#lib/kernel/locale.ts";
import type { MoneyView } from "#lib/kernel/money.ts";

/** The regional habits behind each language: day before month, and the separators people read at their bank. */
const regional: Readonly<Record<Locale, string>> = { en: "en-GB", es: "es-ES", fr: "fr-FR", pt: "pt-PT" };

/** Times are shown in one zone and name it: the server does not know where the reader is. */
export const displayZone = "UTC";

/** More than all pages together need of one kind. */
const mostKept = 500;

/** To make a formatter takes fifty times as long as to use it, and a page of a list uses hundreds: what was made is kept. */
function kept<Options, Format>(make: (region: string, options: Options) => Format) {
  const made = new Map<string, Format>();
  return (locale: Locale, options: Options): Format => {
    const key = `${locale} ${JSON.stringify(options)}`;
    const known = made.get(key);
    if (known) return known;
    if (made.size >= mostKept) made.clear();
    const format = make(regional[locale], options);
    made.set(key, format);
    return format;
  };
}

const dates = kept((region, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(region, options));
const numbers = kept((region, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(region, options));
const lists = kept((region, options: Intl.ListFormatOptions) => new Intl.ListFormat(region, options));
const names = kept((region, options: Intl.DisplayNamesOptions) => new Intl.DisplayNames(region, options));

export function formatDate(locale: Locale, iso: string): string {
  return dates(locale, {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: displayZone,
  }).format(new Date(iso));
}

export function formatDateTime(locale: Locale, iso: string): string {
  return dates(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: displayZone,
    timeZoneName: "short",
  }).format(new Date(iso));
}

/** A time of a day that stands above it, with its zone. */
export function formatTime(locale: Locale, iso: string): string {
  return dates(locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: displayZone,
    timeZoneName: "short",
  }).format(new Date(iso));
}

/** A span of time in words, such as "4 minutes 30 seconds"; from ten minutes on without the seconds. */
export function formatSpan(locale: Locale, seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
  const inWords = (unit: "minute" | "second", value: number): string =>
    numbers(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
  if (minutes === 0) return inWords("second", rest);
  if (minutes >= 10 || rest === 0) return inWords("minute", minutes);
  return `${inWords("minute", minutes)} ${inWords("second", rest)}`;
}

/** Several things in one sentence. */
export const formatList = (locale: Locale, items: readonly string[]): string =>
  lists(locale, { type: "conjunction" }).format(items);

/** A country by its ISO 3166 code, or the code where it is not a country's. */
export function formatCountry(locale: Locale, code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return names(locale, { type: "region" }).of(code) ?? code;
}

/** A decimal string is formatted as it is, digit for digit: it is never turned into a floating-point number. */
export function formatDecimal(locale: Locale, decimal: string): string {
  const fractionDigits = decimal.split(".")[1]?.length ?? 0;
  return withRealMinus(
    numbers(locale, {
      minimumFractionDigits: fractionDigits,
      maximumFractionDigits: fractionDigits,
    }).format(decimal as Intl.StringNumericLiteral),
  );
}

/** To so many decimals, rounded as a decimal and never as a float. */
export function formatRounded(locale: Locale, decimal: string, fractionDigits: number): string {
  return withRealMinus(
    numbers(locale, {
      minimumFractionDigits: fractionDigits,
      maximumFractionDigits: fractionDigits,
    }).format(decimal as Intl.StringNumericLiteral),
  );
}

/** How many decimals amounts of a currency have. */
export const currencyPlaces = (currency: string): number =>
  numbers("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** At least the currency's own decimals, and more only where the amount has more. */
export function formatMoney(locale: Locale, { amount, currency }: MoneyView): string {
  const format = numbers(locale, { style: "currency", currency });
  const usual = format.resolvedOptions().maximumFractionDigits ?? 2;
  const fractionDigits = Math.max(usual, amount.split(".")[1]?.length ?? 0);
  return withRealMinus(
    numbers(locale, {
      style: "currency",
      currency,
      minimumFractionDigits: fractionDigits,
      maximumFractionDigits: fractionDigits,
    }).format(amount as Intl.StringNumericLiteral),
  );
}

/** What was reckoned, to the currency's own decimals; rounded as a decimal and never as a float. */
export function formatReckoned(locale: Locale, { amount, currency }: MoneyView): string {
  return withRealMinus(
    numbers(locale, { style: "currency", currency }).format(amount as Intl.StringNumericLiteral),
  );
}

/** What is already in per cent, such as a weight, with the decimals that are asked for. */
export function formatPercent(locale: Locale, percent: string, fractionDigits: number): string {
  return withRealMinus(
    numbers(locale, {
      style: "unit",
      unit: "percent",
      minimumFractionDigits: fractionDigits,
      maximumFractionDigits: fractionDigits,
    }).format(percent as Intl.StringNumericLiteral),
  );
}

/** A fraction in per cent with two decimals, such as a return: 0.0512 is 5.12 %. Its sign always stands there. */
export function formatReturn(locale: Locale, fraction: string): string {
  return withRealMinus(
    numbers(locale, {
      style: "percent",
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
      signDisplay: "exceptZero",
    }).format(fraction as Intl.StringNumericLiteral),
  );
}

/** A day in few letters, for the edges of a picture. */
export function formatShortDate(locale: Locale, day: string): string {
  return dates(locale, {
    day: "numeric",
    month: "short",
    year: "2-digit",
    timeZone: displayZone,
  }).format(new Date(day));
}

/** An amount in few digits, for the scale of a picture: what it says exactly stands in its table. */
export function formatCompact(locale: Locale, amount: number): string {
  return withRealMinus(numbers(locale, { notation: "compact", maximumFractionDigits: 1 }).format(amount));
}

/** A currency by its name, or its code where the language has no name for it. */
export const formatCurrency = (locale: Locale, code: string): string =>
  names(locale, { type: "currency", fallback: "code" }).of(code) ?? code;

const withRealMinus = (text: string) => text.replace("-", "\u2212");
