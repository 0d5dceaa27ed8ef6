import {
  type Habit,
  type Monthly,
  type Party,
  shopsMadrid,
  shopsSwitzerland,
  shopsTravel,
  shopsValencia,
} from "./habits.ts";
import { spanishIban } from "./iban.ts";
import { people } from "./people.ts";

export interface CashAccount {
  readonly id: string;
  readonly kind: "current" | "savings" | "card";
  readonly currency: string;
  /** Keys of the people it belongs to; more than one holds it jointly. */
  readonly owners: readonly string[];
  readonly name: string;
  readonly product: string;
  readonly iban: string | null;
  readonly maskedPan: string | null;
  readonly usage: "PRIV" | "ORGA";
  readonly openingMinor: bigint;
  readonly creditLimitMinor: bigint;
  readonly habits: readonly Habit[];
}

/** The invented bank's number and that of all others: no bank in Spain has either. */
const ownBank = "9997";
const otherBanks = "9996";

const ibanOfAccount = (number: number): string => spanishIban(ownBank, "0001", number);

const nameOf = (key: string): string => people.find((person) => person.key === key)?.name ?? key;

const party = (name: string, iban?: string): Party => (iban === undefined ? { name } : { name, iban });

/** An account of somebody elsewhere; the number is as invented as its owner. */
const outside = (name: string, number: number): Party => party(name, spanishIban(otherBanks, "0042", number));

const monthly = (
  dayOfMonth: number,
  minor: bigint,
  to: Party,
  text: string,
  code: Monthly["code"],
  more: Partial<Pick<Monthly, "growthPerMille" | "everyMonths">> = {},
): Monthly => ({ kind: "monthly", dayOfMonth, minor, party: to, text, code, ...more });

const salary = (minor: bigint, employer: string, number: number): Monthly =>
  monthly(26, minor, outside(employer, number), "Salary", "PMNT-RCDT-SALA", { growthPerMille: 22 });

const rent = (minor: bigint, landlord: string, number: number): Monthly =>
  monthly(2, -minor, outside(landlord, number), "Alquiler", "PMNT-ICDT-STDO", { growthPerMille: 15 });

const debit = (dayOfMonth: number, minor: bigint, creditor: string, text: string): Monthly =>
  monthly(dayOfMonth, -minor, party(creditor), text, "PMNT-RDDT-ESDD");

const fee = (minor: bigint): Monthly =>
  monthly(30, -minor, party("Bank"), "Account fee of the quarter", "ACMT-MDOP-FEES", { everyMonths: 3 });

const interest = (minor: bigint): Monthly =>
  monthly(31, minor, party("Bank"), "Credit interest", "ACMT-MCOP-INTR", { everyMonths: 3 });

/** One side of a standing order between two accounts of the family. */
const between = (dayOfMonth: number, minor: bigint, name: string, account: number, text: string): Monthly =>
  monthly(
    dayOfMonth,
    minor,
    party(name, ibanOfAccount(account)),
    text,
    minor < 0n ? "PMNT-ICDT-STDO" : "PMNT-RCDT-ESCT",
  );

const shopping = (perMonth: number, shops: typeof shopsValencia, least = 340, most = 9_800): Habit => ({
  kind: "shopping",
  perMonth,
  least,
  most,
  shops,
});

const plain = { usage: "PRIV", openingMinor: 250_000n, creditLimitMinor: 0n, maskedPan: null } as const;

const current = (
  number: number,
  currency: string,
  owners: readonly string[],
  name: string,
  habits: readonly Habit[],
  more: Partial<CashAccount> = {},
): CashAccount => ({
  ...plain,
  id: `acc-${number}`,
  kind: "current",
  currency,
  owners,
  name,
  product: "Current account",
  iban: ibanOfAccount(number),
  habits,
  ...more,
});

const card = (
  number: number,
  lastFour: string,
  owner: string,
  payer: number,
  habits: readonly Habit[],
): CashAccount => ({
  ...plain,
  id: `acc-${number}`,
  kind: "card",
  currency: "EUR",
  owners: [owner],
  name: "Credit card",
  product: "Card with monthly statement",
  iban: null,
  maskedPan: `499999xxxxxx${lastFour}`,
  openingMinor: 0n,
  creditLimitMinor: 500_000n,
  habits: [
    ...habits,
    {
      kind: "settlement",
      card: `acc-${number}`,
      side: "receives",
      party: party(nameOf(owner), ibanOfAccount(payer)),
    },
  ],
});

const paysCard = (number: number): Habit => ({
  kind: "settlement",
  card: `acc-${number}`,
  side: "pays",
  party: party("Card settlement"),
});

/** Both sides of a regular exchange; each account lists its own. */
function exchange(from: CashAccountRef, to: CashAccountRef, minor: bigint): { pays: Habit; receives: Habit } {
  const shared = {
    kind: "exchange",
    dayOfMonth: 12,
    everyMonths: 2,
    minor,
    from: from.currency,
    to: to.currency,
  } as const;
  return {
    pays: { ...shared, side: "pays", party: party(to.name, ibanOfAccount(to.number)) },
    receives: { ...shared, side: "receives", party: party(from.name, ibanOfAccount(from.number)) },
  };
}

interface CashAccountRef {
  readonly number: number;
  readonly currency: string;
  readonly name: string;
}

const household = { number: 1, currency: "EUR", name: "E. Aranda Keller, M. Keller" };
const elenasFrancs = { number: 3, currency: "CHF", name: nameOf("sms") };
const matthiasDollars = { number: 4, currency: "USD", name: nameOf("call") };
const clarasEuros = { number: 30, currency: "EUR", name: nameOf("many") };
const clarasPounds = { number: 32, currency: "GBP", name: nameOf("many") };
const toFrancs = exchange(household, elenasFrancs, 120_000n);
const toDollars = exchange(household, matthiasDollars, 45_000n);
const toPounds = exchange(clarasEuros, clarasPounds, 60_000n);

/** What the family keeps at the retail bank. Amounts are minor units; a minus goes out. */
export const cashAccounts: readonly CashAccount[] = [
  current(
    1,
    "EUR",
    ["sms", "call"],
    "Household",
    [
      salary(412_050n, "Talleres Olmedo, S.A.", 11),
      salary(355_720n, "Cuenca Datos, S.L.", 12),
      rent(218_000n, "Inmobiliaria Peral", 13),
      debit(8, 16_890n, "Agua y Luz del Centro", "Electricity and water"),
      debit(11, 5_990n, "Fibra Meseta", "Internet and two mobile lines"),
      debit(15, 23_410n, "Mutua Almendro", "Health insurance"),
      between(4, -60_000n, nameOf("sms"), 2, "Savings plan"),
      between(3, -45_000n, nameOf("mail"), 6, "Allowance Lucía"),
      fee(1_200n),
      toFrancs.pays,
      toDollars.pays,
      paysCard(5),
      shopping(24, shopsMadrid),
    ],
    { openingMinor: 900_000n },
  ),
  current(
    2,
    "EUR",
    ["sms"],
    "Savings",
    [between(4, 60_000n, household.name, 1, "Savings plan"), interest(1_840n)],
    {
      kind: "savings",
      product: "Savings account",
      openingMinor: 1_200_000n,
    },
  ),
  current(3, "CHF", ["sms"], "Swiss francs", [toFrancs.receives, shopping(6, shopsSwitzerland, 850, 14_000)]),
  current(4, "USD", ["call"], "US dollars", [
    toDollars.receives,
    monthly(18, 31_500n, outside("Northfield Royalties LLC", 14), "Royalties", "PMNT-RRCT-ICCT", {
      everyMonths: 3,
    }),
  ]),
  card(5, "4417", "sms", 1, [shopping(11, shopsTravel, 600, 21_000)]),
  current(6, "EUR", ["mail"], "Student account", [
    between(3, 45_000n, household.name, 1, "Allowance Lucía"),
    shopping(9, shopsMadrid, 180, 5_200),
  ]),
  current(7, "EUR", ["totp"], "Salary account", [
    salary(248_900n, "Ciclos Manzanares", 15),
    rent(96_500n, "Inmobiliaria Peral", 13),
    shopping(19, shopsMadrid, 220, 7_400),
  ]),
  current(
    8,
    "EUR",
    ["chip", "phototan"],
    "Pension",
    [
      monthly(1, 231_400n, outside("Caja de pensiones", 16), "Pension", "PMNT-RCDT-SALA", {
        growthPerMille: 18,
      }),
      debit(9, 38_000n, "Residenz Seeblick", "Service charges"),
      shopping(13, shopsMadrid),
      fee(900n),
    ],
    { openingMinor: 4_150_000n },
  ),
  current(9, "CHF", ["chip"], "Franken", [
    monthly(1, 142_000n, outside("Ausgleichskasse", 17), "Rente", "PMNT-RCDT-SALA"),
    shopping(10, shopsSwitzerland, 900, 16_500),
  ]),
  current(10, "EUR", ["qrcode"], "Cuenta corriente", [
    salary(226_300n, "Colegio Turia", 18),
    rent(84_000n, "Fincas Serra", 19),
    shopping(21, shopsValencia, 150, 6_900),
  ]),
  current(11, "EUR", ["push"], "Cuenta personal", [
    salary(310_000n, "Aranda Cerámica SL", 20),
    shopping(26, shopsValencia, 200, 9_100),
  ]),
  current(
    12,
    "EUR",
    ["push"],
    "Aranda Cerámica SL",
    [
      monthly(10, 1_480_000n, outside("Azulejos Port SA", 21), "Invoice of the month", "PMNT-RCDT-ESCT"),
      monthly(20, -615_000n, outside("Hornos Levante", 22), "Gas and clay", "PMNT-ICDT-ESCT"),
      monthly(26, -310_000n, party(nameOf("push"), ibanOfAccount(11)), "Salary R. Aranda", "PMNT-ICDT-STDO", {
        growthPerMille: 22,
      }),
    ],
    { usage: "ORGA", product: "Business account", openingMinor: 2_400_000n },
  ),
  current(13, "EUR", ["fingerprint", "key"], "Lindholm joint", [
    salary(387_600n, "Estudio Nordlicht", 23),
    rent(171_000n, "Inmobiliaria Peral", 13),
    paysCard(14),
    shopping(18, shopsMadrid),
  ]),
  card(14, "9023", "fingerprint", 13, [shopping(8, shopsTravel, 900, 16_000)]),
  current(15, "EUR", ["face"], "Pocket money", [
    monthly(1, 9_000n, party(nameOf("fingerprint"), ibanOfAccount(13)), "Pocket money", "PMNT-RCDT-ESCT"),
    shopping(4, shopsMadrid, 100, 1_900),
  ]),
  current(16, "EUR", ["callback", "exempt"], "Cuenta de ahorro", [interest(2_260n)], {
    kind: "savings",
    product: "Savings account",
    openingMinor: 6_800_000n,
  }),
  current(17, "EUR", ["exempt"], "Pensión", [
    monthly(25, 164_200n, outside("Seguridad Social", 24), "Pensión", "PMNT-RCDT-SALA", {
      growthPerMille: 25,
    }),
    shopping(15, shopsValencia, 120, 6_800),
  ]),
  current(18, "EUR", ["callback"], "Cuenta corriente", [
    monthly(25, 98_700n, outside("Seguridad Social", 24), "Pensión de viudedad", "PMNT-RCDT-SALA"),
    shopping(10, shopsValencia, 120, 5_600),
  ]),
  current(30, "EUR", ["many"], "Main account", [
    salary(568_000n, "Oliveira & Keller Abogados", 25),
    rent(189_000n, "Inmobiliaria Peral", 13),
    debit(15, 28_800n, "Mutua Almendro", "Health insurance"),
    between(4, -40_000n, nameOf("many"), 31, "Savings plan"),
    toPounds.pays,
    paysCard(33),
    shopping(30, shopsMadrid),
    fee(1_200n),
  ]),
  current(31, "EUR", ["many"], "Savings", [between(4, 40_000n, nameOf("many"), 30, "Savings plan")], {
    kind: "savings",
    product: "Savings account",
  }),
  current(32, "GBP", ["many"], "Sterling", [toPounds.receives, shopping(3, shopsTravel, 500, 9_900)]),
  card(33, "1186", "many", 30, [shopping(14, shopsTravel, 500, 18_000)]),
];

export const accountsOf = (person: string): readonly CashAccount[] =>
  cashAccounts.filter((account) => account.owners.includes(person));

/** One more account for the day on which the bank "opens" it. */
export const furtherAccountOf = (person: string): CashAccount =>
  current(900 + people.findIndex(({ key }) => key === person), "EUR", [person], "Notice account", [], {
    kind: "savings",
    product: "Savings account",
    openingMinor: 100_000n,
  });
