import { useTranslations } from "next-intl";

import { AccountName } from "#components/connections/account-name.tsx";
import type { ConsentView } from "#lib/consent/view.ts";
import type { NamedBanks } from "./named-banks.ts";
import { Accounts } from "./what-lines.tsx";

interface CoveredAccountsProps {
  readonly consent: ConsentView;
  readonly named: NamedBanks;
}

/** The accounts that a consent covers, bank by bank, as their holder knows them. */
export function CoveredAccounts({ consent, named: { banks, areNamed } }: CoveredAccountsProps) {
  const t = useTranslations("consents");
  const withAccounts = banks.filter(({ accounts }) => accounts.length > 0);
  if (withAccounts.length === 0) return <Accounts consent={consent} />;
  return (
    <>
      {withAccounts.map(({ institutionId, bank, accounts }) => (
        <div key={institutionId}>
          <p className="text-quiet text-small">{t("accountsAt", { bank })}</p>
          <ul className="space-y-1">
            {accounts.map((account) => (
              <li key={account.id}>
                <AccountName account={account} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      {areNamed ? null : <p className="text-caution text-small">{t("accountsUnnamed")}</p>}
    </>
  );
}
