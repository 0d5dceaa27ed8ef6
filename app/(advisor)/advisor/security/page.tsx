import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdvisorShell } from "#components/shell/advisor-shell.tsx";
import { OwnSecurity } from "#app/security.tsx";
import { enterPage } from "#lib/server/page.ts";
import { signOutAction, changeLocaleAction } from "#app/shell-actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("security"))("title") };
}

export default async function Page() {
  const { ctx, viewer, locale } = await enterPage("advisor", "/advisor/security");
  return (
    <AdvisorShell viewer={viewer} current="/advisor/security" signOut={signOutAction} changeLocale={changeLocaleAction} locale={locale}>
      <OwnSecurity ctx={ctx} />
    </AdvisorShell>
  );
}
