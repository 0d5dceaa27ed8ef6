import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import type { WealthAccountView, WealthView } from "#lib/portfolio/wealth-view.ts";
import { AccountLine } from "./account-line.tsx";
import type { WealthNames } from "./names.ts";
import { Total } from "./total.tsx";

export interface AccountsByBankProps {
  readonly wealth: WealthView;
  readonly names: WealthNames;
  /** Beneath a bank's accounts, such as what can be done where they are not up to date. */
  readonly beneath?: (institutionId: string, accounts: readonly WealthAccountView[]) => ReactNode;
}

/** Every account at its bank, with what it counts and with everything that has to be known of that. */
export function AccountsByBank({ wealth, names, beneath }: AccountsByBankProps) {
  const t = useTranslations("wealth");
  const byBank = Map.groupBy(wealth.accounts, ({ institutionId }) => institutionId);
  return (
    <div className="space-y-8">
      {[...byBank].map(([institutionId, accounts]) => {
        const part = wealth.parts.custodian.find(({ key }) => key === institutionId);
        return (
          <section key={institutionId} aria-label={names.bankOf(institutionId)} className="space-y-2">
            <div className="flex flex-wrap items-baseline justify-between gap-x-6">
              <h3 className="text-lead [overflow-wrap:anywhere]">{names.bankOf(institutionId)}</h3>
              {part ? (
                <div className="ms-auto text-end">
                  <span className="text-quiet text-small">{t("ownedHere")} </span>
                  <Total total={part.value} names={names} hasMarks={false} />
                </div>
              ) : null}
            </div>
            <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
              {accounts.map((account) => (
                <AccountLine key={account.id} account={account} base={wealth.base} names={names} />
              ))}
            </ul>
            {beneath?.(institutionId, accounts)}
          </section>
        );
      })}
    </div>
  );
}
