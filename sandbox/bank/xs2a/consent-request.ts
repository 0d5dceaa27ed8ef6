import { z } from "zod";

import type { Access } from "../consent-model.ts";
import { dayAt, isoOf } from "../family/days.ts";
import { formatError, TppError } from "./tpp-error.ts";

const Reference = z.object({
  iban: z.string().optional(),
  bban: z.string().optional(),
  maskedPan: z.string().optional(),
  currency: z.string().length(3).optional(),
});
const references = z.array(Reference).optional();
const everyAccount = z.enum(["allAccounts", "allAccountsWithOwnerName"]).optional();

const ConsentRequest = z.object({
  access: z.object({
    accounts: references,
    balances: references,
    transactions: references,
    availableAccounts: everyAccount,
    availableAccountsWithBalance: everyAccount,
    allPsd2: everyAccount,
  }),
  recurringIndicator: z.boolean(),
  validUntil: z.iso.date(),
  frequencyPerDay: z.int().min(1),
  combinedServiceIndicator: z.boolean(),
});

export type ConsentRequest = z.output<typeof ConsentRequest>;

const mostReadsPerDay = 4;

export function parseConsentRequest(body: unknown, nowMs: number): ConsentRequest {
  const parsed = ConsentRequest.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw formatError(issue?.message ?? "The consent is malformed", issue?.path.join("."));
  }
  const request = parsed.data;
  if (request.validUntil < isoOf(dayAt(nowMs))) {
    throw new TppError(400, "PERIOD_INVALID", "The consent would have ended already", { path: "validUntil" });
  }
  const most = request.recurringIndicator ? mostReadsPerDay : 1;
  if (request.frequencyPerDay > most) {
    throw new TppError(400, "PARAMETER_NOT_CONSISTENT", `At most ${most} a day`, { path: "frequencyPerDay" });
  }
  return request;
}

export function accessOf({ access }: ConsentRequest): Access {
  const { accounts, balances, transactions } = access;
  const isNamed = accounts !== undefined || balances !== undefined || transactions !== undefined;
  const sorts = [access.allPsd2, access.availableAccounts, access.availableAccountsWithBalance].filter(
    (sort) => sort !== undefined,
  );
  if (sorts.length + (isNamed ? 1 : 0) !== 1) {
    throw new TppError(400, "PARAMETER_NOT_CONSISTENT", "Exactly one kind of access", { path: "access" });
  }
  if (isNamed) {
    const named = { accounts: accounts ?? [], balances: balances ?? [], transactions: transactions ?? [] };
    const isLeftToPerson = Object.values(named).every((list) => list.length === 0);
    return isLeftToPerson ? { kind: "personPicks", ownerNames: false } : { kind: "named", ...named };
  }
  const ownerNames = sorts[0] === "allAccountsWithOwnerName";
  if (access.allPsd2) return { kind: "all", ownerNames };
  return { kind: access.availableAccounts ? "list" : "listWithBalances", ownerNames };
}
