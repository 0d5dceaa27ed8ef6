import type { AccountHoldings, Holdings } from "#lib/portfolio/holdings.ts";

/*
 * The totals of what is held once more, in whole numbers of 10^-60 of a unit and fractions of them, by another hand: it
 * shares no code with what it is compared to. It knows the plain cases only, which the tests make.
 */

/** A fraction of two whole numbers, the second above 0. */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

const nought: Fraction = { over: 0n, under: 1n };

export function fraction(text: string): Fraction {
  const [whole = "0", decimals = ""] = text.replace("-", "").split(".");
  const over = BigInt(whole + decimals);
  return { over: text.startsWith("-") ? -over : over, under: 10n ** BigInt(decimals.length) };
}

const plus = (a: Fraction, b: Fraction): Fraction => ({
  over: a.over * b.under + b.over * a.under,
  under: a.under * b.under,
});
const by = (a: Fraction, b: Fraction): Fraction => ({ over: a.over * b.over, under: a.under * b.under });
const through = (a: Fraction, b: Fraction): Fraction =>
  b.over < 0n
    ? { over: -a.over * b.under, under: -a.under * b.over }
    : { over: a.over * b.under, under: a.under * b.over };

/** Units of each currency for one euro. */
export type Units = Readonly<Record<string, string>>;

export interface IndependentTotals {
  readonly netWorth: Fraction;
  readonly owned: Fraction;
  readonly owed: Fraction;
  readonly byAccount: ReadonlyMap<string, Fraction>;
  readonly byCustodian: ReadonlyMap<string, Fraction>;
  readonly byIsin: ReadonlyMap<string, Fraction>;
  /** Figures that are in no sum. */
  readonly left: number;
}

const bookedFirst = ["closingBooked", "interimBooked", "openingBooked", "expected"];

/** One line of a statement of wealth: whose, of what, how much. `null` could not be said. */
interface Line {
  readonly account: AccountHoldings;
  readonly isin: string | null;
  readonly isDebt: boolean;
  readonly amount: Fraction | null;
}

export function independentTotals(holdings: Holdings, units: Units, base: string): IndependentTotals {
  const lines = holdings.accounts.flatMap((account) => linesOf(account, units, base));
  const known = lines.filter((line) => line.amount !== null);
  const sumOf = (some: readonly Line[]) =>
    some.reduce((all, { amount }) => plus(all, amount ?? nought), nought);
  const sums = (key: (line: Line) => string | null) => {
    const groups = new Map<string, Fraction>();
    for (const line of known) {
      const name = key(line);
      if (name !== null) groups.set(name, plus(groups.get(name) ?? nought, line.amount ?? nought));
    }
    return groups;
  };
  return {
    netWorth: sumOf(known),
    owned: sumOf(known.filter(({ isDebt }) => !isDebt)),
    owed: sumOf(known.filter(({ isDebt }) => isDebt)),
    byAccount: sums(({ account }) => account.accountId),
    byCustodian: sums(({ account, isDebt }) => (isDebt ? null : account.institutionId)),
    byIsin: sums(({ isin }) => isin),
    left: lines.length - known.length,
  };
}

function linesOf(account: AccountHoldings, units: Units, base: string): readonly Line[] {
  const share = fraction(account.share ?? "1");
  const isDebt = account.kind === "loan" || account.kind === "card";
  const line = (isin: string | null, amount: string | null, currency: string | null, times = "1"): Line => {
    const unknown =
      amount === null || currency === null || !inUnits(units, currency) || !inUnits(units, base);
    if (unknown) return { account, isin, isDebt, amount: null };
    const inEuros = through(by(fraction(amount), fraction(times)), unitsOf(units, currency));
    return { account, isin, isDebt, amount: by(by(inEuros, unitsOf(units, base)), share) };
  };
  const lines: Line[] = [];
  if (account.liabilities?.kind === "known") {
    for (const { outstanding, currency } of account.liabilities.records)
      lines.push(line(null, outstanding, currency, "-1"));
  } else if (account.balances.kind === "known") {
    const currencies = new Set(account.balances.records.map(({ currency }) => currency));
    for (const currency of currencies) {
      const own = account.balances.records.filter((balance) => balance.currency === currency);
      const first = bookedFirst.find((type) => own.some(({ balanceType }) => balanceType === type));
      const last = own
        .filter(({ balanceType }) => balanceType === first)
        .sort((a, b) => ((a.referenceDate ?? "") < (b.referenceDate ?? "") ? 1 : -1))[0];
      lines.push(line(null, last?.amount ?? null, currency));
    }
  }
  for (const row of account.positions?.kind === "known" ? account.positions.records : []) {
    const isin = row.isin?.toUpperCase() ?? null;
    if (row.marketValue !== null) {
      const value = line(isin, row.marketValue, row.currency);
      const interest = line(isin, row.accruedInterest ?? "0", row.accruedInterestCurrency ?? row.currency);
      const amount = value.amount && interest.amount ? plus(value.amount, interest.amount) : null;
      lines.push({ ...value, amount });
    } else if (row.price !== null && row.quantityType === "unit") {
      lines.push(line(isin, row.quantity, row.priceCurrency, row.price));
    } else if (row.price !== null) {
      const nominal = line(isin, row.quantity, row.instrumentCurrency, row.price);
      lines.push({ ...nominal, amount: nominal.amount && by(nominal.amount, fraction("0.01")) });
    } else lines.push(line(isin, null, null));
  }
  return lines;
}

const inUnits = (units: Units, currency: string): boolean => currency === "EUR" || currency in units;
const unitsOf = (units: Units, currency: string): Fraction =>
  fraction(currency === "EUR" ? "1" : (units[currency] ?? "0"));

/** Whether a decimal is as near to a fraction as figures with so many decimals can be. */
export function isNear(text: string, { over, under }: Fraction, places: number): boolean {
  const told = fraction(text);
  const between = told.over * under - over * told.under;
  const distance = between < 0n ? -between : between;
  return distance * 10n ** BigInt(places) <= told.under * under;
}
