import { useLocale, useTranslations } from "next-intl";

import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatDate } from "#lib/kernel/format.ts";
import type { NamedBanks } from "./named-banks.ts";
import { consentPath } from "./paths.ts";
import { useRecipients } from "./use-recipients.ts";
import { WithdrawForm } from "./withdraw-form.tsx";

export interface WithdrawScreenProps {
  readonly consent: ConsentView;
  readonly named: NamedBanks;
  readonly firm: string;
  /** Until when the firm may keep the data if access is stopped now. */
  readonly keptUntil: string;
  readonly reasons: readonly WithdrawalReason[];
  /** For how many days backups may still hold what is deleted. */
  readonly backupDays: number;
  /** Fields: `consentId`, `reason`, `deleteData`. */
  readonly withdraw: FormAction;
}

export type WithdrawalReason = "noLongerNeeded" | "advisorChanged" | "privacy" | "other" | "notSaid";

/** Stopping, on one page: what ends, what stays, what becomes of the data, and the button (GDPR Art. 7(3)). */
export function WithdrawScreen(props: WithdrawScreenProps) {
  const { consent, named, firm } = props;
  const t = useTranslations("consents.withdraw");
  const who = useRecipients(consent, firm);
  const banks = named.banks.map(({ bank }) => bank).join(", ");
  return (
    <div className="max-w-journey space-y-8">
      <p className="text-small">
        <TextLink href={consentPath(consent.id)}>{t("back")}</TextLink>
      </p>
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <Section title={t("endsTitle")}>
        <ul className="list-disc space-y-2 ps-5 [overflow-wrap:anywhere]">
          <li>{t("endsWho", { who: who.join(" · ") })}</li>
          <li>{banks ? t("endsBanks", { banks }) : t("endsReading")}</li>
        </ul>
      </Section>
      <Section title={t("staysTitle")}>
        <ul className="list-disc space-y-2 ps-5">
          <li>{t("staysPast")}</li>
          <li>{t("staysAccess")}</li>
          <li>{t("staysOthers")}</li>
          <li>{t("staysRecord")}</li>
        </ul>
      </Section>
      <Section title={t("dataTitle")}>
        <Data {...props} />
      </Section>
    </div>
  );
}

/** The choice about the data stands before the last step, and so does what happens without one. */
function Data({ consent, firm, keptUntil, reasons, backupDays, withdraw }: WithdrawScreenProps) {
  const t = useTranslations("consents.withdraw");
  const locale = useLocale();
  const { id, retentionDays } = consent;
  const date = formatDate(locale, keptUntil);
  return (
    <>
      <p>{retentionDays === 0 ? t("dataNone") : t("dataKept", { firm, date, days: retentionDays })}</p>
      <WithdrawForm
        consentId={id}
        action={withdraw}
        mayDelete={retentionDays > 0}
        reasons={reasons.map((value) => ({ value, label: t(`reasons.${value}`) }))}
        texts={{
          ...useFormTexts(),
          deleteData: t("deleteData", { firm }),
          deleteMeans: t("deleteMeans", { days: backupDays }),
          reason: t("reason"),
          submit: t("submit"),
        }}
      />
      <p>
        <TextLink href={consentPath(id)}>{t("keep")}</TextLink>
      </p>
    </>
  );
}
