import type { AspspPortfolio } from "#lib/aspsp/records.ts";
import { toShownText } from "#lib/aspsp/shown-text.ts";
import { identityOf } from "./account.ts";
import type { CustomerAccount } from "./list-accounts.ts";

/** The portfolios that accounts say they belong to. The standard names them by their identification alone. */
export function portfoliosOf(accounts: readonly CustomerAccount[]): readonly AspspPortfolio[] {
  const found = new Map<string, AspspPortfolio>();
  for (const { account } of accounts) {
    const { identification = null, referenceCurrency = null } = account.portfolioInformation ?? {};
    const reference = identification === null ? null : toShownText(identification, 128);
    if (reference === null) continue;
    const known = found.get(reference) ?? {
      reference,
      name: null,
      currency: referenceCurrency,
      accounts: [],
    };
    found.set(reference, { ...known, accounts: [...known.accounts, identityOf(account)] });
  }
  return [...found.values()];
}
