import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OwnSecurity } from "#app/security.tsx";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
import { enterPage } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security"))("title") };
}

export default async function Page() {
  const { ctx, viewer, locale } = await enterPage("console", "/console/security");
  return (
    <ConsoleShell
      viewer={viewer}
      current="/console/security"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <OwnSecurity ctx={ctx} />
    </ConsoleShell>
  );
}
