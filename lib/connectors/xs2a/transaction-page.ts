import { z } from "zod";
import { optional, parseAnswer } from "#lib/aspsp/answer-fields.ts";
import type { BankAnswer } from "#lib/aspsp/bank-access.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { AspspTransaction } from "#lib/aspsp/records.ts";
import { slices } from "#lib/kernel/slices.ts";
import type { Handle } from "./account-handle.ts";
import { linksSchema, resolveLinks } from "./links.ts";
import { cardTransaction, cashTransaction, toCardEntry, toCashEntry } from "./transaction-answer.ts";

type Status = AspspTransaction["status"];

/** A page of a list, or where the list lies as a file. */
export interface TransactionPage {
  readonly entries: readonly AspspTransaction[];
  readonly next: string | null;
  readonly download: string | null;
}

const mostOnPage = 200_000;
const list = optional(z.array(z.unknown()).max(mostOnPage));
const report = optional(z.object({ booked: list, pending: list, _links: linksSchema }));
const CashPage = z.object({ transactions: report, _links: linksSchema });
const CardPage = z.object({ cardTransactions: report, _links: linksSchema });

/** One page may hold thousands of entries: they are read one by one, and others are served between. */
export async function readJsonPage(answer: BankAnswer, path: Handle["path"]): Promise<TransactionPage> {
  const json = answer.json();
  const { page, _links, name, toEntry } = path === "accounts" ? cashPage(json) : cardPage(json);
  const links = resolveLinks({ ..._links, ...page?._links }, answer.url);
  // Neither a list nor the way to one: that is not the same as an empty list.
  if (page === null && links.download === undefined)
    throw new AspspError("malformedAnswer", { call: "transactions", at: "transactions" });
  const pause = slices();
  const entries: AspspTransaction[] = [];
  for (const status of ["booked", "pending"] as const) {
    for (const [at, one] of (page?.[status] ?? []).entries()) {
      entries.push(toEntry(status, one, [name, status, `${at}`]));
      await pause();
    }
  }
  return { entries, next: links.next ?? null, download: links.download ?? null };
}

function cashPage(json: unknown) {
  const { transactions: page, _links } = parseAnswer(CashPage, json, "transactions");
  const toEntry = (status: Status, one: unknown, within: readonly string[]) =>
    toCashEntry(status, parseAnswer(cashTransaction, one, "transactions", within));
  return { page, _links, name: "transactions", toEntry };
}

function cardPage(json: unknown) {
  const { cardTransactions: page, _links } = parseAnswer(CardPage, json, "transactions");
  const toEntry = (status: Status, one: unknown, within: readonly string[]) =>
    toCardEntry(status, parseAnswer(cardTransaction, one, "transactions", within));
  return { page, _links, name: "cardTransactions", toEntry };
}
