import { useTranslations } from "next-intl";

import type { WealthView } from "#lib/portfolio/wealth-view.ts";
import { ChiefValue } from "./chief-value.tsx";
import { MissingOfTotal } from "./missing-box.tsx";
import type { WealthNames } from "./names.ts";
import { RatesUsed } from "./rates-used.tsx";
import { Total } from "./total.tsx";

export interface NetWorthProps {
  readonly wealth: WealthView;
  readonly names: WealthNames;
}

/** What is owned less what is owed, with its date; what is not in it is said before anything is made of it. */
export function NetWorth({ wealth, names }: NetWorthProps) {
  const t = useTranslations("wealth");
  const { netWorth, owned, owed, rateSource } = wealth;
  const { figure } = netWorth;
  return (
    <div className="space-y-5">
      <div className="space-y-2">
        <p className="text-quiet">{t("netWorth")}</p>
        <ChiefValue figure={figure} isSum />
      </div>
      <MissingOfTotal total={netWorth} names={names} />
      <dl className="grid max-w-[42rem] gap-x-8 gap-y-3 sm:grid-cols-2">
        {(["owned", "owed"] as const).map((key) => (
          <div
            key={key}
            className="flex flex-wrap items-baseline justify-between gap-x-6 border-line border-t pt-2"
          >
            <dt>{t(key)}</dt>
            <dd className="ms-auto text-end font-semibold">
              <Total total={key === "owned" ? owned : owed} names={names} hasMarks={false} />
            </dd>
          </div>
        ))}
      </dl>
      {figure.kind === "known" ? <RatesUsed rates={figure.rates} source={rateSource} /> : null}
    </div>
  );
}
