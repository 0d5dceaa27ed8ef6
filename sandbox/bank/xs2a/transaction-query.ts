import type { Period } from "../books/ledger.ts";
import { dayOf } from "../family/days.ts";
import type { ApiCall } from "./api.ts";
import { formatError, TppError } from "./tpp-error.ts";

export type BookingStatus = "booked" | "pending" | "both" | "information" | "all";

export interface TransactionQuery {
  readonly bookingStatus: BookingStatus;
  readonly period: Period;
  /** Only what came after this entry. */
  readonly after: string | null;
  /** Only what came since the last read of this kind. */
  readonly isDelta: boolean;
  readonly withBalance: boolean;
  /** The place of a further page. */
  readonly offset: number;
}

const statuses: readonly string[] = ["booked", "pending", "both", "information", "all"];
const isStatus = (text: string): text is BookingStatus => statuses.includes(text);

export function readTransactionQuery(call: ApiCall, today: number): TransactionQuery {
  const parameters = call.url.searchParams;
  const bookingStatus = parameters.get("bookingStatus") ?? "";
  if (!isStatus(bookingStatus)) throw formatError("bookingStatus is needed", "bookingStatus");
  const after = parameters.get("entryReferenceFrom");
  const isDelta = parameters.get("deltaList") === "true";
  if (after !== null && isDelta)
    throw new TppError(400, "PARAMETER_NOT_CONSISTENT", "One way of asking for changes at a time");
  const from = readDate(parameters, "dateFrom");
  const to = readDate(parameters, "dateTo") ?? today;
  const needsFrom = ["booked", "both", "all"].includes(bookingStatus) && after === null && !isDelta;
  if (needsFrom && from === null) throw formatError("dateFrom is needed", "dateFrom");
  if (from !== null && from > to)
    throw new TppError(400, "PERIOD_INVALID", "The period ends before it begins", { path: "dateTo" });
  return {
    bookingStatus,
    period: { from: from ?? 0, to },
    after,
    isDelta,
    withBalance: parameters.get("withBalance") === "true",
    offset: readOffset(parameters.get("page")),
  };
}

function readDate(parameters: URLSearchParams, name: string): number | null {
  const text = parameters.get(name);
  if (text === null) return null;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? dayOf(text) : Number.NaN;
  if (Number.isNaN(day)) throw formatError(`${name} is no date`, name);
  return day;
}

function readOffset(page: string | null): number {
  if (page === null) return 0;
  const offset = Number(Buffer.from(page, "base64url").toString("latin1"));
  if (!Number.isSafeInteger(offset) || offset <= 0) throw formatError("There is no such page", "page");
  return offset;
}

/** The same question, for another page of its answer. */
export function pagePath(call: ApiCall, offset: number): string {
  const parameters = new URLSearchParams(call.url.searchParams);
  parameters.delete("page");
  if (offset > 0) parameters.set("page", Buffer.from(String(offset), "latin1").toString("base64url"));
  return `${call.url.pathname}?${parameters}`;
}
