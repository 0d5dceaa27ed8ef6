import { type Day, dueDay, type Month, monthOf, monthText, nextWorkday } from "../../bank/family/days.ts";
import type { CustodyAccount } from "../wealth/custody-account.ts";
import type { Debt, Unit } from "../wealth/instrument.ts";
import { type Line, openedIn, type Relationship } from "../wealth/plan.ts";
import { priceOf } from "../wealth/prices.ts";
import { couponDays } from "../wealth/series.ts";
import { distribute, payCoupon, redeem, splitUnits } from "./corporate-actions.ts";
import { asset, type Draft, money } from "./draft.ts";
import { type Fixed, perMyriad } from "./fixed.ts";
import { buy, buyForSum, sellPart } from "./trades.ts";

/** Something that comes due on a day. What it does depends on what is there on that day. */
export interface Due {
  readonly day: Day;
  /** Within a day: what the markets do, then what the holders do. */
  readonly rank: 0 | 1 | 2 | 3;
  readonly key: string;
  act(draft: Draft): void;
}

type Act = Due["act"];

const tradeDay = 11;
const feeDay = 28;
const interestPerMyriad = 20n;
const vatPerMyriad = 810n;

/** Everything that comes due until a day, in the order in which it is done. */
export function dueUntil(relation: Relationship, today: Day): readonly Due[] {
  const months = Array.from({ length: monthOf(today) - openedIn + 1 }, (_, at) => openedIn + at);
  return [
    ...beginning(relation),
    ...months.flatMap((month) => [...flowsIn(relation, month), ...bankActs(relation, month)]),
    ...relation.lines.flatMap((line, at) => dueOfLine(line, `${relation.key}-${at}`, months)),
    ...unitsHeld(relation).flatMap(([account, unit]) =>
      corporateActions(relation.key, account, unit, months),
    ),
  ]
    .filter(({ day }) => day <= today)
    .sort((a, b) => a.day - b.day || a.rank - b.rank || (a.key < b.key ? -1 : 1));
}

const due = (day: Day, rank: Due["rank"], key: string, act: Act): Due => ({ day, rank, key, act });

function beginning({ key, currency, opening, deliveries, accounts }: Relationship): Due[] {
  const day = dueDay(openedIn, 3);
  const inflow = (to: string, amount: Fixed, text: string): Due =>
    due(day, 0, to, (draft) =>
      draft.add({
        key: to,
        type: "inflowCash",
        day,
        valueDay: day,
        text,
        movements: [money(draft, currency, "cash", amount)],
      }),
    );
  const further = accounts.find(({ name }) => name === "Notice account");
  return [
    inflow(`${key}-opening`, opening, "Opening of the relationship"),
    ...deliveries.map(({ account, instrument, units }, at) =>
      due(day, 0, `${key}-delivery-${at}`, (draft) =>
        draft.add({
          key: `${key}-delivery-${at}`,
          type: "receiveFreeOfPayment",
          day,
          valueDay: day,
          text: `Delivery from another bank: ${instrument.name}`,
          movements: [asset(account, instrument, units, priceOf(instrument, day))],
        }),
      ),
    ),
    ...(further ? [noticeOpening(key, further, day)] : []),
  ];
}

const noticeOpening = (key: string, account: CustodyAccount, day: Day): Due =>
  due(day, 1, `${key}-notice`, (draft) =>
    draft.add({
      key: `${key}-notice`,
      type: "inflowCash",
      day,
      valueDay: day,
      text: "Opening of the notice account",
      movements: [{ type: "cash", account, instrument: null, quantity: 250_000_000n }],
    }),
  );

const isDue = (month: Month, every: number, after = 0): boolean =>
  month - openedIn >= after && (month - openedIn - after) % every === 0;

function flowsIn({ key, currency, flows }: Relationship, month: Month): Due[] {
  return flows.flatMap(({ dayOfMonth, everyMonths, amount, text }, at) => {
    if (!isDue(month, everyMonths, 1)) return [];
    const day = dueDay(month, dayOfMonth);
    const name = `${key}-flow-${at}-${monthText(month)}`;
    return due(day, 1, name, (draft) => {
      if (amount < 0n && draft.balance(currency) + amount < 0n) return;
      const type = amount < 0n ? "outflowCash" : "inflowCash";
      const movements = [money(draft, currency, "cash", amount)];
      draft.add({ key: name, type, day, valueDay: day, text, movements });
    });
  });
}

/** Custody fees each quarter; in January one is taken twice, and taken back the next day. Interest at the year's end. */
function bankActs({ key, currency, feePerQuarter }: Relationship, month: Month): Due[] {
  const ofYear = month % 12;
  const name = `${key}-fee-${monthText(month)}`;
  const fee = (day: Day, suffix: string, sign: 1n | -1n): Due =>
    due(day, 3, name + suffix, (draft) => {
      const isBack = sign === 1n;
      if (isBack && !draft.entries.some((entry) => entry.key === `${name}-twice`)) return;
      if (!isBack && draft.balance(currency) < feePerQuarter * 2n) return;
      draft.add({
        key: name + suffix,
        type: "fees",
        day,
        valueDay: day,
        text: isBack ? "Custody fee taken twice: reversal" : `Custody fee ${monthText(month)}`,
        ...(isBack ? { reverses: `${name}-twice` } : {}),
        movements: [
          money(draft, currency, "custodyFee", sign * feePerQuarter),
          money(draft, currency, "valueAddedTax", sign * perMyriad(feePerQuarter, vatPerMyriad)),
        ],
      });
    });
  const day = dueDay(month, feeDay);
  if (month <= openedIn || ofYear % 3 !== 0) return [];
  if (ofYear === 0)
    return [fee(day, "", -1n), fee(day, "-twice", -1n), fee(nextWorkday(day + 1), "-back", 1n)];
  return ofYear === 9 ? [fee(day, "", -1n), interest(key, currency, month)] : [fee(day, "", -1n)];
}

const interest = (key: string, currency: string, month: Month): Due => {
  const day = dueDay(month, 31);
  const name = `${key}-interest-${monthText(month)}`;
  return due(day, 3, name, (draft) => {
    const amount = perMyriad(draft.balance(currency), interestPerMyriad);
    if (amount <= 0n) return;
    const movements = [money(draft, currency, "interest", amount)];
    draft.add({ key: name, type: "interestPayment", day, valueDay: day, text: "Credit interest", movements });
  });
};

function dueOfLine(line: Line, stem: string, months: readonly Month[]): Due[] {
  if (line.kind === "ladder") return papersOfLine(line, stem, months);
  const { account, instrument, everyMonths, after } = line;
  return months
    .filter((month) => isDue(month, everyMonths, after))
    .map((month) => {
      const key = `${stem}-${monthText(month)}`;
      const day = dueDay(month, tradeDay);
      return due(day, 2, key, (draft) => {
        if (line.kind === "save") buyForSum(draft, account, instrument, line.sum, day, key);
        else sellPart(draft, account, instrument, line.perMille, day, key);
      });
    });
}

/** Bought five days after it was issued, so that interest is owed to who sells it. */
function papersOfLine(
  { account, series, nominal }: Extract<Line, { kind: "ladder" }>,
  stem: string,
  months: readonly Month[],
): Due[] {
  return months
    .filter((month) => month > openedIn && month % 12 === series.month - 1)
    .flatMap((month) => {
      const paper = series.paperOf(Math.floor(month / 12));
      const key = `${stem}-${Math.floor(month / 12)}`;
      const day = nextWorkday(paper.terms.issuedOn + 5);
      return [
        due(day, 2, key, (draft) => buy(draft, account, paper, nominal, day, key)),
        ...couponsAndEnd(account, paper, key),
      ];
    });
}

function couponsAndEnd(account: CustodyAccount, paper: Debt, stem: string): Due[] {
  const { maturesOn } = paper.terms;
  return [
    ...couponDays(paper.terms).map((day, at) =>
      due(day, 0, `${stem}-coupon-${at}`, (draft) =>
        payCoupon(draft, account, paper, day, `${stem}-coupon-${at}`),
      ),
    ),
    due(maturesOn, 1, `${stem}-end`, (draft) => redeem(draft, account, paper, maturesOn, `${stem}-end`)),
  ];
}

/** Everything in units that an account may come to hold, also from a product that is paid back in shares. */
function unitsHeld({
  lines,
  deliveries,
  accounts,
}: Relationship): readonly (readonly [CustodyAccount, Unit])[] {
  return accounts.flatMap((account) => {
    const units = [
      ...deliveries.flatMap((one) => (one.account === account ? [one.instrument] : [])),
      ...lines.flatMap((line) => {
        if (line.account !== account) return [];
        if (line.kind !== "ladder") return [line.instrument];
        const { underlying } = line.series.paperOf(Math.floor(openedIn / 12)).terms;
        return underlying ? [underlying as Unit] : [];
      }),
    ];
    return [...new Set(units)].map((unit) => [account, unit] as const);
  });
}

function corporateActions(key: string, account: CustodyAccount, unit: Unit, months: readonly Month[]): Due[] {
  const stem = `${key}-${account.bban}-${unit.key}`;
  const { distribution } = unit;
  const paid = months.filter((month) => month > openedIn && distribution?.months.includes((month % 12) + 1));
  return [
    ...unit.splits.map((split) =>
      due(split.on, 0, `${stem}-split`, (draft) =>
        splitUnits(draft, account, unit, split, `${stem}-split-${split.on}`),
      ),
    ),
    ...paid.flatMap((month) => {
      if (!distribution) return [];
      const day = dueDay(month, 17);
      const name = `${stem}-paid-${monthText(month)}`;
      return due(day, 0, name, (draft) => distribute(draft, account, unit, distribution, day, name));
    }),
  ];
}
