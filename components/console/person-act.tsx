import { useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { ConfirmAction } from "#components/ui/confirm-action.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { PersonView } from "#lib/identity/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface PersonActProps {
  readonly person: PersonView;
  /** Field: `personId`. */
  readonly disable: FormAction;
  /** Field: `personId`. */
  readonly enable: FormAction;
}

/** Ends or renews somebody's access; of oneself there is nothing to press. */
export function PersonAct({ person, disable, enable }: PersonActProps) {
  const t = useTranslations("console");
  const texts = useFormTexts();
  const { name } = person;
  const hidden = { personId: person.id };
  if (person.isSelf) return <span className="px-2 text-quiet">{t("you")}</span>;
  if (person.disabledAt) {
    return (
      <ActionButton
        action={enable}
        hidden={hidden}
        variant="quiet"
        size="dense"
        aria-label={t("enableNamed", { name })}
        texts={texts}
      >
        {t("enable")}
      </ActionButton>
    );
  }
  return (
    <ConfirmAction
      label={t("disable")}
      fullLabel={t("disableNamed", { name })}
      action={disable}
      hidden={hidden}
      texts={texts}
    >
      <p>{t("disableWarning", { name })}</p>
    </ConfirmAction>
  );
}
