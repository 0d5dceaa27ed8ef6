import { useTranslations } from "next-intl";

import { BaseSelect } from "#components/wealth/base-select.tsx";
import { ChoiceLinks } from "#components/wealth/choice-links.tsx";
import { Exports } from "#components/wealth/exports.tsx";
import { useWealthNames } from "#components/wealth/names.ts";
import { Performance } from "#components/wealth/performance.tsx";
import { PeriodForm } from "#components/wealth/period-form.tsx";
import type { OwnPerformanceView } from "#lib/portfolio/own-wealth-view.ts";
import { NothingLinked } from "./nothing-linked.tsx";
import { WealthFrame } from "./wealth-frame.tsx";
import { accountPath, exportPath, wealthPath } from "./wealth-paths.ts";

export interface WealthPerformanceScreenProps {
  readonly own: OwnPerformanceView;
  readonly bankOf: (institutionId: string) => string;
}

/** How one's own investments did, in a period that one chooses. */
export function WealthPerformanceScreen({ own, bankOf }: WealthPerformanceScreenProps) {
  const t = useTranslations("wealth");
  const { performance, accounts, nothing, period, periods, isRefused, currencies, today } = own;
  const { base } = performance;
  const names = useWealthNames(accounts, { bankOf, accountPath: (id) => accountPath(id, base) });
  const isCustom = period === "custom";
  const asked = {
    from: isCustom ? own.from : null,
    to: isCustom ? own.to : null,
    period: isCustom ? null : period,
  };
  return (
    <WealthFrame
      page="performance"
      base={base}
      title={t("performance.title")}
      intro={<p>{t("performance.intro")}</p>}
    >
      {nothing ? <NothingLinked nothing={nothing} /> : null}
      {accounts.length > 0 ? (
        <>
          <div className="space-y-6">
            <ChoiceLinks
              label={t("performance.choose")}
              choices={periods.map((key) => ({
                key,
                href: wealthPath("performance", { in: base, period: key }),
                label: t(`performance.periods.${key}`),
              }))}
              chosen={period}
            />
            <PeriodForm
              from={own.from}
              to={own.to}
              isRefused={isRefused}
              latest={today}
              path={wealthPath("performance")}
              carried={{ in: base }}
            />
          </div>
          <Performance performance={performance} names={names} />
          <BaseSelect base={base} currencies={currencies} path={wealthPath("performance")} carried={asked} />
          <Exports what="performance" path={exportPath} carried={{ in: base, ...asked }} />
        </>
      ) : null}
    </WealthFrame>
  );
}
