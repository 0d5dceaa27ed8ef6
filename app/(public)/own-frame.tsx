import type { ReactNode } from "react";
import { AdvisorShell } from "#components/shell/advisor-shell.tsx";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
import { PortalShell } from "#components/shell/portal-shell.tsx";
import type { PageOf } from "#lib/server/page.ts";
import { changeLocaleAction, signOutAction } from "../shell-actions.ts";

const shells = { portal: PortalShell, advisor: AdvisorShell, console: ConsoleShell } as const;

/** The frame of a page that every face has, for whoever is signed in. */
export function OwnFrame({
  page: { viewer, locale },
  current,
  children,
}: {
  readonly page: PageOf;
  readonly current: string;
  readonly children: ReactNode;
}) {
  const Shell = shells[viewer.face];
  return (
    <Shell
      viewer={viewer}
      current={current}
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      {children}
    </Shell>
  );
}
