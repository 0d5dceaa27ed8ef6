import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { firmAccent } from "#components/brand/accent.ts";
import { ConsoleOverviewScreen } from "#components/console/console-overview-screen.tsx";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
import { readRecentActs } from "#lib/identity/read-recent-acts.ts";
import { readInstallation } from "#lib/installation/read-installation.ts";
import { enterPage } from "#lib/server/page.ts";
import { pools } from "#lib/server/pools.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("console"))("overviewTitle") };
}

export default async function ConsoleOverviewPage() {
  const { ctx, viewer, locale } = await enterPage("console", "/console");
  const [status, events] = await Promise.all([readInstallation(ctx, pools().key), readRecentActs(ctx)]);
  return (
    <ConsoleShell
      viewer={viewer}
      current="/console"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <ConsoleOverviewScreen
        status={status}
        accentAdjusted={viewer.firm.accent !== null && firmAccent(viewer.firm.accent).adjusted}
        events={events}
      />
    </ConsoleShell>
  );
}
