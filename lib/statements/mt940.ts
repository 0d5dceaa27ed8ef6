import { toDecimalText } from "#lib/aspsp/decimal-text.ts";
import type { AspspTransaction } from "#lib/aspsp/records.ts";
import { readDetails } from "./mt940-details.ts";
import { toEntryLine } from "./mt940-entry.ts";
import { type Field, readFields } from "./mt940-fields.ts";
import { type Statement, type StatementBalance, StatementError, signed } from "./statement.ts";

/** SWIFT MT940 and its relative without balances of the day. Several messages follow one another in one text. */
export function parseMt940(bytes: Uint8Array): readonly Statement[] {
  const messages = messagesOf(readFields(decode(bytes)));
  if (messages.length === 0) throw new StatementError("20");
  return messages.map(toStatement);
}

/** The SWIFT set is ASCII; banks that write more use either of two encodings. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}

function messagesOf(fields: readonly Field[]): readonly (readonly Field[])[] {
  const messages: Field[][] = [];
  for (const field of fields) {
    if (field.tag === "20") messages.push([]);
    const message = messages.at(-1);
    if (!message) throw new StatementError("20");
    message.push(field);
  }
  return messages;
}

function toStatement(fields: readonly Field[]): Statement {
  const told = (...tags: readonly string[]) => fields.find(({ tag }) => tags.includes(tag))?.lines.join("");
  const opening = balanceOf(told("60F", "60M"), "60F");
  const closing = balanceOf(told("62F", "62M"), "62F");
  const account = told("25", "25P") ?? "";
  return {
    iban: /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}?(?=[A-Z]{3}$|$)/.exec(account)?.[0] ?? null,
    currency: opening.currency,
    opening,
    closing,
    entries: entriesOf(fields, opening.currency),
  };
}

function balanceOf(written: string | undefined, tag: string): StatementBalance {
  const [, mark, currency, figures] = /^([CD])\d{6}([A-Z]{3})(\d[\d,]*)$/.exec(written ?? "") ?? [];
  const amount = toDecimalText(figures?.replace(",", ".") ?? "");
  if (currency === undefined || amount === null) throw new StatementError(tag);
  return { amount: signed(amount, mark === "D"), currency };
}

/** Details belong to the entry before them; those after the closing balance are the statement's own. */
function entriesOf(fields: readonly Field[], currency: string): readonly AspspTransaction[] {
  return fields.flatMap(({ tag, lines }, at) => {
    if (tag !== "61") return [];
    const next = fields[at + 1];
    const line = toEntryLine(lines);
    const details = next?.tag === "86" ? readDetails(next.lines) : null;
    return [
      {
        status: "booked" as const,
        id: null,
        entryReference: line.reference,
        bookingDate: line.bookingDate,
        valueDate: line.valueDate,
        amount: line.amount,
        currency,
        counterparty: details?.name ?? null,
        counterpartyAccount: details?.account ?? null,
        remittance: details?.remittance ?? line.supplement,
        bankTransactionCode: details?.code ?? line.type,
        balanceAfter: null,
        original: null,
      },
    ];
  });
}
