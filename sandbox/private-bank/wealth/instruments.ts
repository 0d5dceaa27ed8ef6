import { type Day, dayOf } from "../../bank/family/days.ts";
import { fixed } from "../books/fixed.ts";
import type { Course, Distribution, Split, Unit } from "./instrument.ts";
import { isinOf } from "./isin.ts";

const paid = (
  months: readonly number[],
  perUnit: number,
  withheldPerMille: bigint,
  isReinvested = false,
): Distribution => ({ months, perUnit: fixed(perUnit), withheldPerMille, isReinvested });

const course = (base: number, growthPerYear: number, swing: number): Course => ({
  base,
  growthPerYear,
  swing,
});

const split = (on: string, into: bigint): Split => ({ on: dayOf(on) as Day, into });

const wholeUnits = fixed(1);
const fractions = 1n;

const share = (
  key: string,
  name: string,
  isin: string,
  market: string,
  currency: string,
  moves: Course,
  more: Partial<Unit> = {},
): Unit => ({
  key,
  kind: "equity",
  name,
  isin,
  market,
  cfi: "ESVUFR",
  currency,
  course: moves,
  step: wholeUnits,
  distribution: null,
  splits: [],
  ...more,
});

const fund = (...[key, name, isin, market, currency, moves, more = {}]: Parameters<typeof share>): Unit => ({
  ...share(key, name, isin, market, currency, moves),
  kind: "fund",
  cfi: "CIOGEU",
  step: fractions,
  ...more,
});

/** No company, fund or paper of any of these names exists; the exchanges do. */
export const helvion = share(
  "helvion",
  "Helvion Präzision AG, registered share",
  isinOf("CH", 1),
  "XSWX",
  "CHF",
  course(118, 0.045, 0.14),
  { distribution: paid([4], 3.1, 350n) },
);

export const firnbach = share(
  "firnbach",
  "Firnbach Energie AG, registered share",
  isinOf("CH", 2),
  "XSWX",
  "CHF",
  course(64, 0.02, 0.1),
  { distribution: paid([5], 1.85, 350n) },
);

export const nordlicht = share(
  "nordlicht",
  "Nordlicht Systeme SE",
  isinOf("DE", 3),
  "XETR",
  "EUR",
  course(52, 0.06, 0.16),
  { distribution: paid([5], 1.2, 264n) },
);

export const prairie = share(
  "prairie",
  "Prairie Grid Corp., common stock",
  isinOf("US", 4),
  "XNYS",
  "USD",
  course(310, 0.09, 0.15),
  { distribution: paid([3, 6, 9, 12], 0.62, 150n), splits: [split("2021-08-31", 4n)] },
);

export const larkfield = share(
  "larkfield",
  "Larkfield Robotics Inc., common stock",
  isinOf("US", 5),
  "XNYS",
  "USD",
  course(420, 0.16, 0.22),
  { splits: [split("2024-06-10", 10n)] },
);

export const cornerWye = share(
  "corner-wye",
  "Corner & Wye plc, ordinary share",
  isinOf("GB", 6),
  "XLON",
  "GBP",
  course(4.1, 0.03, 0.12),
  { distribution: paid([1, 7], 0.0915, 0n) },
);

export const worldEtf = fund(
  "world-etf",
  "Alvor World Equity UCITS ETF (Acc)",
  isinOf("IE", 7),
  "XETR",
  "EUR",
  course(61, 0.085, 0.1),
  { cfi: "CEOGES", step: wholeUnits },
);

export const swissEtf = fund(
  "swiss-etf",
  "Alvor Swiss Leaders ETF (Dist)",
  isinOf("CH", 8),
  "XSWX",
  "CHF",
  course(96, 0.05, 0.09),
  { cfi: "CEOIES", step: wholeUnits, distribution: paid([6], 2.2, 350n) },
);

export const balancedFund = fund(
  "balanced-fund",
  "Seewaldt Balanced Fund CHF, class A",
  isinOf("LI", 9),
  "XSWX",
  "CHF",
  course(134.5, 0.035, 0.05),
  { distribution: paid([11], 1.4, 350n, true) },
);

export const shortBondFund = fund(
  "short-bond-fund",
  "Meridiano Short Duration Bond Fund EUR, class I",
  isinOf("LU", 10),
  "XLUX",
  "EUR",
  course(1_012.4, 0.012, 0.02),
);

/** Of a model portfolio that holds a little of very much. */
export const modelInstruments = (count: number): readonly Unit[] =>
  Array.from({ length: count }, (_, at) =>
    share(
      `model-${at}`,
      `Model Company No. ${at + 1} AG`,
      isinOf("CH", 1_001 + at),
      "XSWX",
      "CHF",
      course(20 + ((at * 37) % 180), 0.03, 0.1),
    ),
  );
