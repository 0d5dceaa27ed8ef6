import type { Day } from "../../bank/family/days.ts";
import type { CustodyAccount } from "../wealth/custody-account.ts";
import { type Debt, type Instrument, isDebt, type Unit } from "../wealth/instrument.ts";
import { daysAccrued, priceOf } from "../wealth/prices.ts";
import { couponDays } from "../wealth/series.ts";
import { asset, type Draft, money, settledOn } from "./draft.ts";
import type { Entry, Movement } from "./entry.ts";
import { affordable, cents, decimalText, divide, type Fixed, fixed, perMille, perMyriad } from "./fixed.ts";

const brokeragePerMyriad = 35n;
const leastBrokerage = fixed(25);
const stampDutyPerMyriad = 15n;
const inFull = 1_000n;

/** What a quantity is worth at a price, without interest that is still to be paid. */
export const worthOf = (instrument: Instrument, quantity: Fixed, price: Fixed): Fixed =>
  cents(divide(quantity * price, isDebt(instrument) ? 1_000_000n : 10_000n));

/** Interest on a nominal since the last coupon. */
export const accruedOn = (paper: Debt, nominal: Fixed, day: Day): Fixed =>
  cents(
    divide(
      nominal * paper.terms.ratePerMyriad * BigInt(daysAccrued(paper, couponDays(paper.terms), day)),
      10_000n * 360n,
    ),
  );

function brokerage(gross: Fixed): Fixed {
  const usual = perMyriad(gross, brokeragePerMyriad);
  if (usual < leastBrokerage) return leastBrokerage;
  return usual;
}

/** For a round sum as many units as it buys; nothing where there is not enough money. */
export function buyForSum(
  draft: Draft,
  account: CustodyAccount,
  instrument: Unit,
  sum: Fixed,
  day: Day,
  key: string,
): void {
  const price = priceOf(instrument, day);
  const units = affordable(sum, price, instrument.step);
  if (units > 0n) buy(draft, account, instrument, units, day, key);
}

export function buy(
  draft: Draft,
  account: CustodyAccount,
  instrument: Instrument,
  quantity: Fixed,
  day: Day,
  key: string,
): void {
  const { currency } = instrument;
  const price = priceOf(instrument, day);
  const gross = worthOf(instrument, quantity, price);
  const accrued = isDebt(instrument) ? accruedOn(instrument, quantity, day) : 0n;
  // A fund of the bank's own costs nothing to come into.
  const isSubscribed = instrument.kind === "fund" && instrument.step === 1n;
  const fees = isSubscribed ? [] : costs(draft, currency, gross);
  const total = gross + accrued - fees.reduce((sum, fee) => sum + fee.quantity, 0n);
  if (!draft.afford(currency, total, day, key)) return;
  draft.add({
    key,
    type: isSubscribed ? "subscription" : "buy",
    ...on(day),
    text: `${isSubscribed ? "Subscription" : "Purchase"} ${describe(instrument, quantity, price)}`,
    movements: [
      asset(account, instrument, quantity, price),
      money(draft, currency, "cash", -gross),
      ...(accrued === 0n ? [] : [money(draft, currency, "accruedInterest", -accrued)]),
      ...fees,
    ],
  });
}

const costs = (draft: Draft, currency: string, gross: Fixed): Movement[] => [
  money(draft, currency, "brokerageFee", -brokerage(gross)),
  money(draft, currency, "stampDuty", -perMyriad(gross, stampDutyPerMyriad)),
];

/** So much of what is held, in whole steps. */
export function sellPart(
  draft: Draft,
  account: CustodyAccount,
  instrument: Unit,
  part: bigint,
  day: Day,
  key: string,
): void {
  const held = draft.held(account, instrument);
  const wanted = part >= inFull ? held : perMille(held, part);
  const quantity = wanted - (wanted % instrument.step);
  if (quantity <= 0n) return;
  const { currency } = instrument;
  const price = priceOf(instrument, day);
  const gross = worthOf(instrument, quantity, price);
  draft.add({
    key,
    type: "sell",
    ...on(day),
    text: `Sale ${describe(instrument, quantity, price)}`,
    movements: [
      asset(account, instrument, -quantity, price),
      money(draft, currency, "cash", gross),
      ...costs(draft, currency, gross),
    ],
  });
}

const on = (day: Day): Pick<Entry, "day" | "valueDay" | "isTrade"> => ({
  day,
  valueDay: settledOn(day),
  isTrade: true,
});

const describe = (instrument: Instrument, quantity: Fixed, price: Fixed): string =>
  isDebt(instrument)
    ? `${instrument.currency} ${decimalText(quantity, 0)} ${instrument.name} at ${decimalText(price, 2)}%`
    : `${decimalText(quantity, 0)} ${instrument.name} at ${instrument.currency} ${decimalText(price, 2)}`;
