import type { Random } from "./random.ts";

/** ISO 20022 bank transaction code, as `domain-family-subfamily`. */
export type TransactionCode =
  | "PMNT-RCDT-SALA"
  | "PMNT-RCDT-ESCT"
  | "PMNT-ICDT-STDO"
  | "PMNT-ICDT-ESCT"
  | "PMNT-RDDT-ESDD"
  | "PMNT-CCRD-POSD"
  | "PMNT-CCRD-CWDL"
  | "PMNT-CCRD-POSC"
  | "PMNT-CCRD-CCRD"
  | "PMNT-IRCT-ICCT"
  | "PMNT-RRCT-ICCT"
  | "ACMT-MDOP-FEES"
  | "ACMT-MCOP-INTR";

export interface Party {
  readonly name: string;
  readonly iban?: string;
}

/** Money that comes or goes once in so many months on about the same day. */
export interface Monthly {
  readonly kind: "monthly";
  readonly dayOfMonth: number;
  /** Negative when it goes. */
  readonly minor: bigint;
  /** Added once a year in January, in thousandths of the amount: wages and rents grow. */
  readonly growthPerMille?: number;
  readonly everyMonths?: number;
  readonly party: Party;
  readonly text: string;
  readonly code: TransactionCode;
}

/** An exchange between two accounts of the family: both sides come out of the same rate of that month. */
export interface Exchange {
  readonly kind: "exchange";
  readonly dayOfMonth: number;
  readonly everyMonths: number;
  /** What leaves the paying account, in its own currency. */
  readonly minor: bigint;
  readonly from: string;
  readonly to: string;
  readonly side: "pays" | "receives";
  readonly party: Party;
}

/** Card payments: held for two days before they are booked. */
export interface Shopping {
  readonly kind: "shopping";
  readonly perMonth: number;
  readonly least: number;
  readonly most: number;
  readonly shops: readonly [Shop, ...Shop[]];
}

export interface Shop {
  readonly name: string;
  readonly town: string;
  readonly merchantCategory: string;
  /** Prices there; the account is charged in its own currency. */
  readonly currency?: string;
}

/** The card's purchases of the month before, paid as one sum. */
export interface Settlement {
  readonly kind: "settlement";
  readonly card: string;
  readonly side: "pays" | "receives";
  readonly party: Party;
}

export type Habit = Monthly | Exchange | Shopping | Settlement;

const baseRates: Readonly<Record<string, bigint>> = { EUR: 10_000n, CHF: 10_450n, USD: 9_200n, GBP: 11_650n };

/** Euro per unit in ten-thousandths, moving by up to three per cent from month to month. Invented. */
function euroPerUnit(currency: string, month: number): bigint {
  const base = baseRates[currency] ?? 10_000n;
  if (currency === "EUR") return base;
  const wave = Math.round(Math.sin(month / 5 + currency.charCodeAt(0)) * 300);
  return (base * BigInt(10_000 + wave)) / 10_000n;
}

/** How many units of `to` one unit of `from` buys in that month, in ten-thousandths. */
export function rateOf(from: string, to: string, month: number): bigint {
  return (euroPerUnit(from, month) * 10_000n) / euroPerUnit(to, month);
}

export const shopsMadrid: Shopping["shops"] = [
  { name: "Mercado de la Cebada 12", town: "Madrid", merchantCategory: "5411" },
  { name: "Panadería Hoffmann e Hijas", town: "Madrid", merchantCategory: "5462" },
  { name: "Ultramarinos Quirós", town: "Madrid", merchantCategory: "5411" },
  { name: "Farmacia Olavide", town: "Madrid", merchantCategory: "5912" },
  { name: "Gasolinera Norte", town: "Alcobendas", merchantCategory: "5541" },
  { name: "Librería Tres Puentes", town: "Madrid", merchantCategory: "5942" },
];

export const shopsValencia: Shopping["shops"] = [
  { name: "Frutería La Huerta", town: "Valencia", merchantCategory: "5499" },
  { name: "Supermercado Arrabal", town: "Valencia", merchantCategory: "5411" },
  { name: "Farmacia Ruzafa", town: "Valencia", merchantCategory: "5912" },
  { name: "Café Ñandú", town: "Valencia", merchantCategory: "5812" },
  { name: "Ferretería Olmo", town: "Sagunto", merchantCategory: "5251" },
];

export const shopsTravel: Shopping["shops"] = [
  { name: "Harbour Street Books", town: "Dublin", merchantCategory: "5942" },
  { name: "Hotel Drei Könige am See", town: "Luzern", merchantCategory: "7011", currency: "CHF" },
  { name: "The Corner Pantry", town: "Bristol", merchantCategory: "5812", currency: "GBP" },
  { name: "Prairie Rail", town: "Chicago", merchantCategory: "4112", currency: "USD" },
  { name: "Pastelaria Alvor", town: "Portimão", merchantCategory: "5462" },
];

export const shopsSwitzerland: Shopping["shops"] = [
  { name: "Dorfladen Seefeld", town: "Zürich", merchantCategory: "5411" },
  { name: "Bäckerei Stüssi", town: "Zürich", merchantCategory: "5462" },
  { name: "Apotheke am Hügel", town: "Winterthur", merchantCategory: "5912" },
];

/** A price in minor units; most people pay round cents only by chance. */
export const price = (random: Random, { least, most }: Shopping): bigint =>
  BigInt(random.between(least, most));
