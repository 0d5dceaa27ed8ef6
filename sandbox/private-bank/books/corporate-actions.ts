import type { Day } from "../../bank/family/days.ts";
import type { CustodyAccount } from "../wealth/custody-account.ts";
import type { Debt, Distribution, Split, Unit } from "../wealth/instrument.ts";
import { priceOf } from "../wealth/prices.ts";
import { asset, type Draft, money } from "./draft.ts";
import type { Movement } from "./entry.ts";
import { affordable, cents, divide, type Fixed, perMille, times } from "./fixed.ts";
import { worthOf } from "./trades.ts";

/** Each of these does nothing where nothing is held. */

export function splitUnits(
  draft: Draft,
  account: CustodyAccount,
  instrument: Unit,
  { on, into }: Split,
  key: string,
): void {
  const held = draft.held(account, instrument);
  if (held === 0n) return;
  draft.add({
    key,
    type: "stockSplit",
    day: on,
    valueDay: on,
    exDay: on,
    text: `Split 1 into ${into}: ${instrument.name}`,
    trigger: { instrument, quantity: held },
    movements: [asset(account, instrument, held * (into - 1n))],
  });
}

/** Paid on what was held when the ex-day began, which is also the day it is paid: this bank is quick. */
export function distribute(
  draft: Draft,
  account: CustodyAccount,
  instrument: Unit,
  { perUnit, withheldPerMille, isReinvested }: Distribution,
  day: Day,
  key: string,
): void {
  const held = draft.held(account, instrument);
  if (held === 0n) return;
  // What was paid on one unit before a split was more by as much.
  const later = instrument.splits.filter(({ on }) => on > day);
  const each = later.reduce((amount, { into }) => amount * into, perUnit);
  const { currency } = instrument;
  const gross = times(held, each);
  const withheld = perMille(gross, withheldPerMille);
  const paid: Movement[] = [
    money(draft, currency, "cash", gross),
    ...(withheld === 0n ? [] : [money(draft, currency, "withholdingTax", -withheld)]),
  ];
  draft.add({
    key,
    type: isReinvested ? "dividendReinvestment" : "dividendCash",
    day,
    valueDay: day,
    exDay: day,
    text: `${isReinvested ? "Distribution reinvested" : "Dividend"} ${instrument.name}`,
    trigger: { instrument, quantity: held, price: each },
    movements: isReinvested
      ? [...paid, ...reinvested(draft, account, instrument, gross - withheld, day)]
      : paid,
  });
}

function reinvested(
  draft: Draft,
  account: CustodyAccount,
  instrument: Unit,
  net: Fixed,
  day: Day,
): Movement[] {
  const price = priceOf(instrument, day);
  const units = affordable(net, price, instrument.step);
  const spent = times(units, price);
  return [
    money(draft, instrument.currency, "reinvestmentAmount", -spent),
    asset(account, instrument, units, price),
  ];
}

export function payCoupon(draft: Draft, account: CustodyAccount, paper: Debt, day: Day, key: string): void {
  const nominal = draft.held(account, paper);
  if (nominal === 0n) return;
  const { ratePerMyriad, couponsPerYear } = paper.terms;
  const gross = cents(divide(nominal * ratePerMyriad, 10_000n * BigInt(couponsPerYear)));
  // Swiss withholding tax of 35 % is taken from what Swiss issuers pay.
  const withheld = paper.kind === "bond" && paper.isin.startsWith("CH") ? perMille(gross, 350n) : 0n;
  draft.add({
    key,
    type: "coupon",
    day,
    valueDay: day,
    exDay: day,
    text: `Coupon ${paper.name}`,
    trigger: { instrument: paper, quantity: nominal },
    movements: [
      money(draft, paper.currency, "interest", gross),
      ...(withheld === 0n ? [] : [money(draft, paper.currency, "withholdingTax", -withheld)]),
    ],
  });
}

/** In money, or in the shares it is about where these have fallen since the beginning. */
export function redeem(draft: Draft, account: CustodyAccount, paper: Debt, day: Day, key: string): void {
  const nominal = draft.held(account, paper);
  if (nominal === 0n) return;
  const { underlying, issuedOn } = paper.terms;
  const strike = underlying ? priceOf(underlying, issuedOn) : 0n;
  const now = underlying ? priceOf(underlying, day) : 0n;
  const base = { key, type: "redemption", day, valueDay: day } as const;
  const trigger = { instrument: paper, quantity: nominal };
  if (!underlying || now >= strike) {
    draft.add({
      ...base,
      text: `Redemption at 100%: ${paper.name}`,
      trigger,
      movements: [asset(account, paper, -nominal), money(draft, paper.currency, "cash", nominal)],
    });
    return;
  }
  const shares = affordable(nominal, strike, 10_000n);
  const rest = worthOf(underlying, affordable(nominal, strike, 1n) - shares, now);
  draft.add({
    ...base,
    text: `Redemption in shares: ${paper.name}`,
    trigger,
    movements: [
      asset(account, paper, -nominal),
      asset(account, underlying as Unit, shares, now),
      ...(rest === 0n ? [] : [money(draft, paper.currency, "cash", rest)]),
    ],
  });
}
