import { useTranslations } from "next-intl";

import { ShownTexts } from "#components/consents/shown-texts.tsx";
import type { BankNames } from "#components/console-lists/bank-name.ts";
import { ConnectionsTable } from "#components/console-lists/connections-table.tsx";
import { FileLinks } from "#components/console-lists/file-links.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { FirmConnectionView } from "#lib/connections/firm-connection-view.ts";
import type { ConsentFileView } from "#lib/consent/consent-file-view.ts";
import type { ReceiptView } from "#lib/receipts/view.ts";
import { ConsentFacts } from "./consent-facts.tsx";
import { GrantsTable } from "./grants-table.tsx";
import { HistoryTable } from "./history-table.tsx";
import { StandingBadge } from "./standing-badge.tsx";

export interface ConsentFileScreenProps {
  readonly file: ConsentFileView;
  readonly connections: readonly FirmConnectionView[];
  readonly receipts: readonly ReceiptView[];
  readonly banks: BankNames;
  readonly firm: string;
}

/** One consent whole, for the firm's compliance: what it says, what hangs on it, and the evidence of all of it. */
export function ConsentFileScreen({ file, connections, receipts, banks, firm }: ConsentFileScreenProps) {
  const { consent, history, texts, grants, successorId } = file;
  const t = useTranslations("consoleConsents");
  return (
    <div className="space-y-10">
      <div className="space-y-4">
        <p className="no-print text-small">
          <TextLink href="/console/consents">{t("back")}</TextLink>
        </p>
        <PageHeading title={t("one")}>
          <p className="[overflow-wrap:anywhere]">
            <bdi>{consent.investor.name ?? consent.investor.id}</bdi>
          </p>
        </PageHeading>
        <p className="flex flex-wrap items-center gap-x-6 gap-y-1">
          <StandingBadge consent={consent} />
          <code className="text-small [overflow-wrap:anywhere]">{consent.id}</code>
        </p>
        <FileLinks kind="consent" id={consent.id} investorId={consent.investor.id} />
      </div>
      <ConsentFacts consent={consent} firm={firm} successorId={successorId} />
      {consent.endedAt ? null : <EndThis consentId={consent.id} />}
      <Section title={t("grants.title")}>
        <GrantsTable grants={grants} />
      </Section>
      <Section title={t("history.title")}>
        <HistoryTable history={history} />
      </Section>
      <Section title={t("banks.title")}>
        {connections.length === 0 ? (
          <p className="text-quiet">{t("banks.none")}</p>
        ) : (
          <ConnectionsTable
            caption={t("banks.title")}
            connections={connections}
            banks={banks}
            other="credential"
          />
        )}
      </Section>
      <Section title={t("receipts.title")}>
        <Receipts receipts={receipts} />
      </Section>
      <Section title={t("texts.title")}>
        {texts.length === 0 ? (
          <p className="text-quiet">{t("texts.none")}</p>
        ) : (
          <ShownTexts
            texts={texts}
            words={{
              intro: t("texts.intro"),
              shownFor: (what, at) => t(`texts.shownFor.${what}`, { at }),
              agreed: (at) => t("texts.agreed", { at }),
            }}
          />
        )}
      </Section>
    </div>
  );
}

function EndThis({ consentId }: { readonly consentId: string }) {
  const t = useTranslations("consoleConsents");
  return (
    <div className="no-print space-y-3">
      <p className="max-w-[42rem] text-quiet">{t("endNote")}</p>
      <LinkButton
        href={`/console/acts/new?${new URLSearchParams({ kind: "consents.terminate", consent: consentId })}`}
        variant="secondary"
      >
        {t("end")}
      </LinkButton>
    </div>
  );
}

function Receipts({ receipts }: { readonly receipts: readonly ReceiptView[] }) {
  const t = useTranslations("consoleConsents.receipts");
  const titles = useTranslations("receipt.titles");
  if (receipts.length === 0) return <p className="text-quiet">{t("none")}</p>;
  return (
    <ul className="divide-y divide-line border-line border-y text-small">
      {receipts.map(({ id, kind, issuedAt }) => (
        <li key={id} className="flex flex-wrap gap-x-6 gap-y-1 py-2">
          <TextLink href={`/console/receipts/${id}`}>{titles(kind)}</TextLink>
          <Time iso={issuedAt} show="moment" />
        </li>
      ))}
    </ul>
  );
}
