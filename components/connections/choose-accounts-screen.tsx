import { useTranslations } from "next-intl";

import { NamedBank } from "#components/authorisation/named-bank.tsx";
import { JourneyHeader } from "#components/journey/journey-header.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { ConnectionDetailView, OfferedAccountView } from "#lib/connections/view.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { AccountChoiceForm } from "./account-choice-form.tsx";
import { AccountName } from "./account-name.tsx";
import { ConsentSummary } from "./consent-summary.tsx";
import { LookAgain } from "./look-again.tsx";

export interface ChooseAccountsScreenProps {
  readonly connection: ConnectionDetailView;
  readonly bank: string;
  readonly logo: string | null;
  readonly firm: string;
  /** No bank is connected so far under the consent. */
  readonly isFirst: boolean;
  readonly consent: ConsentView;
  readonly chooseAccounts: FormAction;
}

const lookAgainMs = 1_500;

export function ChooseAccountsScreen(props: ChooseAccountsScreenProps) {
  const { connection, bank, firm, consent } = props;
  const t = useTranslations("connection");
  const open = connection.offeredAccounts.filter(({ state }) => state === "offered" || state === "declined");
  // The bank has let the person in, and has not named any account yet.
  const isReading = connection.state === "choosing" && connection.offeredAccounts.length === 0;
  const hasQuestion = !isReading && open.some(({ state }) => state === "offered");
  return (
    <div className="max-w-journey space-y-8">
      {connection.state === "choosing" ? (
        <JourneyHeader step="accounts" isFirst={props.isFirst} />
      ) : (
        <p className="text-small">
          <TextLink href="/bank-access">{t("back")}</TextLink>
        </p>
      )}
      <NamedBank bank={bank} logo={props.logo} />
      <PageHeading title={t("choose.title")} />
      {isReading ? (
        <EmptyState title={t("choose.waitingTitle", { bank })}>
          <p role="status">{t("choose.waiting")}</p>
          <LookAgain everyMs={lookAgainMs} reload="3" />
        </EmptyState>
      ) : null}
      {isReading || open.length > 0 ? null : (
        <EmptyState title={t("choose.nothingTitle")}>
          <p>{t("choose.nothing", { bank })}</p>
        </EmptyState>
      )}
      {!isReading && open.length > 0 ? (
        <>
          <p>{t("choose.intro", { bank })}</p>
          <Section title={t("choose.meansTitle")}>
            <div className="space-y-3 rounded-edge border border-line px-4 py-4 sm:px-5">
              <ConsentSummary consent={consent} firm={firm} />
              <p className="text-quiet text-small">{t("choose.seenHow")}</p>
            </div>
          </Section>
          <Choice {...props} open={open} mayDecline={hasQuestion && connection.state === "active"} />
        </>
      ) : null}
    </div>
  );
}

interface ChoiceProps extends ChooseAccountsScreenProps {
  readonly open: readonly OfferedAccountView[];
  readonly mayDecline: boolean;
}

function Choice({ connection, bank, chooseAccounts, open, mayDecline }: ChoiceProps) {
  const t = useTranslations("connection");
  return (
    <AccountChoiceForm
      connectionId={connection.id}
      action={chooseAccounts}
      accounts={open.map((account) => ({
        id: account.id,
        name: (
          <span className="flex min-w-0 grow flex-wrap items-start justify-between gap-x-4 gap-y-1">
            <AccountName account={account} />
            {account.isNew ? <Badge tone="caution">{t("choose.isNew")}</Badge> : null}
            {account.state === "declined" ? <Badge tone="neutral">{t("choose.declinedBefore")}</Badge> : null}
          </span>
        ),
      }))}
      texts={{
        ...useFormTexts(),
        legend: t("choose.legend", { bank }),
        submit: t("choose.submit"),
        all: t("choose.all", { count: open.length }),
        none: mayDecline ? t("choose.none") : null,
        missing: t("choose.missing"),
      }}
    />
  );
}
