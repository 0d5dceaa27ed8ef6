import { useTranslations } from "next-intl";

import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { FirmSettingsView } from "#lib/parties/view.ts";
import { ChangeBrandForm } from "./change-brand-form.tsx";

export interface ChangeBrandScreenProps {
  readonly firm: FirmSettingsView;
  /** Fields: `revision`, `name`, `accent`, `logo`, `removeLogo`. */
  readonly change: FormAction;
}

/** What the firm is called and how it looks, to everybody. */
export function ChangeBrandScreen({ firm, change }: ChangeBrandScreenProps) {
  const t = useTranslations("firm.brand");
  return (
    <div className="max-w-journey space-y-6">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <ChangeBrandForm
        firm={firm}
        change={change}
        texts={{
          ...useFormTexts(),
          ...{ name: t("name"), nameHint: t("nameHint"), accent: t("accent"), accentHint: t("accentHint") },
          ...{ logo: t("logo"), logoHint: t("logoHint"), remove: t("remove"), submit: t("submit") },
        }}
      />
      <p>
        <TextLink href="/console/firm">{t("back")}</TextLink>
      </p>
    </div>
  );
}
