import { useTranslations } from "next-intl";

import type { FormAction } from "#lib/kernel/action-state.ts";
import { SignOutButton } from "./sign-out-button.tsx";

/** Who is signed in, and the way out. */
export function PersonBar({ name, signOut }: { readonly name: string; readonly signOut: FormAction }) {
  const t = useTranslations("shell");
  return (
    <div className="-me-2 flex shrink-0 items-center gap-3">
      <p className="max-w-64 truncate text-quiet text-small max-md:sr-only">{t("signedInAs", { name })}</p>
      <SignOutButton action={signOut} align="end" />
    </div>
  );
}
