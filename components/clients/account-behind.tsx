import { useTranslations } from "next-intl";

import { DataStates } from "#components/wealth/data-states.tsx";
import { useAccountWords, type WealthNames } from "#components/wealth/names.ts";
import { OnDemand } from "#components/wealth/on-demand.tsx";
import { Reconciliations } from "#components/wealth/reconciliations.tsx";
import type { NamedBalanceView } from "#lib/portfolio/own-wealth-view.ts";
import type { WealthAccountView } from "#lib/portfolio/wealth-view.ts";
import { BalanceLines } from "./balance-lines.tsx";

export interface AccountBehindProps {
  readonly account: WealthAccountView;
  /** `null` where they are not known. */
  readonly balances: readonly NamedBalanceView[] | null;
  readonly bank: string;
  readonly names: WealthNames;
}

/** What an account's figure is made of: the bank's own words, when it said them, and whether they add up. */
export function AccountBehind({ account, balances, bank, names }: AccountBehindProps) {
  const t = useTranslations("wealth");
  const clients = useTranslations("clients");
  const { title, facts } = useAccountWords()(account);
  return (
    <OnDemand summary={clients("behind", { account: [title, ...facts].join(" · ") })}>
      <div className="space-y-4 pt-1 text-ink">
        <DataStates data={account.data} bank={bank} />
        {balances && balances.length > 0 ? <BalanceLines balances={balances} /> : null}
        {account.reconciliations.length > 0 ? (
          <div className="space-y-2">
            <p className="font-semibold">{t("reconciliation.title")}</p>
            <Reconciliations reconciliations={account.reconciliations} names={names} />
          </div>
        ) : null}
      </div>
    </OnDemand>
  );
}
