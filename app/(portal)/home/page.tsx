import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { PortalHomeScreen } from "#components/portal/portal-home-screen.tsx";
import { PortalShell } from "#components/shell/portal-shell.tsx";
import { enterPage } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("portal"))("title") };
}

export default async function Page() {
  const { viewer, locale } = await enterPage("portal", "/home");
  return (
    <PortalShell
      viewer={viewer}
      current="/home"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <PortalHomeScreen viewer={viewer} />
    </PortalShell>
  );
}
