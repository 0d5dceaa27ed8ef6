import { people } from "../../bank/family/people.ts";
import { fixed } from "../books/fixed.ts";
import { type CustodyAccount, cashAccount, safekeepingAccount } from "./custody-account.ts";
import type { Unit } from "./instrument.ts";
import {
  balancedFund,
  cornerWye,
  firnbach,
  helvion,
  larkfield,
  modelInstruments,
  nordlicht,
  prairie,
  shortBondFund,
  swissEtf,
  worldEtf,
} from "./instruments.ts";
import type { Delivery, Flow, Line, Relationship } from "./plan.ts";
import {
  cantonBonds,
  prairieNotes,
  railwayBonds,
  reverseConvertibles,
  type Series,
  sterlingNotes,
} from "./series.ts";

const nameOf = (key: string): string => people.find((person) => person.key === key)?.name ?? key;

const save = (
  account: CustodyAccount,
  instrument: Unit,
  sum: number,
  everyMonths: number,
  after = 1,
): Line => ({ kind: "save", account, instrument, sum: fixed(sum), everyMonths, after });

const ladder = (account: CustodyAccount, series: Series, nominal: number): Line => ({
  kind: "ladder",
  account,
  series,
  nominal: fixed(nominal),
});

const trim = (
  account: CustodyAccount,
  instrument: Unit,
  perMille: bigint,
  everyMonths: number,
  after: number,
): Line => ({ kind: "trim", account, instrument, perMille, everyMonths, after });

const delivered = (account: CustodyAccount, instrument: Unit, units: number): Delivery => ({
  account,
  instrument,
  units: fixed(units),
});

const flow = (dayOfMonth: number, everyMonths: number, amount: number, text: string): Flow => ({
  dayOfMonth,
  everyMonths,
  amount: fixed(amount),
  text,
});

interface Parts {
  readonly key: string;
  readonly number: string;
  readonly owners: readonly string[];
  readonly currencies: readonly [string, ...string[]];
  readonly custody: readonly [string, ...string[]];
  readonly opening: number;
  readonly feePerQuarter: number;
  readonly flows: readonly Flow[];
  readonly held: (
    first: CustodyAccount,
    second: CustodyAccount,
  ) => Pick<Relationship, "deliveries" | "lines">;
}

function relationship({ currencies, custody, held, opening, feePerQuarter, ...about }: Parts): Relationship {
  const [currency] = currencies;
  const home = { number: about.number, title: titleOf(about.owners), currency };
  const cash = currencies.map((one, at) => cashAccount(home, one, 101 + at));
  const [first, second] = custody.map((name, at) => safekeepingAccount(home, name, 501 + at));
  if (!first) throw new Error("A relationship keeps something");
  return {
    ...about,
    currency,
    accounts: [...cash, first, ...(second ? [second] : [])],
    opening: fixed(opening),
    feePerQuarter: fixed(feePerQuarter),
    ...held(first, second ?? first),
  };
}

/** Whoever holds it jointly is named: the interface has no other place for that. */
const titleOf = (owners: readonly string[]): string =>
  owners.length > 2 ? "Community of heirs Aranda" : owners.map(nameOf).join(", ");

const fourCurrencies = ["EUR", "CHF", "USD", "GBP"] as const;

/** What the family keeps at the private bank. */
export const relationships: readonly Relationship[] = [
  relationship({
    key: "aranda-keller",
    number: "204.118-6",
    owners: ["sms", "call"],
    currencies: fourCurrencies,
    custody: ["Custody account: long term", "Custody account: income"],
    opening: 1_450_000,
    feePerQuarter: 890,
    flows: [
      flow(6, 1, 2_500, "Incoming payment from Banco Ardelva"),
      flow(20, 6, -9_000, "Payment to Banco Ardelva"),
    ],
    held: (growth, income) => ({
      deliveries: [delivered(growth, helvion, 240), delivered(growth, prairie, 120)],
      lines: [
        save(growth, worldEtf, 4_000, 1),
        save(growth, nordlicht, 6_000, 6, 3),
        save(growth, larkfield, 5_000, 8, 2),
        save(growth, swissEtf, 5_500, 5, 4),
        trim(growth, larkfield, 250n, 24, 40),
        trim(growth, prairie, 100n, 30, 20),
        ladder(income, railwayBonds, 90_000),
        ladder(income, prairieNotes, 40_000),
        ladder(income, sterlingNotes, 30_000),
        ladder(income, reverseConvertibles, 60_000),
        save(income, shortBondFund, 3_000, 3, 2),
        save(income, balancedFund, 1_200, 2),
      ],
    }),
  }),
  relationship({
    key: "keller",
    number: "117.402-1",
    owners: ["chip", "phototan"],
    currencies: ["CHF", "EUR", "USD", "GBP"],
    custody: ["Custody account"],
    opening: 2_100_000,
    feePerQuarter: 1_150,
    flows: [flow(25, 3, -12_000, "Payment to own account elsewhere")],
    held: (custody) => ({
      deliveries: [delivered(custody, firnbach, 1_800), delivered(custody, helvion, 950)],
      lines: [
        ladder(custody, cantonBonds, 150_000),
        ladder(custody, railwayBonds, 50_000),
        ladder(custody, reverseConvertibles, 50_000),
        save(custody, balancedFund, 2_500, 1),
        save(custody, cornerWye, 8_000, 12, 5),
        trim(custody, firnbach, 80n, 12, 14),
      ],
    }),
  }),
  relationship({
    key: "oliveira",
    number: "331.907-4",
    owners: ["many"],
    currencies: ["CHF", "EUR", "USD", "GBP"],
    custody: ["Custody account: own decisions", "Custody account: mandate"],
    opening: 1_900_000,
    feePerQuarter: 1_480,
    flows: [flow(3, 1, 6_000, "Incoming payment from Banco Ardelva")],
    held: (own, mandate) => ({
      deliveries: [delivered(own, larkfield, 60)],
      lines: [
        save(own, helvion, 7_000, 4),
        save(own, prairie, 6_500, 5, 2),
        save(own, cornerWye, 3_000, 6, 1),
        trim(own, larkfield, 1_000n, 1_200, 76),
        save(mandate, worldEtf, 5_000, 1),
        save(mandate, swissEtf, 4_500, 2),
        save(mandate, shortBondFund, 2_500, 1, 2),
        save(mandate, balancedFund, 2_000, 1, 3),
        ladder(mandate, cantonBonds, 80_000),
        ladder(mandate, prairieNotes, 50_000),
        ladder(mandate, sterlingNotes, 40_000),
        ladder(mandate, reverseConvertibles, 70_000),
      ],
    }),
  }),
  relationship({
    key: "lindholm",
    number: "408.233-0",
    owners: ["fingerprint", "key"],
    currencies: ["EUR", "USD"],
    custody: ["Custody account"],
    opening: 320_000,
    feePerQuarter: 310,
    flows: [flow(8, 1, 1_200, "Incoming payment from Banco Ardelva")],
    held: (custody) => ({
      deliveries: [],
      lines: [
        save(custody, worldEtf, 1_500, 1),
        save(custody, larkfield, 2_500, 9, 2),
        ladder(custody, railwayBonds, 20_000),
      ],
    }),
  }),
  relationship({
    key: "heirs",
    number: "290.556-8",
    owners: ["push", "qrcode", "callback", "exempt"],
    currencies: ["EUR", "CHF"],
    custody: ["Custody account of the estate"],
    opening: 540_000,
    feePerQuarter: 420,
    flows: [flow(15, 12, -24_000, "Distribution to the heirs")],
    held: (custody) => ({
      deliveries: [delivered(custody, nordlicht, 1_400), delivered(custody, firnbach, 600)],
      lines: [ladder(custody, railwayBonds, 70_000), save(custody, shortBondFund, 2_000, 3)],
    }),
  }),
  relationship({
    key: "rafael",
    number: "415.870-3",
    owners: ["push"],
    currencies: ["EUR", "GBP"],
    custody: ["Custody account"],
    opening: 210_000,
    feePerQuarter: 240,
    flows: [flow(28, 1, 1_800, "Incoming payment from Banco Ardelva")],
    held: (custody) => ({
      deliveries: [],
      lines: [save(custody, nordlicht, 2_200, 2), save(custody, cornerWye, 2_000, 4, 3)],
    }),
  }),
];

/** The same with one cash account more, for the day on which the bank opens it. */
export function withFurtherAccount(relation: Relationship): Relationship {
  const [first] = relation.accounts;
  if (!first) return relation;
  const home = { number: relation.number, title: first.holders, currency: relation.currency };
  const further = { ...cashAccount(home, relation.currency, 199), name: "Notice account" };
  return { ...relation, accounts: [...relation.accounts, further] };
}

const modelCount = 480;
const modelOpening = 6_000_000;

/** The same with a model portfolio of its own account: about five hundred positions and ten thousand transactions. */
export function withModelPortfolio(relation: Relationship): Relationship {
  const [first] = relation.accounts;
  if (!first) return relation;
  const home = { number: relation.number, title: first.holders, currency: relation.currency };
  const account = safekeepingAccount(home, "Custody account: model portfolio", 590);
  const lines = modelInstruments(modelCount).map((instrument, at) =>
    save(account, instrument, 400, 4, 1 + (at % 4)),
  );
  const hasFrancs = relation.accounts.some(({ kind, currency }) => kind === "cash" && currency === "CHF");
  return {
    ...relation,
    opening: relation.opening + fixed(modelOpening),
    accounts: [...relation.accounts, ...(hasFrancs ? [] : [cashAccount(home, "CHF", 190)]), account],
    lines: [...relation.lines, ...lines],
  };
}
