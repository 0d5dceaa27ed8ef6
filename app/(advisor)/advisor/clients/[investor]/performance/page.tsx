import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { ClientPerformanceScreen } from "#components/clients/client-performance-screen.tsx";
import { AdvisorShell } from "#components/shell/advisor-shell.tsx";
import { clientPerformance } from "#lib/server/clients.ts";
import { enterPage, idInAddress, orNotFound, type Query, queryText } from "#lib/server/page.ts";
import { bankNames } from "#lib/server/wealth.ts";

interface Address {
  readonly params: Promise<{ readonly investor: string }>;
  readonly searchParams: Query;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wealth.performance"))("title") };
}

export default async function ClientPerformancePage({ params, searchParams }: Address) {
  const { investor: given } = await params;
  const { ctx, viewer, locale } = await enterPage("advisor", `/advisor/clients/${given}/performance`);
  const investorId = idInAddress("per", given);
  const asked = {
    base: await queryText(searchParams, "in"),
    period: await queryText(searchParams, "period"),
    from: await queryText(searchParams, "from"),
    to: await queryText(searchParams, "to"),
  };
  const view = await orNotFound(() => clientPerformance(ctx, { investorId, ...asked }));
  return (
    <AdvisorShell
      viewer={viewer}
      current="/advisor"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <ClientPerformanceScreen view={view} bankOf={await bankNames()} />
    </AdvisorShell>
  );
}
