import { z } from "zod";
import { optional, parseAnswer } from "#lib/aspsp/answer-fields.ts";
import type { BankAnswer } from "#lib/aspsp/bank-access.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { AspspTransaction } from "#lib/aspsp/records.ts";
import type { Handle } from "./account-handle.ts";
import { linksSchema, resolveLinks } from "./links.ts";
import { cardTransaction, cashTransaction, toCardEntry, toCashEntry } from "./transaction-answer.ts";

/** A page of a list, or where the list lies as a file. */
export interface TransactionPage {
  readonly entries: readonly AspspTransaction[];
  readonly next: string | null;
  readonly download: string | null;
}

const mostOnPage = 200_000;
const reportOf = <Schema extends z.ZodType>(entry: Schema) =>
  optional(
    z.object({
      booked: optional(z.array(entry).max(mostOnPage)),
      pending: optional(z.array(entry).max(mostOnPage)),
      _links: linksSchema,
    }),
  );

const CashPage = z.object({ transactions: reportOf(cashTransaction), _links: linksSchema });
const CardPage = z.object({ cardTransactions: reportOf(cardTransaction), _links: linksSchema });

export function readJsonPage(answer: BankAnswer, path: Handle["path"]): TransactionPage {
  const json = answer.json();
  const { report, _links } =
    path === "accounts" ? cashPage(parseAnswer(CashPage, json, "transactions")) : cardPage(json);
  const links = resolveLinks({ ..._links, ...report?.links }, answer.url);
  // Neither a list nor the way to one: that is not the same as an empty list.
  if (report === null && links.download === undefined)
    throw new AspspError("malformedAnswer", { call: "transactions", at: "transactions" });
  return { entries: report?.entries ?? [], next: links.next ?? null, download: links.download ?? null };
}

interface Report {
  readonly report: {
    readonly entries: readonly AspspTransaction[];
    readonly links: Readonly<Record<string, string>>;
  } | null;
  readonly _links: Readonly<Record<string, string>>;
}

function cashPage({ transactions, _links }: z.output<typeof CashPage>): Report {
  if (transactions === null) return { report: null, _links };
  const { booked, pending } = transactions;
  const entries = [
    ...(booked ?? []).map((one) => toCashEntry("booked", one)),
    ...(pending ?? []).map((one) => toCashEntry("pending", one)),
  ];
  return { report: { entries, links: transactions._links }, _links };
}

function cardPage(json: unknown): Report {
  const { cardTransactions, _links } = parseAnswer(CardPage, json, "transactions");
  if (cardTransactions === null) return { report: null, _links };
  const { booked, pending } = cardTransactions;
  const entries = [
    ...(booked ?? []).map((one) => toCardEntry("booked", one)),
    ...(pending ?? []).map((one) => toCardEntry("pending", one)),
  ];
  return { report: { entries, links: cardTransactions._links }, _links };
}
