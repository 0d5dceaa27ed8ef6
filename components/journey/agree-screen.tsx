import { useLocale, useTranslations } from "next-intl";

import { ConsentCard } from "#components/consents/consent-card.tsx";
import { ConsentText } from "#components/consents/consent-text.tsx";
import { ActionButton } from "#components/ui/action-button.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { ShowingView } from "#lib/consent/answer-view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatDate } from "#lib/kernel/format.ts";
import { Changes } from "./changes.tsx";
import { Decline } from "./decline.tsx";
import { JourneyHeader } from "./journey-header.tsx";
import { choicePath } from "./paths.ts";

export interface AgreeScreenProps {
  readonly showing: ShowingView;
  readonly firm: string;
  /** Fields: `consentId`, `presentationId`, `sha256`. */
  readonly agree: FormAction;
  /** Fields: `consentId`, `presentationId`. */
  readonly presentAgain: FormAction;
  readonly decline: FormAction;
}

/** What would be agreed to: in short, then word for word, then yes and no side by side. */
export function AgreeScreen({ showing, firm, agree, presentAgain, decline }: AgreeScreenProps) {
  const t = useTranslations("journey.agree");
  const locale = useLocale();
  const texts = useFormTexts();
  const { shownFor, before, after, presentationId, sha256 } = showing;
  const end = formatDate(locale, after.validUntil ?? "");
  const about = { consentId: before.id, presentationId };
  return (
    <div className="max-w-journey space-y-8">
      <Header showing={showing} />
      <PageHeading title={t(`title.${shownFor}`)}>
        <p>{t(`intro.${shownFor}`)}</p>
      </PageHeading>
      {showing.locale === locale ? null : (
        <Notice tone="info" word={t("otherLanguage")}>
          <ActionButton action={presentAgain} hidden={about} texts={texts} variant="secondary">
            {t("thisLanguage")}
          </ActionButton>
        </Notice>
      )}
      {shownFor === "give" ? null : <Changes before={before} after={after} />}
      <Section title={t("short")}>
        <ConsentCard consent={after} firm={firm} howLong={<p>{t("until", { date: end })}</p>} />
      </Section>
      <Section title={t("exact")}>
        <div className="rounded-edge border border-line bg-raised px-4 py-6 sm:px-8">
          <ConsentText text={showing.text} locale={showing.locale} />
        </div>
        <details className="text-small">
          <summary className="w-fit py-1 text-quiet underline underline-offset-4">{t("proof")}</summary>
          <p className="pt-1 text-quiet [overflow-wrap:anywhere]">{t("hash", { sha256 })}</p>
        </details>
      </Section>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <ActionButton action={agree} hidden={{ ...about, sha256 }} texts={texts} variant="secondary" wide>
          {t(`act.${shownFor}`, { date: end })}
        </ActionButton>
        {shownFor === "give" ? (
          <Decline consentId={before.id} decline={decline} />
        ) : (
          <LinkButton href={`/consents/${before.id}?notice=unchanged`} variant="secondary">
            {t("leave")}
          </LinkButton>
        )}
      </div>
    </div>
  );
}

function Header({ showing: { shownFor, before } }: { readonly showing: ShowingView }) {
  const t = useTranslations("journey.agree");
  const back = { href: choicePath(before.id, shownFor), label: t("back") };
  if (shownFor === "give") return <JourneyHeader step="agree" isFirst back={back} />;
  return (
    <p className="text-small">
      <TextLink href={back.href}>{back.label}</TextLink>
    </p>
  );
}
