import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { ClientEntriesScreen } from "#components/clients/client-entries-screen.tsx";
import { AdvisorShell } from "#components/shell/advisor-shell.tsx";
import { parseEntriesQuery } from "#lib/portfolio/entries-query.ts";
import { clientEntries } from "#lib/server/clients.ts";
import { enterPage, idInAddress, orNotFound, type Query, queryText } from "#lib/server/page.ts";
import { bankNames } from "#lib/server/wealth.ts";

interface Address {
  readonly params: Promise<{ readonly investor: string }>;
  readonly searchParams: Query;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wealth.entries"))("title") };
}

export default async function ClientEntriesPage({ params, searchParams }: Address) {
  const { investor: given } = await params;
  const { ctx, viewer, locale } = await enterPage("advisor", `/advisor/clients/${given}/entries`);
  const investorId = idInAddress("per", given);
  const asked = parseEntriesQuery(await searchParams);
  const view = await orNotFound(() => clientEntries(ctx, { investorId, ...asked }));
  return (
    <AdvisorShell
      viewer={viewer}
      current="/advisor"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <ClientEntriesScreen
        view={view}
        base={await queryText(searchParams, "in")}
        isFurther={asked.before !== null}
        bankOf={await bankNames()}
      />
    </AdvisorShell>
  );
}
