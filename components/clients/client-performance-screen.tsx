import { useTranslations } from "next-intl";

import { Section } from "#components/ui/section.tsx";
import { BaseSelect } from "#components/wealth/base-select.tsx";
import { ChoiceLinks } from "#components/wealth/choice-links.tsx";
import { Exports } from "#components/wealth/exports.tsx";
import { useWealthNames } from "#components/wealth/names.ts";
import { OverTime } from "#components/wealth/over-time.tsx";
import { Performance } from "#components/wealth/performance.tsx";
import { PeriodForm } from "#components/wealth/period-form.tsx";
import type { ClientPerformanceView } from "#lib/portfolio/client-view.ts";
import { ClientFrame } from "./client-frame.tsx";
import { ClientNothing } from "./client-nothing.tsx";
import { clientPath, exportPath } from "./client-paths.ts";

export interface ClientPerformanceScreenProps {
  readonly view: ClientPerformanceView;
  readonly bankOf: (institutionId: string) => string;
}

/** How what a client shares did in a period that the viewer chooses, in numbers and day by day. */
export function ClientPerformanceScreen({ view, bankOf }: ClientPerformanceScreenProps) {
  const t = useTranslations("wealth");
  const { client, performance, series, accounts, period, periods, isRefused, currencies, today } = view;
  const { base } = performance;
  const names = useWealthNames(accounts, { bankOf, accountPath: () => null });
  const isCustom = period === "custom";
  const asked = {
    from: isCustom ? view.from : null,
    to: isCustom ? view.to : null,
    period: isCustom ? null : period,
  };
  const path = clientPath(client.id, "performance");
  return (
    <ClientFrame client={client} page="performance" base={base}>
      {client.isNoted ? (
        <>
          <div className="space-y-6">
            <ChoiceLinks
              label={t("performance.choose")}
              choices={periods.map((key) => ({
                key,
                href: clientPath(client.id, "performance", { in: base, period: key }),
                label: t(`performance.periods.${key}`),
              }))}
              chosen={period}
            />
            <PeriodForm
              from={view.from}
              to={view.to}
              isRefused={isRefused}
              latest={today}
              path={path}
              carried={{ in: base }}
            />
          </div>
          <Section title={t("performance.title")}>
            <Performance performance={performance} names={names} />
          </Section>
          <Section title={t("overTime.title")}>
            <OverTime series={series} names={names} />
          </Section>
          <BaseSelect base={base} currencies={currencies} path={path} carried={asked} />
          <Exports what="performance" path={exportPath(client.id)} carried={{ in: base, ...asked }} isNoted />
        </>
      ) : (
        <ClientNothing consents={client.consents} />
      )}
    </ClientFrame>
  );
}
