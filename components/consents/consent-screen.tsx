import { useTranslations } from "next-intl";

import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { ConsentView, HistoryEntryView, ShownTextView } from "#lib/consent/view.ts";
import type { ReceiptView } from "#lib/receipts/view.ts";
import { type ConsentActions, ConsentActs } from "./consent-acts.tsx";
import { ConsentBadge } from "./consent-badge.tsx";
import { ConsentBanks } from "./consent-banks.tsx";
import { ConsentCard } from "./consent-card.tsx";
import { ConsentHistory } from "./consent-history.tsx";
import { ConsentNotice, type ConsentNoticeKind } from "./consent-notice.tsx";
import { ConsentReceipts } from "./consent-receipts.tsx";
import { CoveredAccounts } from "./covered-accounts.tsx";
import type { NamedBanks } from "./named-banks.ts";
import { consentPath, tabPath } from "./paths.ts";
import { ShownTexts } from "./shown-texts.tsx";
import { standingOf } from "./standing.ts";

export interface ConsentScreenProps {
  readonly consent: ConsentView;
  readonly named: NamedBanks;
  readonly history: readonly HistoryEntryView[];
  readonly texts: readonly ShownTextView[];
  readonly receipts: readonly ReceiptView[];
  /** The consent that takes this one up again. */
  readonly successorId: string | null;
  readonly firm: string;
  readonly actions: ConsentActions;
  /** What was just done; `null` where the page is only looked at. */
  readonly notice: ConsentNoticeKind | null;
}

/** One consent whole: what it says, what hangs on it, what can be done about it, and the evidence of all of it. */
export function ConsentScreen(props: ConsentScreenProps) {
  const { consent, named, history, texts, receipts, successorId, firm, actions, notice } = props;
  const t = useTranslations("consents");
  const standing = standingOf(consent);
  return (
    <div className="max-w-[48rem] space-y-10">
      <p className="text-small">
        <TextLink href={tabPath(standing.kind === "ended" ? "ended" : "open")}>{t("back")}</TextLink>
      </p>
      <div className="space-y-4">
        <PageHeading title={t(`detail.${standing.kind}`, { firm })} />
        <ConsentBadge consent={consent} />
      </div>
      <ConsentNotice {...{ consent, named, receipts, firm, notice }} />
      {standing.kind === "asked" ? (
        <div className="space-y-3">
          <p>{t("detail.answerMeans", { firm })}</p>
          <LinkButton href={consentPath(consent.id, "answer")} variant="primary">
            {t("answer")}
          </LinkButton>
        </div>
      ) : null}
      <ConsentCard
        consent={consent}
        firm={firm}
        accounts={named.banks.length > 0 ? <CoveredAccounts consent={consent} named={named} /> : undefined}
      />
      {consent.givenAt ? <ConsentBanks consent={consent} named={named} firm={firm} /> : null}
      {standing.kind === "asked" ? null : <ConsentActs {...{ consent, firm, actions, successorId }} />}
      {consent.givenAt ? <ConsentReceipts history={history} receipts={receipts} consent={consent} /> : null}
      <Section title={t("history.title")}>
        <ConsentHistory history={history} firm={firm} />
      </Section>
      {texts.length > 0 ? (
        <Section title={t("texts.title")}>
          <ShownTexts
            texts={texts}
            words={{
              intro: t("texts.intro"),
              shownFor: (what, at) => t(`texts.shownFor.${what}`, { at }),
              agreed: (at) => t("texts.agreed", { at }),
            }}
          />
        </Section>
      ) : null}
    </div>
  );
}
