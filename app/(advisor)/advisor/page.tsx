import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { AdvisorHomeScreen } from "#components/advisor/advisor-home-screen.tsx";
import { AdvisorShell } from "#components/shell/advisor-shell.tsx";
import { listClients } from "#lib/portfolio/list-clients.ts";
import { enterPage } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("advisor"))("title") };
}

export default async function Page() {
  const { ctx, viewer, locale } = await enterPage("advisor", "/advisor");
  return (
    <AdvisorShell
      viewer={viewer}
      current="/advisor"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <AdvisorHomeScreen viewer={viewer} clients={await listClients(ctx)} />
    </AdvisorShell>
  );
}
