import type { Route } from "../../http/routes.ts";
import type { Bank } from "../bank.ts";
import type { Booking } from "../books/bookings.ts";
import { bookedWithin, type Ledger } from "../books/ledger.ts";
import type { Consent } from "../consent-model.ts";
import type { CashAccount } from "../family/cash-accounts.ts";
import { referenceTo } from "./accounts.ts";
import { type ApiAnswer, type ApiCall, api } from "./api.ts";
import { balancesOf } from "./balances.ts";
import { consentForReading } from "./consent-for-reading.ts";
import { faultyList } from "./faulty-list.ts";
import { type AccountKind, accountOf, booksOf } from "./reading.ts";
import { statementAnswer } from "./statement-answer.ts";
import { ordered, tampered } from "./tampered.ts";
import { TppError } from "./tpp-error.ts";
import {
  cardTransactionJson,
  standingOrderJson,
  transactionIdOf,
  transactionJson,
} from "./transaction-json.ts";
import { pagePath, readTransactionQuery, type TransactionQuery } from "./transaction-query.ts";

const usualPage = 100;
const smallPage = 10;

export function transactionRoutes(bank: Bank): Route[] {
  return [
    api(bank, "GET", "/accounts/:accountId/transactions", (call) => list(call, "cash")),
    api(bank, "GET", "/accounts/:accountId/transactions/:transactionId", details),
    api(bank, "GET", "/card-accounts/:accountId/transactions", (call) => list(call, "card")),
    api(bank, "GET", "/accounts/:accountId/files/:file", (call) => whole(call, "cash")),
    api(bank, "GET", "/card-accounts/:accountId/files/:file", (call) => whole(call, "card")),
  ];
}

function list(call: ApiCall, kind: AccountKind): ApiAnswer {
  const isFurtherPage = call.url.searchParams.has("page");
  const consent = consentForReading(call, call.url.pathname, isFurtherPage);
  const account = accountOf(call, consent, "transactions", kind);
  const ledger = booksOf(call, account);
  const query = readTransactionQuery(call, ledger.today);
  const booked = chooseBooked(consent, ledger, query);
  if (call.speaks("download")) return downloadLink(call, account, kind);
  const statement = kind === "cash" ? statementAnswer(call, ledger, booked, query) : null;
  if (statement) return statement;
  const body = report(call, ledger, booked, query, kind, call.speaks("paged") ? smallPage : usualPage);
  return faultyList(call, body) ?? { status: 200, body };
}

/** The file behind a download link: the same question, answered on one page. */
function whole(call: ApiCall, kind: AccountKind): ApiAnswer {
  const consent = consentForReading(call, call.url.pathname, true);
  const account = accountOf(call, consent, "transactions", kind);
  const ledger = booksOf(call, account);
  const query = readTransactionQuery(call, ledger.today);
  const booked = chooseBooked(consent, ledger, query);
  return { status: 200, body: report(call, ledger, booked, query, kind, Number.MAX_SAFE_INTEGER) };
}

function downloadLink(call: ApiCall, account: CashAccount, kind: AccountKind): ApiAnswer {
  const folder = call.url.pathname.replace(/\/transactions$/, "/files");
  const href = `${folder}/transactions.json?${call.url.searchParams}`;
  const reference =
    kind === "cash" ? { account: referenceTo(account) } : { cardAccount: referenceTo(account) };
  return { status: 200, body: { ...reference, _links: { download: { href } } } };
}

/** Booked entries in question, newest first. */
function chooseBooked(consent: Consent, ledger: Ledger, query: TransactionQuery): readonly Booking[] {
  const within = bookedWithin(ledger, query.period);
  const mark = query.after ?? (query.isDelta ? consent.deltaMarks.get(ledger.account.id) : undefined) ?? null;
  const at = within.findIndex(({ reference }) => reference === mark);
  if (query.after !== null && at < 0)
    throw new TppError(400, "RESOURCE_UNKNOWN", "There is no such entry", { path: "entryReferenceFrom" });
  const newest = ledger.booked.at(-1);
  if (query.isDelta && newest) consent.deltaMarks.set(ledger.account.id, newest.reference);
  return within.slice(at + 1).reverse();
}

function report(
  call: ApiCall,
  ledger: Ledger,
  booked: readonly Booking[],
  query: TransactionQuery,
  kind: AccountKind,
  pageSize: number,
): object {
  const { account } = ledger;
  const { bookingStatus, offset } = query;
  const json = kind === "cash" ? transactionJson : cardTransactionJson;
  const wants = (part: "booked" | "pending") => [part, "both", "all"].includes(bookingStatus);
  const all = wants("booked") ? ordered(call, booked) : [];
  const onPage = all.slice(offset, offset + pageSize).map((booking) => json(account, booking, true));
  const pending = offset === 0 ? ledger.pending.map((booking) => json(account, booking, false)) : [];
  const hasMore = offset + pageSize < all.length;
  const [base] = call.url.pathname.split(/\/(?:transactions|files)/);
  const entries = {
    ...(wants("booked") ? { booked: offset === 0 ? tampered(call, onPage) : onPage } : {}),
    ...(wants("pending") ? { pending } : {}),
    ...(["information", "all"].includes(bookingStatus) ? { information: standingOrders(account) } : {}),
    _links: {
      [kind === "cash" ? "account" : "cardAccount"]: { href: base ?? "" },
      ...(hasMore ? { next: { href: pagePath(call, offset + pageSize) } } : {}),
    },
  };
  const balances = query.withBalance ? { balances: balancesOf(ledger) } : {};
  return kind === "cash"
    ? { account: referenceTo(account), transactions: entries, ...balances }
    : { cardAccount: referenceTo(account), cardTransactions: entries, ...balances };
}

const standingOrders = (account: CashAccount): readonly object[] =>
  account.habits.flatMap((habit) =>
    habit.kind === "monthly" && habit.code === "PMNT-ICDT-STDO"
      ? [standingOrderJson(account, habit, "2018-10-01")]
      : [],
  );

function details(call: ApiCall): ApiAnswer {
  const consent = consentForReading(call, call.url.pathname);
  const account = accountOf(call, consent, "transactions", "cash");
  const found = booksOf(call, account).booked.find(
    (booking) => transactionIdOf(booking) === call.path.transactionId,
  );
  if (!found) throw new TppError(404, "RESOURCE_UNKNOWN", "There is no such entry");
  const transactionDetails = transactionJson(account, found, true);
  return { status: 200, body: { transactionsDetails: { transactionDetails } } };
}
