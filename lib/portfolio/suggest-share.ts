import { decimalText, exact, zero } from "#lib/kernel/decimal.ts";
import type { AccountHoldings } from "./holdings.ts";
import type { SuggestedShareView } from "./own-assets-view.ts";

/**
 * What part of an account each holder has by the bank's own word: where it names several, tells the part of each, and all
 * are alike. It is shown beside the question and never counted by itself: which of the holders the investor is, the bank
 * does not say.
 */
export function suggestShare({ identity }: Pick<AccountHoldings, "identity">): SuggestedShareView | null {
  if (identity.kind === "unavailable") return null;
  const holders = identity.records.filter(({ fact }) => fact === "holder");
  const [first, ...others] = holders.map(({ share }) => (share === null ? null : exact(share)));
  if (!first || others.length === 0 || !others.every((other) => other?.equals(first))) return null;
  const isPart = first.greaterThan(zero) && first.times(holders.length).lessThanOrEqualTo(1);
  return isPart ? { share: decimalText(first), holders: holders.length } : null;
}
