import type { AccountKind, Day } from "#lib/aspsp/records.ts";
import { exact } from "#lib/kernel/decimal.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import type { DaySums } from "./amounts.ts";
import { paymentDay } from "./booked-day.ts";
import { custodyWords } from "./custody-words.ts";
import { isoCode, paymentKind } from "./entry-kind.ts";

type Payment = RecordOf<"transactions">;

/** Whether an account of this kind has a list of what happened to investments beside its list of money moved. */
export const holdsInvestments = (kind: AccountKind): boolean => kind === "custody" || kind === "other";

/** Adds an entry of an account of money. What is not booked has not happened; what has no day moves it at an unknown one. */
export function addPayment(sums: DaySums, payment: Payment, parts: Parts, undated: Day): void {
  if (payment.status !== "booked") return;
  const day = paymentDay(payment);
  const of = sums.of(day ?? undated, payment.currency);
  if (day === null) {
    of.withoutFlow++;
    return;
  }
  const part = parts.of(payment);
  of[part] = of[part].plus(exact(payment.amount));
  // What is changed into another currency leaves this one all the same.
  if (part === "exchanged") of.flow = of.flow.plus(exact(payment.amount));
}

type Part = "flow" | "exchanged" | "income" | "fees" | "taxes";

/** What each word of a bank makes of a payment on an account of one kind. There are few, and many payments. */
export class Parts {
  readonly #tellsInvestments: boolean;
  readonly #known = new Map<string | null, Part>();

  constructor(kind: AccountKind) {
    this.#tellsInvestments = holdsInvestments(kind);
  }

  of(payment: Payment): Part {
    const word = payment.bankTransactionCode;
    const part = this.#known.get(word) ?? partOf(payment, this.#tellsInvestments);
    this.#known.set(word, part);
    return part;
  }
}

/**
 * Interest and what is paid on investments is earned, and so are fees and taxes lost; all else comes from elsewhere or
 * goes there. The money of what moves instruments goes to where they are held. What is paid on instruments of the same
 * account is told by its list of investments too, as earned and taken out: here it is what came in.
 */
function partOf(payment: Payment, tellsInvestments: boolean): Part {
  const kind = paymentKind(payment);
  const { bankTransactionCode: code } = payment;
  if (kind === "fee") return "fees";
  if (kind === "tax") return "taxes";
  if (kind === "fx") return "exchanged";
  if (kind !== "interest" && kind !== "dividend") return "flow";
  const effect = code === null ? undefined : custodyWords.get(code)?.effect;
  if (effect === "reinvested") return "flow";
  const isOfInstrument = kind === "dividend" || code === "coupon" || isoCode.exec(code ?? "")?.[1] === "SECU";
  return tellsInvestments && isOfInstrument ? "flow" : "income";
}
