import { toShownText } from "#lib/aspsp/shown-text.ts";

export interface Details {
  readonly name: string | null;
  readonly account: string | null;
  readonly remittance: string | null;
  readonly code: string | null;
}

/** SWIFT field 86: free text, or the numbered parts that banks of several countries agreed on. */
export function readDetails(lines: readonly string[]): Details {
  const folded = lines.join("");
  if (!/^\d{3}\?\d\d/.test(folded))
    return { name: null, account: null, remittance: toShownText(lines.join(" "), 2_000), code: null };
  const parts = new Map<number, string>();
  for (const part of folded.slice(3).split("?").slice(1)) {
    const number = Number(part.slice(0, 2));
    if (Number.isInteger(number)) parts.set(number, (parts.get(number) ?? "") + part.slice(2));
  }
  const between = (...ranges: readonly (readonly [number, number])[]): string =>
    [...parts]
      .filter(([number]) => ranges.some(([from, to]) => number >= from && number <= to))
      .sort(([a], [b]) => a - b)
      .map(([, part]) => part)
      .join("");
  return {
    name: toShownText(between([32, 33]), 200),
    account: toShownText(between([31, 31]), 100),
    remittance: toShownText(between([20, 29], [60, 63]), 2_000),
    code: toShownText(between([0, 0]), 100) ?? folded.slice(0, 3),
  };
}
