import { useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { Section } from "#components/ui/section.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { PersonaView } from "#lib/identity/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface PersonaButtonsProps {
  readonly personas: readonly PersonaView[];
  readonly action: FormAction;
  readonly next: string | null;
}

/** The people of the demonstration, firm by firm, one press each. */
export function PersonaButtons({ personas, action, next }: PersonaButtonsProps) {
  const t = useTranslations("signIn");
  const roles = useTranslations("roles");
  const texts = useFormTexts();
  const firms = Map.groupBy(personas, ({ firm }) => firm);
  return (
    <div className="border-line border-t pt-8">
      <Section title={t("personasTitle")}>
        <p className="text-quiet">{t("personasIntro")}</p>
        {[...firms].map(([firm, people]) => (
          <div key={firm} className="space-y-2 pt-2">
            <h3 className="font-sans font-semibold text-small">{t("personaGroup", { firm })}</h3>
            <ul className="grid gap-2 sm:grid-cols-2">
              {people.map(({ personId, name, role }) => (
                <li key={personId}>
                  <ActionButton
                    action={action}
                    hidden={{ personId, next }}
                    variant="secondary"
                    texts={texts}
                    wide
                  >
                    <span className="block">{name}</span>
                    <span className="block font-normal text-quiet text-small">{roles(role)}</span>
                  </ActionButton>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </Section>
    </div>
  );
}
