import { useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import { BankBannerNotice } from "#components/vault/bank-banner-notice.tsx";
import type { ConsentView } from "#lib/consent/view.ts";
import type { BannerView } from "#lib/institutions/banner-view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { ConsentSummary } from "./consent-summary.tsx";

export interface ConnectScreenProps {
  readonly credentialId: string;
  readonly bank: string;
  readonly firm: string;
  /** What the firm says of this bank for now. */
  readonly banner: BannerView | null;
  /** The investor's own that are in force. */
  readonly consents: readonly ConsentView[];
  /** Fields: `credentialId`, `consentId`. */
  readonly beginLink: FormAction;
}

/** Under which consent a bank is asked; where there is none, who asks for it and what then. */
export function ConnectScreen({ credentialId, bank, firm, banner, consents, beginLink }: ConnectScreenProps) {
  const t = useTranslations("connection");
  const texts = useFormTexts();
  return (
    <div className="max-w-journey space-y-8">
      <p className="text-small">
        <TextLink href="/bank-access">{t("back")}</TextLink>
      </p>
      <PageHeading title={t("connect.title", { bank })} />
      <BankBannerNotice banner={banner} firm={firm} />
      {consents.length === 0 ? (
        <EmptyState title={t("connect.noneTitle")}>
          <p>{t("connect.none", { bank })}</p>
          <p>{t("connect.noneNext", { bank, firm })}</p>
        </EmptyState>
      ) : (
        <Section title={t("connect.whichTitle")}>
          <p>{t(consents.length === 1 ? "connect.one" : "connect.which", { bank })}</p>
          <ul className="space-y-4">
            {consents.map((consent) => (
              <li
                key={consent.id}
                className="space-y-5 rounded-edge border border-line bg-raised px-4 py-5 sm:px-5"
              >
                <ConsentSummary consent={consent} firm={firm} />
                <ActionButton
                  variant={consents.length === 1 ? "primary" : "secondary"}
                  action={beginLink}
                  hidden={{ credentialId, consentId: consent.id }}
                  texts={texts}
                >
                  {t("connect.act", { bank })}
                </ActionButton>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}
