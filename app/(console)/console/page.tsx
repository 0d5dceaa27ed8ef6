import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { ConsoleOverviewScreen } from "#components/console/console-overview-screen.tsx";
import { consolePagesOf } from "#lib/access/console-view.ts";
import { readRecentActs } from "#lib/identity/read-recent-acts.ts";
import { readInstallation } from "#lib/installation/read-installation.ts";
import { firmAccent } from "#lib/kernel/accent.ts";
import { countWaiting } from "#lib/oversight/count-waiting.ts";
import { enterPage } from "#lib/server/page.ts";
import { pools } from "#lib/server/pools.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("console"))("overviewTitle") };
}

export default async function ConsoleOverviewPage() {
  const { ctx, viewer, locale } = await enterPage("console", "/console");
  const [status, events, waiting] = await Promise.all([
    readInstallation(ctx, pools().key),
    readRecentActs(ctx),
    countWaiting(ctx),
  ]);
  return (
    <ConsoleFrame viewer={viewer} current="/console" locale={locale}>
      <ConsoleOverviewScreen
        status={status}
        accentAdjusted={viewer.firm.accent !== null && firmAccent(viewer.firm.accent).adjusted}
        events={events}
        waitingActs={waiting}
        canSearchLog={consolePagesOf(viewer.role).includes("audit")}
      />
    </ConsoleFrame>
  );
}
