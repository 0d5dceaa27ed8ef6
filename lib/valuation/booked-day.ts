import type { Day } from "#lib/aspsp/records.ts";
import type { RecordOf } from "#lib/records/shapes.ts";

/** From which day on an entry counts once it is booked; `null` where the bank names none. */
export const paymentDay = ({
  bookingDate,
  valueDate,
}: Pick<RecordOf<"transactions">, "bookingDate" | "valueDate">): Day | null => bookingDate ?? valueDate;

export const investmentDay = ({
  bookingDate,
  tradeDate,
  valueDate,
}: Pick<RecordOf<"investmentTransactions">, "bookingDate" | "tradeDate" | "valueDate">): Day | null =>
  bookingDate ?? tradeDate ?? valueDate;
