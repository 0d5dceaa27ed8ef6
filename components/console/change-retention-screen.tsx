import { useTranslations } from "next-intl";

import { ActionForm } from "#components/ui/action-form.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { FirmSettingsView } from "#lib/parties/view.ts";

export interface ChangeRetentionScreenProps {
  readonly firm: FirmSettingsView;
  /** Fields: `revision`, `longestRetentionDays`. */
  readonly change: FormAction;
}

/** How long the firm may ask to keep data after a consent's end. */
export function ChangeRetentionScreen({ firm, change }: ChangeRetentionScreenProps) {
  const t = useTranslations("firm.retention");
  return (
    <div className="max-w-journey space-y-6">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <p>{t("law")}</p>
      <ActionForm
        action={change}
        hidden={{ revision: String(firm.revision) }}
        fields={[
          {
            ...{ name: "longestRetentionDays", label: t("longest"), hint: t("hint"), type: "text" },
            ...{ inputMode: "decimal", maxLength: 3, required: true },
            value: String(firm.longestRetentionDays),
          },
        ]}
        submit={t("submit")}
        texts={useFormTexts()}
      />
      <p>
        <TextLink href="/console/firm">{t("back")}</TextLink>
      </p>
    </div>
  );
}
