/** Long enough for everything that a bank tells, and for every spreadsheet's cell. */
const mostCharacters = 4_000;

/** What breaks a line or leaves a cell. */
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/** Controls of terminals, marks of direction, and what no XML may hold. */
const unprintable = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu;

/**
 * A text from a bank, and so from a stranger, as one line that shows what it is: nothing in it moves a cursor, turns the
 * direction of what stands around it, or makes a file that programs cannot open.
 */
export function plainText(text: string): string {
  const isLong = text.length > mostCharacters;
  const kept = isLong ? `${text.slice(0, mostCharacters).replace(/[\ud800-\udbff]$/, "")}…` : text;
  return kept.toWellFormed().replace(breaks, " ").replace(unprintable, "");
}
