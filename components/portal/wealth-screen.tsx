import { useTranslations } from "next-intl";

import { Section } from "#components/ui/section.tsx";
import { AccountsByBank } from "#components/wealth/accounts-by-bank.tsx";
import { Allocation } from "#components/wealth/allocation.tsx";
import { BaseSelect } from "#components/wealth/base-select.tsx";
import { ChoiceLinks } from "#components/wealth/choice-links.tsx";
import { Exports } from "#components/wealth/exports.tsx";
import { InstrumentList } from "#components/wealth/instrument-list.tsx";
import { ManualAssets } from "#components/wealth/manual-assets.tsx";
import { useWealthNames } from "#components/wealth/names.ts";
import { NetWorth } from "#components/wealth/net-worth.tsx";
import { OverTime } from "#components/wealth/over-time.tsx";
import type { OwnWealthView } from "#lib/portfolio/own-wealth-view.ts";
import type { Dimension, SeriesView } from "#lib/portfolio/wealth-view.ts";
import { BankStanding } from "./bank-standing.tsx";
import { NothingLinked } from "./nothing-linked.tsx";
import { type Span, spans } from "./spans.ts";
import { WealthFrame } from "./wealth-frame.tsx";
import { accountPath, assetPath, exportPath, wealthPath } from "./wealth-paths.ts";

export interface WealthScreenProps {
  readonly own: OwnWealthView;
  readonly series: SeriesView;
  readonly span: Span;
  readonly by: Dimension;
  readonly bankOf: (institutionId: string) => string;
}

/** One's own wealth over all banks: what there is, what of it is not known, and where each figure is from. */
export function WealthScreen({ own, series, span, by, bankOf }: WealthScreenProps) {
  const t = useTranslations("wealth");
  const { wealth, nothing, currencies, gone } = own;
  const { base, instruments, accounts, manualAssets } = wealth;
  const names = useWealthNames(accounts, { bankOf, accountPath: (id) => accountPath(id, base) });
  const chosen = { in: base, span: span === "year" ? null : span, by: by === "class" ? null : by };
  if ((nothing === "noBank" || nothing === "noAccounts") && manualAssets.length === 0) {
    return (
      <WealthFrame page="overview" base={base} title={t("own.title")} intro={<p>{t("own.intro")}</p>}>
        <NothingLinked nothing={nothing} />
      </WealthFrame>
    );
  }
  return (
    <WealthFrame page="overview" base={base} title={t("own.title")} intro={<p>{t("own.intro")}</p>}>
      {nothing ? <NothingLinked nothing={nothing} /> : null}
      <NetWorth wealth={wealth} names={names} />
      <BaseSelect
        base={base}
        currencies={currencies}
        path={wealthPath("overview")}
        carried={{ span: chosen.span, by: chosen.by }}
      />
      <Section title={t("overTime.title")}>
        <ChoiceLinks
          label={t("overTime.span")}
          choices={spans.map((key) => ({
            key,
            href: wealthPath("overview", { ...chosen, span: key === "year" ? null : key }),
            label: t(`overTime.spans.${key}`),
          }))}
          chosen={span}
        />
        <OverTime series={series} names={names} />
        {manualAssets.length > 0 ? (
          <p className="text-quiet text-small">{t("overTime.withoutManual")}</p>
        ) : null}
      </Section>
      <Section title={t("allocation")}>
        <Allocation
          wealth={wealth}
          names={names}
          by={by}
          pathBy={(one) => wealthPath("overview", { ...chosen, by: one === "class" ? null : one })}
        />
      </Section>
      {accounts.length > 0 || gone > 0 ? (
        <Section title={t("accounts")}>
          <AccountsByBank
            wealth={wealth}
            names={names}
            beneath={(institutionId, ofBank) => (
              <BankStanding bank={bankOf(institutionId)} accounts={ofBank} own={own} />
            )}
          />
          {gone > 0 ? <p className="text-quiet text-small">{t("own.gone", { count: gone })}</p> : null}
        </Section>
      ) : null}
      {instruments.length > 0 ? (
        <Section title={t("instruments")}>
          <InstrumentList instruments={instruments} names={names} />
        </Section>
      ) : null}
      {manualAssets.length > 0 ? (
        <Section title={t("manual.title")}>
          <ManualAssets assets={manualAssets} names={names} pathOf={assetPath} />
        </Section>
      ) : null}
      <Exports what="holdings" path={exportPath} carried={{ in: base }} />
    </WealthFrame>
  );
}
