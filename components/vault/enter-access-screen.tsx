import { useTranslations } from "next-intl";

import { JourneyHeader } from "#components/journey/journey-header.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import type { InstitutionFormView } from "#lib/institutions/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { TransportKeyView } from "#lib/vault/view.ts";
import { BankBannerNotice } from "./bank-banner-notice.tsx";
import { BankStateNotice } from "./bank-state.tsx";
import { CredentialForm } from "./credential-form.tsx";
import { useCredentialTexts, useFieldTexts } from "./credential-texts.ts";
import type { OfferSealing, StoreSealed } from "./hand-over.ts";
import { HowItIsLocked } from "./how-it-is-locked.tsx";
import { PlainForm } from "./plain-form.tsx";

export interface EnterAccessScreenProps {
  /** No bank is connected so far under a consent that was given. */
  readonly isFirst: boolean;
  readonly bank: InstitutionFormView;
  readonly firm: string;
  /** Where the firm's data is kept, such as `eu-nl`. */
  readonly region: string;
  readonly origin: string;
  /** `null` while there is no key to seal with: then nothing is asked. */
  readonly transportKey: TransportKeyView | null;
  readonly offer: OfferSealing;
  readonly store: StoreSealed;
  /** `null` where the firm takes only what a browser has sealed. */
  readonly plainAction: FormAction | null;
}

/** Who asks, why, where it goes and how to take it back; then what the bank wants to know. */
export function EnterAccessScreen(props: EnterAccessScreenProps) {
  const { bank, firm, transportKey } = props;
  const t = useTranslations("bankAccess");
  const common = useTranslations("common");
  const errors = useTranslations("errors.vault");
  return (
    <div className="max-w-journey space-y-8">
      <JourneyHeader
        step="access"
        isFirst={props.isFirst}
        keeps="nothingYet"
        back={{ href: "/bank-access/add", label: t("backToBanks") }}
      />
      <PageHeading title={t("enterTitle", { bank: bank.name })} />
      <BankBannerNotice banner={bank.banner} firm={firm} />
      <BankStateNotice bank={bank} />
      <Section title={t("whyTitle")}>
        <div className="space-y-3">
          <p>{t("whyAsked", { bank: bank.name })}</p>
          <p className="needs-script">{t("whyLocked", { firm })}</p>
          <p>{t("whyStop")}</p>
        </div>
        {transportKey ? (
          <div className="needs-script">
            <HowItIsLocked transportKey={transportKey} region={props.region} origin={props.origin} />
          </div>
        ) : null}
      </Section>
      {transportKey ? (
        <Forms {...props} />
      ) : (
        <Notice tone="danger" word={common("danger")} role="alert">
          <p>{errors("unavailable")}</p>
          {/* Not the router's link: it would show what it already has. */}
          <p>
            <a href={`/bank-access/add/${bank.id}`} className="text-accent underline underline-offset-4">
              {t("reload")}
            </a>
          </p>
        </Notice>
      )}
    </div>
  );
}

function Forms({ bank, firm, offer, store, plainAction }: EnterAccessScreenProps) {
  const t = useTranslations("bankAccess");
  const common = useTranslations("common");
  const texts = useCredentialTexts();
  return (
    <Section title={t("formTitle", { bank: bank.name })}>
      <div className="needs-script">
        <CredentialForm
          institutionId={bank.id}
          fields={useFieldTexts(bank.fields)}
          offer={offer}
          store={store}
          texts={texts}
        />
      </div>
      <noscript>
        <div className="space-y-6">
          <Notice tone="info" word={common("info")}>
            <p>{plainAction ? t("plain", { firm }) : t("noScript")}</p>
            <p>{plainAction ? t("plainInstead") : t("noScriptInstead", { firm })}</p>
          </Notice>
          {plainAction ? (
            <PlainForm
              institutionId={bank.id}
              fields={bank.fields.map((field) => ({
                ...field,
                rules: t("plainRules", {
                  span: field.minLength === field.maxLength ? "exact" : "range",
                  format: field.format,
                  least: field.minLength,
                  most: field.maxLength,
                }),
              }))}
              action={plainAction}
              submit={t("plainSubmit")}
              texts={texts}
            />
          ) : null}
        </div>
      </noscript>
    </Section>
  );
}
