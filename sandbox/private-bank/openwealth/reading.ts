import { accountsWithin, type Cluster } from "../../bank/consent.ts";
import type { Consent } from "../../bank/consent-model.ts";
import { type Day, dayAt, dayOf } from "../../bank/family/days.ts";
import type { ApiCall } from "../../bank/xs2a/api.ts";
import { judgeReading } from "../../bank/xs2a/consent-for-reading.ts";
import { formatError, TppError } from "../../bank/xs2a/tpp-error.ts";
import { type Ledger, ledgerOf } from "../books/ledger.ts";
import { relationsOf } from "../private-bank.ts";
import { type CustodyAccount, opaque } from "../wealth/custody-account.ts";
import type { Relationship } from "../wealth/plan.ts";
import { notFound } from "./problem.ts";

/** What somebody may read of one relationship. */
export interface Reading {
  readonly relation: Relationship;
  /** The accounts that the consent covers. */
  readonly accounts: readonly CustodyAccount[];
}

/** The consent named by its own header or by a token. Reads without the person are counted by day and question. */
export function consentOfReader(call: ApiCall): Consent {
  if (call.header("consent-id") === null && call.header("authorization") === null)
    throw new TppError(401, "TOKEN_UNKNOWN", "Consent-ID or a token is needed");
  if (!call.consent && call.header("consent-id") === null)
    throw new TppError(401, "TOKEN_UNKNOWN", "The access token is not known");
  const question = new URLSearchParams(call.url.searchParams);
  for (const name of ["cursor", "limit"]) question.delete(name);
  return judgeReading(call, `${call.url.pathname}?${question}`, call.url.searchParams.has("cursor"));
}

export const customerIdOf = ({ number }: Relationship): string => opaque(`customer ${number}`);

export function readings(call: ApiCall, consent: Consent, cluster: Cluster): readonly Reading[] {
  if (!consent.login) return [];
  const covered = new Set(accountsWithin(call.bank, consent, cluster).map(({ id }) => id));
  return relationsOf(consent.login, consent.script)
    .map((relation) => ({ relation, accounts: relation.accounts.filter(({ id }) => covered.has(id)) }))
    .filter(({ accounts }) => accounts.length > 0);
}

/** The customer that a path names. One of somebody else's is no different from none. */
export function readingOfCustomer(call: ApiCall, consent: Consent, cluster: Cluster): Reading {
  const found = readings(call, consent, cluster).find(
    ({ relation }) => customerIdOf(relation) === call.path.customerId,
  );
  if (!found) throw notFound("customer");
  return found;
}

export function readingOfAccount(call: ApiCall, consent: Consent, cluster: Cluster): Reading {
  for (const { relation, accounts } of readings(call, consent, cluster)) {
    const found = accounts.filter(({ id }) => id === call.path.accountId);
    if (found.length > 0) return { relation, accounts: found };
  }
  throw notFound("account");
}

export const today = ({ bank }: ApiCall): Day => dayAt(bank.now());

export const booksOf = (call: ApiCall, { relation }: Reading): Ledger => ledgerOf(relation, today(call));

/** The specification wants it in every question about positions and transactions. */
export function readDay(call: ApiCall, name: string): Day {
  const text = call.url.searchParams.get(name) ?? "";
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? dayOf(text) : Number.NaN;
  if (Number.isNaN(day)) throw formatError(`${name} is needed as a date`, name);
  if (day > today(call)) throw new TppError(404, "RESOURCE_NOT_READY", "This day has not come yet");
  return day;
}

/** Which of the days the caller wants: those that are closed, the one that is not, or (`null`) all. */
export function readEndOfDay(call: ApiCall): boolean | null {
  const text = call.url.searchParams.get("end_of_day_indicator");
  if (text === null) return null;
  if (text !== "true" && text !== "false")
    throw formatError("end_of_day_indicator is true or false", "end_of_day_indicator");
  return text === "true";
}

/** Today's is confirmed when the day has ended. */
export const isConfirmed = (call: ApiCall, day: Day): boolean => day < today(call);
