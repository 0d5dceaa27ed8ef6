import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OwnSecurity } from "#app/security.tsx";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { AdvisorShell } from "#components/shell/advisor-shell.tsx";
import { enterPage } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security"))("title") };
}

export default async function Page() {
  const { ctx, viewer, locale } = await enterPage("advisor", "/advisor/security");
  return (
    <AdvisorShell
      viewer={viewer}
      current="/advisor/security"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <OwnSecurity ctx={ctx} />
    </AdvisorShell>
  );
}
