import { useTranslations } from "next-intl";

import { ActionForm } from "#components/ui/action-form.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { Locale } from "#lib/kernel/locale.ts";

const languages: Readonly<Record<Locale, string>> = {
  en: "English",
  es: "Español",
  fr: "Français",
  pt: "Português",
};

/** The form by which an administrator asks somebody into the firm. */
export function InviteStaffScreen({
  invite,
  locale,
}: {
  readonly invite: FormAction;
  readonly locale: Locale;
}) {
  const t = useTranslations("people.form");
  const console = useTranslations("console");
  const roles = useTranslations("roles");
  return (
    <div className="max-w-journey space-y-6">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <ActionForm
        action={invite}
        fields={[
          { name: "name", label: console("name"), type: "text", required: true, maxLength: 100 },
          { name: "email", label: console("email"), type: "email", required: true, hint: t("emailHint") },
          {
            ...{ name: "role", label: console("role"), type: "text", value: "advisor" },
            options: (["advisor", "compliance", "admin"] as const).map((value) => ({
              value,
              label: roles(value),
            })),
          },
          {
            ...{ name: "locale", label: t("locale"), type: "text", value: locale },
            options: Object.entries(languages).map(([value, label]) => ({ value, label })),
          },
        ]}
        submit={t("submit")}
        texts={useFormTexts()}
      />
      <p>
        <TextLink href="/console/people">{t("back")}</TextLink>
      </p>
    </div>
  );
}
