import { decimalText, exact } from "./decimal.ts";
import type { Locale } from "./locale.ts";

interface Habit {
  /** What stands between thousands; one and the same throughout a number. */
  readonly groups: readonly string[];
  readonly mark: "." | ",";
}

/** How people write numbers by hand. A space between thousands may be any of those that a page or a keyboard writes. */
const habits: Readonly<Record<Locale, Habit>> = {
  en: { groups: [","], mark: "." },
  es: { groups: [".", " "], mark: "," },
  fr: { groups: [" "], mark: "," },
  pt: { groups: [".", " "], mark: "," },
};

const mostDigits = 15;
const plain = /^\d+(\.\d+)?$/;

/**
 * A number without a sign as somebody typed it: in the form of their language, or plainly with a point before the
 * decimals and nothing between thousands. `null` where it is neither, or where it may be meant in two ways: a figure that
 * is a thousand times too large or too small is worse than a question.
 */
export function readTypedNumber(locale: Locale, typed: string): string | null {
  const text = typed.trim().replace(/[\s\u00a0\u202f]/g, " ");
  const { groups, mark } = habits[locale];
  const digits = inOwnForm(text, groups, mark) ?? (isPlain(text, mark) ? text : null);
  if (digits === null || (digits.split(".")[0] ?? "").length > mostDigits) return null;
  const [whole = "", fraction] = digits.split(".");
  return decimalText(exact(fraction === undefined ? whole : `${whole}.${fraction}`));
}

function inOwnForm(text: string, groups: readonly string[], mark: Habit["mark"]): string | null {
  const [whole = "", fraction, ...more] = text.split(mark);
  if (more.length > 0 || (fraction !== undefined && !/^\d+$/.test(fraction))) return null;
  const group = groups.find((one) => whole.includes(one));
  const isNumber = group === undefined ? /^\d+$/.test(whole) : isGrouped(whole.split(group));
  if (!isNumber) return null;
  const together = group === undefined ? whole : whole.replaceAll(group, "");
  return fraction === undefined ? together : `${together}.${fraction}`;
}

const isGrouped = ([first = "", ...rest]: readonly string[]): boolean =>
  /^[1-9]\d{0,2}$/.test(first) && rest.every((three) => /^\d{3}$/.test(three));

/** Where a comma stands before decimals, three digits behind a point may be thousands. */
const isPlain = (text: string, mark: Habit["mark"]): boolean =>
  plain.test(text) && !(mark === "," && /\.\d{3}$/.test(text));
