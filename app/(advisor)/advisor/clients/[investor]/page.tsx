import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { ClientScreen } from "#components/clients/client-screen.tsx";
import { AdvisorShell } from "#components/shell/advisor-shell.tsx";
import { dimensions } from "#lib/portfolio/wealth-view.ts";
import { clientWealth } from "#lib/server/clients.ts";
import { enterPage, idInAddress, orNotFound, type Query, queryText } from "#lib/server/page.ts";
import { bankNames } from "#lib/server/wealth.ts";

interface Address {
  readonly params: Promise<{ readonly investor: string }>;
  readonly searchParams: Query;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clients"))("client") };
}

export default async function ClientPage({ params, searchParams }: Address) {
  const { investor: given } = await params;
  const { ctx, viewer, locale } = await enterPage("advisor", `/advisor/clients/${given}`);
  const investorId = idInAddress("per", given);
  const by = await queryText(searchParams, "by");
  const base = await queryText(searchParams, "in");
  const view = await orNotFound(() => clientWealth(ctx, { investorId, base }));
  return (
    <AdvisorShell
      viewer={viewer}
      current="/advisor"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <ClientScreen
        view={view}
        by={dimensions.find((one) => one === by) ?? "class"}
        bankOf={await bankNames()}
      />
    </AdvisorShell>
  );
}
