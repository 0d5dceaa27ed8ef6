import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { YourDataScreen } from "#components/privacy/your-data-screen.tsx";
import { PortalShell } from "#components/shell/portal-shell.tsx";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("privacy"))("title") };
}

export default async function YourDataPage({ searchParams }: { readonly searchParams: Query }) {
  const { viewer, locale } = await enterPage("portal", "/your-data");
  return (
    <PortalShell
      viewer={viewer}
      current="/your-data"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <YourDataScreen
        firm={viewer.firm.name}
        isConfirmed={(await queryText(searchParams, "confirmed")) !== null}
      />
    </PortalShell>
  );
}
