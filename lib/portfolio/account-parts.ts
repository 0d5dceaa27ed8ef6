import { exact } from "#lib/kernel/decimal.ts";
import type { Money } from "#lib/kernel/money.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import { chiefBalances, chiefBalanceTypes } from "#lib/valuation/chief-balance.ts";
import { debtsOf } from "./debts.ts";
import { type Figure, marks as inOrder, knownFrom, type Mark, type Source, unavailable } from "./figure.ts";
import { marksOf, notThere, type Reading, sourceOf } from "./reading.ts";
import { isTotal } from "./told-total.ts";

/** A part of an account that is no instrument, in the bank's own currency, whole. A debt is negative. */
export interface MoneyPart {
  readonly side: "owned" | "owed";
  /** The currency that it is in; `null` where the whole kind of data is not there. */
  readonly currency: string | null;
  readonly figure: Figure<Money>;
}

/** What an account has or owes in money. None where the bank said that there is none. */
export function moneyOf(reading: Reading): readonly MoneyPart[] {
  const { account } = reading;
  const isDebt = account.kind === "card" || account.kind === "loan";
  if (isDebt && account.liabilities !== null && account.liabilities.kind === "known") {
    return debtsOf(reading, account.liabilities).map((part) => ({ ...part, side: "owed" }));
  }
  return balancesOf(reading).map((part) => ({ ...part, side: isDebt ? "owed" : "owned" }));
}

type Part = Omit<MoneyPart, "side">;
type Balance = RecordOf<"balances">;

function balancesOf(reading: Reading): readonly Part[] {
  const { account, lastDay } = reading;
  const { balances, positions, accountId } = account;
  if (balances.kind === "unavailable") {
    return [{ currency: account.currency, figure: notThere(account, balances, "balances") }];
  }
  const told = balances.records.filter(({ balanceType }) => !isTotal(balanceType));
  if (told.length === 0) {
    // Where there are instruments there need be no money beside them.
    if (positions !== null) return [];
    return [{ currency: account.currency, figure: unavailable("noBalance", accountId, account.currency) }];
  }
  const past = told.filter(({ referenceDate }) => referenceDate === null || referenceDate <= lastDay);
  const chief = new Map(chiefBalances(past).map((balance) => [balance.currency, balance]));
  const at = sourceOf(reading, balances.asOf);
  const marks = marksOf(reading, balances);
  return [...new Set(told.map(({ currency }) => currency))].map((currency) => {
    const balance = chief.get(currency);
    if (balance) return { currency, figure: figureOf(balance, at, marks) };
    return { currency, figure: unavailable(whyNone(told, currency), accountId, currency) };
  });
}

/** What contradicts itself, or is of a day to come, is another thing than what was never told. */
const whyNone = (told: readonly Balance[], currency: string): "invalid" | "noBalance" =>
  told.some((one) => one.currency === currency && chiefBalanceTypes.some((type) => type === one.balanceType))
    ? "invalid"
    : "noBalance";

/** What is expected has entries in it that are not booked yet. */
function figureOf(row: Balance, at: Source, marks: readonly Mark[]): Figure<Money> {
  const value = { amount: exact(row.amount), currency: row.currency };
  if (row.balanceType !== "expected") return knownFrom(value, at, ...marks);
  return knownFrom(value, at, ...inOrder.filter((mark) => mark === "pending" || marks.includes(mark)));
}
