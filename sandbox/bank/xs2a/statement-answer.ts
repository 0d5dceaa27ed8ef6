import type { Booking } from "../books/bookings.ts";
import type { Ledger } from "../books/ledger.ts";
import { type CamtVersion, camt } from "../statements/camt.ts";
import { mt940 } from "../statements/mt940.ts";
import { statementOf } from "../statements/statement.ts";
import { zipOf } from "../statements/zip.ts";
import type { ApiCall } from "./api.ts";
import { TppError } from "./tpp-error.ts";
import type { TransactionQuery } from "./transaction-query.ts";

type Format = CamtVersion | "mt940" | "json";

/** The list as a statement where a word or the caller asks for one; `null` where it is JSON. */
export function statementAnswer(
  call: ApiCall,
  ledger: Ledger,
  newestFirst: readonly Booking[],
  query: TransactionQuery,
): Response | null {
  const format = chooseFormat(call);
  if (format === "json") return null;
  const wantsPending = ["pending", "both", "all"].includes(query.bookingStatus);
  const statement = statementOf(ledger, newestFirst.toReversed(), query.period, {
    bic: call.bank.bic,
    madeAt: new Date(call.bank.now()),
    // Of the three, camt.052 alone knows entries that are not booked yet.
    pending: wantsPending && format === "camt052" ? ledger.pending : [],
  });
  if (format === "mt940")
    return new Response(mt940(statement), { headers: { "content-type": "text/plain; charset=utf-8" } });
  const xml = Buffer.from(camt(statement, format));
  if (!call.speaks("zip")) return new Response(xml, { headers: { "content-type": "application/xml" } });
  const name = `${statement.id}.xml`;
  return new Response(zipOf(name, xml), { headers: { "content-type": "application/zip" } });
}

function chooseFormat(call: ApiCall): Format {
  for (const word of ["camt052", "camt053", "camt053-v8", "mt940"] as const) {
    if (call.speaks(word)) return word;
  }
  if (call.speaks("zip")) return "camt053";
  const accepted = (call.header("accept") ?? "*/*")
    .split(",")
    .map((item) => item.split(";")[0]?.trim() ?? "");
  if (accepted.some((type) => ["*/*", "application/*", "application/json"].includes(type))) return "json";
  if (accepted.some((type) => type === "application/xml" || type === "text/xml")) return "camt053";
  if (accepted.some((type) => type === "text/plain" || type === "text/*")) return "mt940";
  throw new TppError(406, "REQUESTED_FORMATS_INVALID", "This format is not offered", { path: "Accept" });
}
