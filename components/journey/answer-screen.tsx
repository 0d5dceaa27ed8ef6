import { useLocale, useTranslations } from "next-intl";

import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import type { ConsentView } from "#lib/consent/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatDate } from "#lib/kernel/format.ts";
import { Decline } from "./decline.tsx";
import { JourneyHeader } from "./journey-header.tsx";

export interface AnswerScreenProps {
  readonly consent: ConsentView;
  readonly firm: string;
  readonly decline: FormAction;
}

/** The first step: who asks, what for, what it takes, and that no is an answer. */
export function AnswerScreen({ consent, firm, decline }: AnswerScreenProps) {
  const t = useTranslations("journey.answer");
  const locale = useLocale();
  const { requestedBy, answerBy } = consent;
  const purposes = [...new Set(consent.clusters.flatMap((cluster) => cluster.purposes))];
  const by = requestedBy.kind === "advisor" && !requestedBy.name ? "unnamed" : requestedBy.kind;
  return (
    <div className="max-w-journey space-y-8">
      <JourneyHeader step="asks" isFirst />
      <PageHeading title={t("title", { firm })}>
        <p>{t(`by.${by}`, { firm, name: requestedBy.name ?? "" })}</p>
      </PageHeading>
      <Section title={t("whyTitle")}>
        <ul className="list-disc space-y-1 pl-5">
          {purposes.map((purpose) => (
            <li key={purpose}>{t(`purposes.${purpose}`)}</li>
          ))}
        </ul>
        <p>{t("onlyThat", { firm })}</p>
      </Section>
      <Section title={t("nextTitle")}>
        <ol className="list-decimal space-y-2 pl-5">
          <li>{t("next.choose")}</li>
          <li>{t("next.agree")}</li>
          <li>{t("next.bank")}</li>
          <li>{t("next.accounts")}</li>
        </ol>
        <p>{t("howLong")}</p>
      </Section>
      <Section title={t("freeTitle")}>
        <ul className="list-disc space-y-2 pl-5">
          <li>{t("free")}</li>
          <li>{t("stop")}</li>
          <li>{t("until", { date: formatDate(locale, answerBy) })}</li>
        </ul>
      </Section>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <LinkButton href={`/consents/${consent.id}/answer/choose`} variant="secondary">
          {t("goOn")}
        </LinkButton>
        <Decline consentId={consent.id} decline={decline} />
      </div>
    </div>
  );
}
