import { useTranslations } from "next-intl";

import { ActionForm } from "#components/ui/action-form.tsx";
import { Section } from "#components/ui/section.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface RuleFormProps {
  readonly rule: { readonly secondPersonForConsents: boolean; readonly revision: number };
  /** Fields: `revision`, `secondPersonForConsents`. */
  readonly change: FormAction;
}

/** Where an administrator says whether ending a consent always takes two people. */
export function RuleForm({ rule, change }: RuleFormProps) {
  const t = useTranslations("oversight.rule");
  const texts = useFormTexts();
  return (
    <Section title={t("title")}>
      <p>{t("means")}</p>
      <ActionForm
        action={change}
        hidden={{ revision: String(rule.revision) }}
        fields={[
          {
            ...{ name: "secondPersonForConsents", label: t("question"), type: "text" },
            value: rule.secondPersonForConsents ? "yes" : "no",
            options: (["no", "yes"] as const).map((value) => ({ value, label: t(value) })),
          },
        ]}
        submit={t("save")}
        texts={texts}
      />
    </Section>
  );
}
