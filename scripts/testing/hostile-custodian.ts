import type { IncomingMessage, ServerResponse } from "node:http";

import type { AccessGrant } from "#lib/aspsp/access-grant.ts";
import { allOf } from "./all-of.ts";
import { custodianAt } from "./private-bank.ts";
import { reading } from "./retail-bank.ts";
import { startStubBank } from "./stub-bank.ts";

const open: { close(): Promise<void> }[] = [];

/** Ends what the last test began. */
export async function closeCustodians(): Promise<void> {
  await Promise.all(open.splice(0).map((one) => one.close()));
}

export interface Told {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
/** A body, or more than that. Texts go over the wire as they are. */
export type Answer = Told | readonly object[] | string;

const isTold = (answer: Answer): answer is Told => typeof answer === "object" && "body" in answer;

export const grant: AccessGrant = { reference: "c1", validUntil: null, tokens: null };
export const day = "2024-05-06";

/** A custodian that answers each path, with its question, as a test says. */
export async function hostile(answers: Readonly<Record<string, Answer>>, more = {}) {
  const all: Record<string, Answer> = {
    "/v3/customers": [{ id: "k1" }],
    "/v3/customers/k1/accounts": [cash, custody],
    ...answers,
  };
  const bank = await startStubBank((request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "", "https://bank.example");
    url.searchParams.delete("limit");
    const wanted = decodeURIComponent(`${url.pathname}${url.search}`);
    const found = all[wanted] ?? all[url.pathname];
    const told: Told =
      found === undefined ? { status: 404, body: {} } : isTold(found) ? found : { body: found };
    response.writeHead(told.status ?? 200, {
      "content-type": "application/json",
      "x-correlation-id": request.headers["x-correlation-id"] ?? "",
      ...told.headers,
    });
    response.end(typeof told.body === "string" ? told.body : JSON.stringify(told.body));
  });
  const connector = custodianAt(bank, { ...more, now: () => new Date(`${day}T12:00:00Z`) });
  open.push(connector, bank);
  return { bank, session: connector.open(grant, reading()), connector };
}

export const cash = {
  id: "a1",
  type: "cashAccount",
  referenceCurrency: "CHF",
  iban: "CH9300762011623852957",
};
export const custody = { id: "a2", type: "safekeepingAccount", referenceCurrency: "CHF", number: "1-2" };
export const share = { type: "equity", name: "Share", currencyOfDenomination: "CHF" };
export const money = { type: "cash", name: "Cash CHF" };
export const position = {
  id: "p1",
  financialInstrument: share,
  account: custody,
  endOfDayIndicator: true,
  positionDate: day,
  quantity: { type: "unit", value: 3 },
  valuation: { valueInPositionCurrency: { amount: 4.5, currency: "CHF" } },
};
export const movement = {
  type: "asset",
  movementDate: day,
  financialInstrument: share,
  account: custody,
  quantity: { type: "unit", value: 3 },
  positionId: "p1",
};
export const posting = { amount: -4.5, currency: "CHF", account: cash };
export const transaction = {
  id: "t1",
  type: "buy",
  transactionDate: day,
  customerId: "k1",
  reversalIndicator: false,
  endOfDayIndicator: true,
  movementList: [movement],
  postingAmountList: [posting],
};
export const query = { from: day, withPending: true };
export const problem = (type: string, status: number, headers = {}): Told => ({
  status,
  body: { type: `/problems/${type}`, detail: "of nobody's concern" },
  headers: { "content-type": "application/problem+json; charset=utf-8", ...headers },
});

export async function accountsOf(answers: Readonly<Record<string, Answer>>, more = {}) {
  const made = await hostile(answers, more);
  const [first, second] = await allOf(made.session.accounts());
  if (!first || !second) throw new Error("no accounts");
  return { ...made, cashAccount: first, custodyAccount: second };
}
