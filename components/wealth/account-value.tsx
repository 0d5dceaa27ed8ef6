import { useLocale } from "next-intl";

import { formatMoney } from "#lib/kernel/format.ts";
import type { WealthAccountView } from "#lib/portfolio/wealth-view.ts";
import { JointLine } from "./account-line.tsx";
import { ChiefValue } from "./chief-value.tsx";
import { MissingOfTotal } from "./missing-box.tsx";
import type { WealthNames } from "./names.ts";
import { RatesUsed } from "./rates-used.tsx";

export interface AccountValueProps {
  readonly account: WealthAccountView;
  /** What everything is reckoned in. */
  readonly base: string;
  /** Who publishes the rates. */
  readonly source: string;
  readonly names: WealthNames;
}

/** What one account counts, large, with its date and marks, and in the bank's own currencies. */
export function AccountValue({ account, base, source, names }: AccountValueProps) {
  const locale = useLocale();
  const { value, own, holders, share } = account;
  const { figure } = value;
  const isForeign = share !== null || own.some(({ currency }) => currency !== base);
  return (
    <div className="space-y-3">
      <ChiefValue figure={figure} isSum={false} />
      <JointLine holders={holders} share={share} />
      {isForeign && own.length > 0 ? (
        <p className="tabular-nums">{own.map((money) => formatMoney(locale, money)).join(" · ")}</p>
      ) : null}
      <MissingOfTotal total={value} names={names} />
      {figure.kind === "known" ? <RatesUsed rates={figure.rates} source={source} /> : null}
    </div>
  );
}
