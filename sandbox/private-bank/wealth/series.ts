import { type Day, dueDay, isoOf, monthOf } from "../../bank/family/days.ts";
import type { Debt, Terms, Unit } from "./instrument.ts";
import { helvion } from "./instruments.ts";
import { isinOf } from "./isin.ts";

/** Papers of one kind, of which a new one is issued every year: there is always one to come due. */
export interface Series {
  readonly key: string;
  readonly kind: Debt["kind"];
  readonly currency: string;
  /** 1 to 12: when it is issued, and when it comes due so many months later. */
  readonly month: number;
  readonly lifeMonths: number;
  paperOf(year: number): Debt;
}

interface Shape extends Omit<Series, "paperOf"> {
  readonly name: (until: string) => string;
  readonly country: string;
  readonly market: string;
  readonly number: number;
  readonly ratePerMyriad: bigint;
  readonly couponsPerYear: Terms["couponsPerYear"];
  readonly underlying?: Unit;
}

function series(shape: Shape): Series {
  const { key, kind, currency, month, lifeMonths } = shape;
  const made = new Map<number, Debt>();
  const paperOf = (year: number): Debt => {
    const paper = made.get(year) ?? newPaper(shape, year);
    made.set(year, paper);
    return paper;
  };
  return { key, kind, currency, month, lifeMonths, paperOf };
}

function newPaper(shape: Shape, year: number): Debt {
  const issueMonth = year * 12 + shape.month - 1;
  const maturesOn = dueDay(issueMonth + shape.lifeMonths, 15);
  return {
    key: `${shape.key}-${year}`,
    kind: shape.kind,
    name: shape.name(isoOf(maturesOn)),
    isin: isinOf(shape.country, shape.number * 100 + (year % 100)),
    market: shape.market,
    cfi: shape.kind === "bond" ? "DBFUFR" : "DSBFFR",
    currency: shape.currency,
    course: { base: 100, growthPerYear: 0, swing: shape.kind === "bond" ? 0.035 : 0.06 },
    terms: {
      issuedOn: dueDay(issueMonth, 15),
      maturesOn,
      ratePerMyriad: shape.ratePerMyriad,
      couponsPerYear: shape.couponsPerYear,
      underlying: shape.underlying ?? null,
    },
  };
}

export const cantonBonds = series({
  key: "canton",
  kind: "bond",
  name: (until) => `1.25% Kanton Hochwald bond, due ${until}`,
  country: "CH",
  number: 201,
  market: "XSWX",
  currency: "CHF",
  month: 3,
  lifeMonths: 60,
  ratePerMyriad: 125n,
  couponsPerYear: 1,
});

export const railwayBonds = series({
  key: "railway",
  kind: "bond",
  name: (until) => `2.75% Ferrocarriles del Turia bond, due ${until}`,
  country: "ES",
  number: 202,
  market: "XMAD",
  currency: "EUR",
  month: 5,
  lifeMonths: 48,
  ratePerMyriad: 275n,
  couponsPerYear: 1,
});

export const prairieNotes = series({
  key: "prairie-notes",
  kind: "bond",
  name: (until) => `4.50% Prairie Grid Corp. notes, due ${until}`,
  country: "US",
  number: 203,
  market: "XNYS",
  currency: "USD",
  month: 9,
  lifeMonths: 36,
  ratePerMyriad: 450n,
  couponsPerYear: 2,
});

export const sterlingNotes = series({
  key: "sterling-notes",
  kind: "bond",
  name: (until) => `4.00% Corner & Wye Capital notes, due ${until}`,
  country: "XS",
  number: 204,
  market: "XLON",
  currency: "GBP",
  month: 2,
  lifeMonths: 48,
  ratePerMyriad: 400n,
  couponsPerYear: 2,
});

export const reverseConvertibles = series({
  key: "reverse-convertible",
  kind: "structured",
  name: (until) => `8.00% reverse convertible on Helvion Präzision, due ${until}`,
  country: "CH",
  number: 205,
  market: "XSWX",
  currency: "CHF",
  month: 9,
  lifeMonths: 18,
  ratePerMyriad: 800n,
  couponsPerYear: 4,
  underlying: helvion,
});

/** The days on which a paper pays, the last one being the day it comes due. */
export function couponDays({ issuedOn, maturesOn, couponsPerYear }: Terms): readonly Day[] {
  const every = 12 / couponsPerYear;
  const days: Day[] = [];
  for (let month = monthOf(maturesOn); dueDay(month, 15) > issuedOn; month -= every)
    days.unshift(dueDay(month, 15));
  return days;
}
