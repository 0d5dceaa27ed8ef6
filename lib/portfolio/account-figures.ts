import type { QuantityType } from "#lib/aspsp/records.ts";
import { type Exact, exact, zero } from "#lib/kernel/decimal.ts";
import { addMoney, type Currency, type Money } from "#lib/kernel/money.ts";
import type { RateTable } from "#lib/rates/rate-table.ts";
import { type MoneyPart, moneyOf } from "./account-parts.ts";
import type { Convert } from "./convert.ts";
import { type Figure, knownFrom, scale, withValue } from "./figure.ts";
import { type Held, heldIn } from "./held.ts";
import type { AccountHoldings, Told } from "./holdings.ts";
import type { Instrument, ReadInstrument } from "./instrument.ts";
import type { Keys } from "./parts.ts";
import type { PositionFigures } from "./position-figures.ts";
import { marksOf, notThere, type Reading, sourceOf } from "./reading.ts";
import { type Reconciliation, reconcile } from "./reconcile.ts";
import { toHeldView } from "./to-held-view.ts";
import { sum, Total } from "./total.ts";
import type { HeldView } from "./wealth-view.ts";

/** What is the same for all accounts. */
export interface Reckoning {
  readonly convert: Convert;
  readonly instrumentOf: ReadInstrument;
  readonly base: Currency;
  readonly rates: RateTable;
  readonly lastDay: string;
}

/** One position in what everything is reckoned in, with the account's share. */
export interface HeldFigure {
  readonly instrument: Instrument;
  readonly side: "owned" | "owed";
  readonly quantity: Exact;
  readonly quantityType: QuantityType;
  readonly value: Figure<Money>;
  readonly view: HeldView;
}

/** Something that is no instrument: money, or all that was not read. */
export interface OtherFigure {
  readonly side: "owned" | "owed";
  readonly value: Figure<Money>;
  readonly keys: Keys;
}

/** One account in what everything is reckoned in, with its share. */
export interface AccountFigures {
  readonly account: AccountHoldings;
  readonly holders: number | null;
  readonly owned: Total;
  readonly owed: Total;
  readonly value: Total;
  readonly others: readonly OtherFigure[];
  readonly held: readonly HeldFigure[];
  /** In the bank's own currencies, whole. */
  readonly own: ReadonlyMap<Currency, Exact>;
  readonly reconciliations: readonly Reconciliation[];
}

export function figuresOfAccount(account: AccountHoldings, reckoning: Reckoning): AccountFigures {
  const { base, convert, rates, instrumentOf, lastDay } = reckoning;
  const holders = holdersOf(account);
  const isJoint = holders !== null && holders > 1 && account.share === null;
  const reading: Reading = { account, lastDay, isJoint };
  const counted = sharing(account, convert);
  const money = moneyOf(reading);
  const positions =
    account.positions?.kind === "known" ? heldIn(reading, account.positions, instrumentOf) : [];
  const held = positions.map((one): HeldFigure => {
    const { instrument, side, figures, row } = one;
    const worth = counted(worthOf(figures, convert, base));
    return {
      instrument,
      side,
      quantity: figures.quantity,
      quantityType: row.quantityType,
      value: worth,
      view: toHeldView(one, worth),
    };
  });
  const others = [
    ...money.map(({ side, currency, figure }): OtherFigure => {
      const keys = { class: "cash", currency, region: null, issuer: account.institutionId };
      return { side, value: counted(figure), keys };
    }),
    ...unread(reading),
    ...empty(reading, base),
  ];
  const [owned, owed, value] = [new Total(base), new Total(base), new Total(base)];
  for (const one of others) (one.side === "owned" ? owned : owed).add(one.value);
  for (const one of held) (one.side === "owned" ? owned : owed).add(one.value);
  for (const side of [owned, owed]) value.addAll(side);
  return {
    ...{ account, holders, owned, owed, value, others, held },
    own: ownSums(money, positions),
    reconciliations: reconcile(reading, money, positions, rates),
  };
}

/** Converted, and as far as it counts as the investor's. */
function sharing({ share }: AccountHoldings, convert: Convert): Convert {
  if (share === null) return convert;
  const factor = exact(share);
  return (figure) => scale(convert(figure), factor);
}

/** With accrued interest, which a bank may tell in another currency. */
function worthOf({ clean, accrued }: PositionFigures, convert: Convert, base: Currency): Figure<Money> {
  if (accrued === null || clean.kind === "unavailable") return clean;
  if (accrued.kind === "unavailable") return accrued;
  if (clean.value.currency !== accrued.value.currency) return sum([convert(clean), convert(accrued)], base);
  return withValue(clean, addMoney(clean.value, accrued.value));
}

/** Positions that are not there, all of them. */
function unread({ account }: Reading): readonly OtherFigure[] {
  const { positions } = account;
  if (positions?.kind !== "unavailable") return [];
  const keys = { class: "notTold", currency: null, region: null, issuer: null };
  return [{ side: "owned", value: notThere(account, positions, "positions"), keys }];
}

/** Where a bank says that there is nothing, nothing is known to be there, as of then. */
function empty(reading: Reading, base: Currency): readonly OtherFigure[] {
  const { balances, positions } = reading.account;
  const told: readonly (Told<unknown> | null)[] = positions === null ? [] : [balances, positions];
  return told.flatMap((one): readonly OtherFigure[] => {
    if (one?.kind !== "known" || one.records.length > 0) return [];
    const source = sourceOf(reading, one.asOf);
    const nothing = knownFrom({ amount: zero, currency: base }, source, ...marksOf(reading, one));
    return [{ side: "owned", value: nothing, keys: {} }];
  });
}

function ownSums(money: readonly MoneyPart[], held: readonly Held[]): ReadonlyMap<Currency, Exact> {
  const sums = new Map<Currency, Exact>();
  const add = (figure: Figure<Money>) => {
    if (figure.kind === "unavailable") return;
    const { amount, currency } = figure.value;
    const before = sums.get(currency);
    sums.set(currency, before === undefined ? amount : before.plus(amount));
  };
  for (const { figure } of money) add(figure);
  for (const { figures } of held) {
    add(figures.clean);
    if (figures.accrued !== null) add(figures.accrued);
  }
  return sums;
}

/** How many the bank names; a bank that names none has not said that there are none. */
function holdersOf({ identity }: AccountHoldings): number | null {
  if (identity.kind === "unavailable") return null;
  const holders = identity.records.filter(({ fact }) => fact === "holder").length;
  return holders === 0 ? null : holders;
}
