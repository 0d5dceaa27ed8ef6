import type { Booking } from "../books/bookings.ts";
import { isoOf } from "../family/days.ts";
import { decimalOf } from "../family/money.ts";
import type { Statement } from "./statement.ts";

/** SWIFT MT940 as German-speaking banks write it, with structured `:86:` fields. Lines end in CR LF. */
export function mt940(statement: Statement): string {
  const { account } = statement;
  const lines = [
    ":20:STARTUMS",
    `:25:${account.iban}${account.currency}`,
    ":28C:00001/001",
    `:60F:${balance(statement.openingMinor, statement.from, account.currency)}`,
    ...statement.entries.flatMap((entry) => entryLines(entry, account.currency)),
    `:62F:${balance(statement.closingMinor, statement.to, account.currency)}`,
    "-",
  ];
  return `${lines.join("\r\n")}\r\n`;
}

const shortDate = (day: number): string => isoOf(day).slice(2).replaceAll("-", "");
const mark = (minor: bigint): string => (minor < 0n ? "D" : "C");
const comma = (minor: bigint, currency: string): string => {
  const text = decimalOf(minor < 0n ? -minor : minor, currency).replace(".", ",");
  return text.includes(",") ? text : `${text},`;
};

const balance = (minor: bigint, day: number, currency: string): string =>
  `${mark(minor)}${shortDate(day)}${currency}${comma(minor, currency)}`;

function entryLines(entry: Booking, currency: string): string[] {
  const bookedDay = isoOf(entry.bookedOn).slice(5).replace("-", "");
  const amount = `${mark(entry.minor)}${comma(entry.minor, currency)}`;
  return [
    `:61:${shortDate(entry.valuedOn)}${bookedDay}${amount}NTRFNONREF//${entry.reference.slice(0, 16)}`,
    ...folded(`:86:${details(entry)}`),
  ];
}

const lineLength = 65;

/** A long field goes on in the next line; a reader puts it together again. */
const folded = (text: string): string[] => text.match(new RegExp(`.{1,${lineLength}}`, "gu")) ?? [];

function details({ party, text, minor, code }: Booking): string {
  const kind = code === "PMNT-RCDT-SALA" ? "153" : minor < 0n ? "177" : "166";
  const words = swift(text);
  return [
    kind,
    `?00${swift(code)}`,
    ...chunks(words, 27).map((chunk, at) => `?${20 + at}${chunk}`),
    ...(party.iban === undefined ? [] : [`?31${party.iban}`]),
    ...chunks(swift(party.name), 27)
      .slice(0, 2)
      .map((chunk, at) => `?${32 + at}${chunk}`),
  ].join("");
}

const chunks = (text: string, length: number): string[] =>
  text.match(new RegExp(`.{1,${length}}`, "g")) ?? [];

/** The SWIFT character set has no accents. */
const swift = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/&/g, "+")
    .replace(/[^A-Za-z0-9/\-?:().,'+ ]/g, " ")
    .replaceAll("?", " ");
