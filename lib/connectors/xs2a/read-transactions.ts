import type { BankAnswer } from "#lib/aspsp/bank-access.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { AspspAccount, AspspTransaction } from "#lib/aspsp/records.ts";
import type { ListEnd, TransactionQuery } from "#lib/aspsp/session.ts";
import { type Handle, partUrl, unpackHandle } from "./account-handle.ts";
import type { AccountReader } from "./account-reader.ts";
import { readStatementPage, statementFormatOf } from "./statement-page.ts";
import { readJsonPage, type TransactionPage } from "./transaction-page.ts";
import { TransactionRules } from "./transaction-rules.ts";

const mostPages = 5_000;
const accept = "application/json, application/xml;q=0.5, text/plain;q=0.3";

/**
 * The entries of an account, page by page, as JSON or as a statement, whatever the bank sends. They are told before
 * the last page has come: only the end of the list says that it was whole.
 */
export async function* readTransactions(
  reader: AccountReader,
  account: AspspAccount,
  query: TransactionQuery,
): AsyncGenerator<AspspTransaction, ListEnd> {
  const handle = unpackHandle(account.handle);
  const rules = new TransactionRules(account, query, reader.now());
  const mark = query.unlessUnchangedSince;
  const headers = { accept, ...(mark === undefined ? {} : { "if-none-match": mark }) };
  const first = await reader.read({ call: "transactions", url: listUrl(reader, handle, query), headers });
  if (first.status === 304) return { isUnchanged: true, mark: mark ?? null };
  const visited = new Set<string>();
  for (let answer = first; ; ) {
    const page = await readPage(answer, handle, account);
    for (const entry of page.entries) if (rules.admits(entry)) yield entry;
    const url = page.download ?? page.next;
    // The mark is the first page's, and says nothing of those after it.
    if (url === null) return { isUnchanged: false, mark: visited.size === 0 ? first.header("etag") : null };
    if (visited.has(url) || visited.size >= mostPages)
      throw new AspspError("malformedAnswer", { call: "transactions", at: "_links.next" });
    visited.add(url);
    answer = await reader.read({ call: "transactions", url, headers: { accept } });
  }
}

function listUrl(reader: AccountReader, handle: Handle, query: TransactionQuery): string {
  const url = new URL(partUrl(reader.institution, handle, "transactions"));
  url.searchParams.set("bookingStatus", query.withPending ? "both" : "booked");
  if (query.after !== undefined && reader.institution.readsChanges) {
    url.searchParams.set("entryReferenceFrom", query.after);
  } else {
    url.searchParams.set("dateFrom", query.from);
  }
  if (query.to !== undefined) url.searchParams.set("dateTo", query.to);
  return url.href;
}

/** Banks send what they have, whatever was asked for and whatever they call it: its first bytes say what it is. */
async function readPage(
  answer: BankAnswer,
  { path }: Handle,
  account: AspspAccount,
): Promise<TransactionPage> {
  const format = statementFormatOf(answer.body);
  return format === "json"
    ? await readJsonPage(answer, path)
    : { entries: await readStatementPage(answer.body, format, account), next: null, download: null };
}
