import { zero } from "#lib/kernel/decimal.ts";
import type { Currency, Money } from "#lib/kernel/money.ts";
import type { RateTable } from "#lib/rates/rate-table.ts";
import { type AccountFigures, figuresOfAccount } from "./account-figures.ts";
import { converterTo } from "./convert.ts";
import type { Figure } from "./figure.ts";
import { toTotalView } from "./figure-view.ts";
import type { Holdings } from "./holdings.ts";
import { instrumentReader } from "./instrument.ts";
import { manualFigures } from "./manual-assets.ts";
import { byAmount, Parts } from "./parts.ts";
import { divide, rollUp, toInstrumentView } from "./roll-up.ts";
import { toAccountView } from "./to-account-view.ts";
import { Total } from "./total.ts";
import type { WealthView } from "./wealth-view.ts";

const dayMs = 86_400_000;

/**
 * Everything that a viewer may see of an investor in one currency. What is known is added up; what is not is named in
 * every total that it belongs to, and counted in none.
 */
export function consolidate(holdings: Holdings, rates: RateTable, base: Currency): WealthView {
  const { now, hiddenAccounts } = holdings;
  const convert = converterTo(base, rates);
  const instrumentOf = instrumentReader();
  // Somewhere it is tomorrow already.
  const lastDay = new Date(now.getTime() + dayMs).toISOString().slice(0, 10);
  const accounts = holdings.accounts.map((account) =>
    figuresOfAccount(account, { convert, rates, instrumentOf, base, lastDay }),
  );
  const instruments = rollUp(
    accounts.flatMap(({ held }) => held),
    base,
  );
  const manual = manualFigures(holdings.manualAssets, { convert, base, lastDay, now });

  const [netWorth, owned, owed] = [new Total(base), new Total(base), new Total(base)];
  const parts = new Parts(base);
  for (const of of accounts) {
    netWorth.addAll(of.value);
    owned.addAll(of.owned);
    owed.addAll(of.owed);
    parts.add({ custodian: of.account.institutionId, account: of.account.accountId }, of.owned);
    for (const { side, value, keys } of of.others) if (side === "owned") parts.add(keys, alone(value, base));
  }
  for (const instrument of instruments) divide(instrument, parts);
  for (const { value, keys } of manual) {
    netWorth.addAll(value);
    owned.addAll(value);
    parts.add(keys, value);
  }
  // Where there is anything, and nothing of it is a debt, nothing is owed. Where there is nothing, nothing is known.
  if (!netWorth.isEmpty) for (const side of [owned, owed]) if (side.isEmpty) side.add(nothing(base, now));
  return {
    base,
    at: now.toISOString(),
    netWorth: toTotalView(netWorth),
    owned: toTotalView(owned),
    owed: toTotalView(owed),
    parts: parts.views(owned),
    accounts: accounts.toSorted(byValue).map((account) => toAccountView(account, owned)),
    instruments: instruments.map((instrument) => toInstrumentView(instrument, owned)),
    manualAssets: manual.map(({ view }) => view),
    hiddenAccounts,
    rateSource: rates.source,
  };
}

const nothing = (currency: Currency, asOf: Date): Figure<Money> => ({
  ...{ kind: "known", value: { amount: zero, currency }, asOf, sources: [], marks: [], rates: [] },
});

function alone(figure: Figure<Money>, base: Currency): Total {
  const total = new Total(base);
  total.add(figure);
  return total;
}

const byValue = (one: AccountFigures, other: AccountFigures): number =>
  byAmount(one.value, other.value) || (one.account.accountId < other.account.accountId ? -1 : 1);
