import { useTranslations } from "next-intl";

import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { InstitutionDetailView, UpkeepPeriod } from "#lib/upkeep/view.ts";
import { BankBanner } from "./bank-banner.tsx";
import { ConnectionCounts, ReadBudget } from "./connection-figures.tsx";
import { Failures } from "./failures.tsx";
import { HealthFigures } from "./health-figures.tsx";
import { PeriodChoice } from "./institutions-screen.tsx";
import { ScaFigures } from "./sca-figures.tsx";

export interface InstitutionScreenProps {
  readonly bank: InstitutionDetailView;
  readonly period: UpkeepPeriod;
  readonly done: "saved" | "withdrawn" | null;
  /** Fields: `institutionId`, `seen`. */
  readonly withdraw: FormAction;
}

/** What the protocols call themselves. */
const protocolNames: Readonly<Record<string, string>> = { xs2a: "XS2A", openwealth: "OpenWealth" };

/** One bank: how it answers, lets people in and is read, and what the firm says of it to its investors. */
export function InstitutionScreen({ bank, period, done, withdraw }: InstitutionScreenProps) {
  const t = useTranslations("upkeep");
  const common = useTranslations("common");
  return (
    <div className="space-y-8">
      <p className="no-print mb-4 text-small">
        <TextLink href="/console/institutions">{t("back")}</TextLink>
      </p>
      <PageHeading title={bank.name ?? bank.id}>
        <p className="text-small">
          <code className="text-ink">{bank.id}</code>
          {bank.protocol
            ? ` · ${t("reachedBy", { protocol: protocolNames[bank.protocol] ?? bank.protocol })}`
            : null}
        </p>
      </PageHeading>
      {done ? (
        <Notice tone="good" word={common("good")} role="status">
          <p>{t(done)}</p>
        </Notice>
      ) : null}
      <Section title={t("banner.title")}>
        <BankBanner bank={bank} withdraw={withdraw} />
      </Section>
      <Section title={t("health.title")}>
        <HealthFigures bank={bank} />
      </Section>
      <Section title={t("connections.title")}>
        <ConnectionCounts counts={bank.connections} />
      </Section>
      <Section title={t("budget.title")}>
        <ReadBudget budget={bank.budget} />
      </Section>
      <PeriodChoice address={`/console/institutions/${bank.id}`} period={period} />
      <Section title={t("sca.title")}>
        <ScaFigures figures={bank.sca} />
      </Section>
      <Section title={t("failures.title")}>
        <Failures failures={bank.failures} />
      </Section>
    </div>
  );
}
