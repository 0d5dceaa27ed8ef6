import { useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";

export interface SignOutButtonProps {
  readonly action: FormAction;
  /** What it says where signing out leads to something else, such as another account. */
  readonly label?: string;
  /** `end` where it closes a line at the right edge. */
  readonly align?: "start" | "end";
}

export function SignOutButton({ action, label, align = "start" }: SignOutButtonProps) {
  const t = useTranslations("shell");
  const texts = useFormTexts();
  return (
    <ActionButton action={action} variant="quiet" size="dense" align={align} texts={texts}>
      {label ?? t("signOut")}
    </ActionButton>
  );
}
