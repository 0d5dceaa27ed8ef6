import { type Day, severalCurrencies } from "#lib/aspsp/records.ts";
import { type Exact, exact, zero } from "#lib/kernel/decimal.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import type { DaySums, Sums } from "./amounts.ts";
import { investmentDay } from "./booked-day.ts";
import { custodyWords, type Effect } from "./custody-words.ts";

type Entry = RecordOf<"investmentTransactions">;

/**
 * Adds an entry of a custody account as what it does to its instruments: money paid for them has come in, and what they
 * or their issuers bring goes out, with fees and taxes as parts of it. What the bank tells too little of is not known,
 * and so is the effect of a word that no standard has.
 */
export function addInvestment(sums: DaySums, entry: Entry, siblings: Siblings, undated: Day): void {
  if (entry.status !== "booked") return;
  const day = investmentDay(entry);
  const effect = custodyWords.get(entry.transactionType)?.effect;
  const currency = entry.currency ?? entry.priceCurrency ?? entry.instrumentCurrency ?? severalCurrencies;
  // What the holder did with their own money is told by the balance.
  if (effect === "money") return;
  const of = sums.of(day ?? undated, currency);
  if (day === null || effect === undefined || (entry.amount !== null && entry.currency === null)) {
    of.withoutFlow++;
    return;
  }
  addMoney(of, entry, effect, siblings.areMoneyOf(entry));
  if (effect === "delivery") addDelivery(sums, of, entry, day);
}

/** Which entries belong to another one: a bank that moves several instruments at once puts all the money with the first. */
export class Siblings {
  readonly #firsts: ReadonlySet<string | null>;

  constructor(entries: readonly Entry[]) {
    this.#firsts = new Set(entries.map(({ transactionId }) => transactionId));
  }

  areMoneyOf({ transactionId, amount }: Entry): boolean {
    const first = /^(.+)\/\d+$/.exec(transactionId ?? "")?.[1];
    return amount === null && first !== undefined && this.#firsts.has(first);
  }
}

/** Without money these do nothing to what an account is worth; of the others it is known that there was some. */
const moveNoMoney: readonly Effect[] = ["delivery", "change", "reinvested"];

function addMoney(of: Sums, entry: Entry, effect: Effect, isSibling: boolean): void {
  if (entry.amount === null) {
    if (!isSibling && !moveNoMoney.includes(effect)) of.withoutFlow++;
    else if (effect === "reinvested") addReinvested(of, entry, zero);
    return;
  }
  const amount = exact(entry.amount);
  const [fees, taxes] = [exact(entry.fees ?? "0"), exact(entry.taxes ?? "0")];
  of.flow = of.flow.minus(amount);
  of.fees = of.fees.plus(effect === "fee" ? amount.minus(taxes) : fees);
  of.taxes = of.taxes.plus(effect === "tax" ? amount.minus(fees) : taxes);
  const gross = amount.minus(fees).minus(taxes);
  if (effect === "income") of.income = of.income.plus(gross);
  if (effect === "reinvested") addReinvested(of, entry, gross);
}

/** Earned is what was paid out and what came in its place, and without a price that is not known. */
function addReinvested(of: Sums, entry: Entry, gross: Exact): void {
  const worth = worthOf(entry);
  const isOneCurrency = entry.currency === null || entry.currency === entry.priceCurrency;
  if (worth === null || !isOneCurrency) of.unknown++;
  else of.income = of.income.plus(gross).plus(worth);
}

/** What is delivered is worth what the bank says of it: its quantity at its price. */
function addDelivery(sums: DaySums, of: Sums, entry: Entry, day: Day): void {
  const worth = worthOf(entry);
  if (worth === null || entry.priceCurrency === null) {
    of.withoutFlow++;
    return;
  }
  const delivered = sums.of(day, entry.priceCurrency);
  delivered.flow = delivered.flow.plus(worth);
}

/** In the currency of the price. */
function worthOf({ quantity, price, priceType }: Entry): Exact | null {
  if (quantity === null || price === null || priceType === null) return null;
  const worth = exact(quantity).times(exact(price));
  return priceType === "percentage" ? worth.div(100) : worth;
}
