import { accountsOf, type CashAccount, furtherAccountOf } from "./family/cash-accounts.ts";
import { demoPassword, people } from "./family/people.ts";
import { has, type Login } from "./logins.ts";
import type { BankProfile } from "./profile.ts";
import { cashVocabulary } from "./script.ts";

/** The invented retail bank, as the demo's list of institutions names it. */
export const retailBank: BankProfile = {
  name: "Banco Ardelva",
  bic: "ARDVESM0",
  apiName: "psd2",
  readingLink: { name: "account", path: "/v1/accounts" },
  people,
  password: demoPassword,
  cardOf: null,
  userNameLabel: "User name",
  words: cashVocabulary,
  redirectsByOAuth: false,
  accountsOf: cashAccountsOf,
  hue: 268,
};

export function cashAccountsOf(login: Login): readonly CashAccount[] {
  if (has(login, "no-accounts")) return [];
  const accounts = accountsOf(login.person.key);
  return has(login, "new-account") ? [...accounts, furtherAccountOf(login.person.key)] : accounts;
}
