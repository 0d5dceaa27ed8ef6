import { isDay } from "#lib/aspsp/day-text.ts";
import { toDecimalText } from "#lib/aspsp/decimal-text.ts";
import type { Day, DecimalText } from "#lib/aspsp/records.ts";
import { StatementError, signed } from "./statement.ts";

export interface EntryLine {
  readonly valueDate: Day;
  readonly bookingDate: Day | null;
  readonly amount: DecimalText;
  readonly type: string;
  readonly reference: string | null;
  readonly supplement: string | null;
}

/** SWIFT field 61: value date, entry date, mark, funds code, amount, type, the owner's reference, the bank's. */
const form =
  /^(\d{6})(\d{4})?(C|D|RC|RD)([A-Z])?(\d{1,15}(?:,\d{0,8})?)([A-Z][A-Z0-9]{3})([^/]{0,35}(?:\/(?!\/)[^/]{0,35}){0,35})(?:\/\/(.{0,35}))?$/;

export function toEntryLine([first = "", ...more]: readonly string[]): EntryLine {
  const [, value = "", booked, mark, , figures = "", type = "", owner = "", bank = ""] =
    form.exec(first) ?? [];
  const amount = toDecimalText(figures.replace(",", "."));
  const valueDate = dayOf(value);
  if (amount === null || valueDate === null || mark === undefined) throw new StatementError("61");
  return {
    valueDate,
    bookingDate: booked === undefined ? null : nearest(valueDate, booked),
    // A reversed credit takes money away, and a reversed debit gives it back.
    amount: signed(amount, mark === "D" || mark === "RC"),
    type,
    reference: named(bank) ?? named(owner),
    supplement: more.join(" ").trim() || null,
  };
}

const named = (reference: string): string | null => {
  const text = reference.trim();
  return text === "" || text === "NONREF" ? null : text;
};

/** Two figures of a year are of this century, but for those that no account of ours reaches. */
function dayOf(written: string): Day | null {
  const [, year, month, date] = /^(\d\d)(\d\d)(\d\d)$/.exec(written) ?? [];
  const day = `${Number(year) >= 80 ? "19" : "20"}${year}-${month}-${date}`;
  return isDay(day) ? day : null;
}

/** The entry date has no year: around New Year it is the one before the value date's, or the one after. */
function nearest(valueDate: Day, monthAndDate: string): Day {
  const year = Number(valueDate.slice(0, 4));
  const rest = `${monthAndDate.slice(0, 2)}-${monthAndDate.slice(2)}`;
  const days = [year - 1, year, year + 1].map((one) => `${one}-${rest}`).filter(isDay);
  const apart = (day: Day) => Math.abs(Date.parse(day) - Date.parse(valueDate));
  const [found] = days.sort((a, b) => apart(a) - apart(b));
  if (found === undefined) throw new StatementError("61");
  return found;
}
