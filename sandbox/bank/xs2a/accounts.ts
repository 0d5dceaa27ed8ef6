import type { Route } from "../../http/routes.ts";
import type { Bank } from "../bank.ts";
import { isWithin, showsOwnerNames } from "../consent.ts";
import type { Consent } from "../consent-model.ts";
import type { CashAccount } from "../family/cash-accounts.ts";
import { people } from "../family/people.ts";
import { type ApiAnswer, type ApiCall, api } from "./api.ts";
import { amountOf, balancesOf } from "./balances.ts";
import { consentForReading } from "./consent-for-reading.ts";
import { faultyList } from "./faulty-list.ts";
import { type AccountKind, accountOf, accountsOfKind, booksOf, resourceIdOf } from "./reading.ts";
import { TppError } from "./tpp-error.ts";

/** Current, savings and card accounts: the lists, one account, its balances. */
export function accountRoutes(bank: Bank): Route[] {
  return [...routesOf(bank, "/accounts", "cash"), ...routesOf(bank, "/card-accounts", "card")];
}

function routesOf(bank: Bank, path: string, kind: AccountKind): Route[] {
  return [
    api(bank, "GET", path, (call) => {
      const consent = consentForReading(call, path);
      const accounts = accountsOfKind(call, consent, kind).map((account) =>
        describe(call, consent, account, path),
      );
      return listed(call, kind === "cash" ? { accounts } : { cardAccounts: accounts });
    }),
    api(bank, "GET", `${path}/:accountId`, (call) => {
      const consent = consentForReading(call, `${path}/${call.path.accountId}`);
      const account = describe(call, consent, accountOf(call, consent, "accounts", kind), path);
      return { status: 200, body: kind === "cash" ? { account } : { cardAccount: account } };
    }),
    api(bank, "GET", `${path}/:accountId/balances`, (call) => {
      const consent = consentForReading(call, `${path}/${call.path.accountId}/balances`);
      const account = accountOf(call, consent, "balances", kind);
      const balances = balancesOf(booksOf(call, account));
      const reference = referenceTo(account);
      return listed(
        call,
        kind === "cash" ? { account: reference, balances } : { cardAccount: reference, balances },
      );
    }),
  ];
}

const listed = (call: ApiCall, body: object): ApiAnswer =>
  (call.speaks("everywhere") ? faultyList(call, body) : null) ?? { status: 200, body };

export const referenceTo = ({ iban, maskedPan, currency }: CashAccount): object =>
  iban === null ? { maskedPan, currency } : { iban, currency };

function describe(call: ApiCall, consent: Consent, account: CashAccount, path: string): object {
  const wantsBalances = call.url.searchParams.get("withBalance") === "true";
  const maySeeBalances = isWithin(call.bank, consent, "balances", account);
  if (wantsBalances && !maySeeBalances)
    throw new TppError(401, "CONSENT_INVALID", "The consent does not cover balances");
  const about = {
    resourceId: resourceIdOf(consent, account),
    currency: account.currency,
    name: account.name,
    product: account.product,
    status: "enabled",
    usage: account.usage,
    ...(showsOwnerNames(consent) ? { ownerName: ownersOf(account).join(", ") } : {}),
    ...(wantsBalances ? { balances: balancesOf(booksOf(call, account)) } : {}),
    ...(call.speaks("no-links") ? {} : { _links: linksOf(call, consent, account, path) }),
  };
  if (account.kind === "card") {
    const creditLimit = amountOf(account.creditLimitMinor, account.currency);
    return { ...about, maskedPan: account.maskedPan, creditLimit };
  }
  const cashAccountType = account.kind === "savings" ? "SVGS" : "CACC";
  return { ...about, iban: account.iban, bic: call.bank.bic, cashAccountType };
}

const ownersOf = ({ owners }: CashAccount): readonly string[] =>
  owners.map((key) => people.find((person) => person.key === key)?.name ?? key);

function linksOf(call: ApiCall, consent: Consent, account: CashAccount, path: string): object {
  const href = `${call.base}/v1${path}/${resourceIdOf(consent, account)}`;
  const may = (cluster: "balances" | "transactions") => isWithin(call.bank, consent, cluster, account);
  return {
    ...(may("balances") ? { balances: { href: `${href}/balances` } } : {}),
    ...(may("transactions") ? { transactions: { href: `${href}/transactions` } } : {}),
  };
}
