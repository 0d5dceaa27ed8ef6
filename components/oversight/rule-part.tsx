import { useTranslations } from "next-intl";

import { ContactFacts } from "#components/help/contact-facts.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Section } from "#components/ui/section.tsx";
import type { RuleFormProps } from "./rule-form.tsx";

interface RulePartProps extends Pick<RuleFormProps, "rule"> {
  readonly canChange: boolean;
}

/** Whom the firm asks to agree when a consent is ended, as it is now. */
export function RulePart({ rule, canChange }: RulePartProps) {
  const t = useTranslations("oversight.rule");
  return (
    <Section title={t("title")}>
      <ContactFacts facts={[{ term: t("question"), fact: t(rule.secondPersonForConsents ? "yes" : "no") }]} />
      {canChange ? (
        <LinkButton href="/console/firm/change" variant="secondary">
          {t("change")}
        </LinkButton>
      ) : null}
    </Section>
  );
}
