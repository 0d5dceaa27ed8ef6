import type { ReactNode } from "react";
import { PublicShell } from "#components/shell/public-shell.tsx";
import type { FirmView } from "#lib/identity/view.ts";
import { pageLocale } from "#lib/server/page.ts";
import { changeLocaleAction } from "../shell-actions.ts";

/** The frame of pages that need no sign-in. */
export async function PublicFrame({
  firm = null,
  children,
}: {
  readonly firm?: FirmView | null;
  readonly children: ReactNode;
}) {
  return (
    <PublicShell firm={firm} changeLocale={changeLocaleAction} locale={await pageLocale()}>
      {children}
    </PublicShell>
  );
}
