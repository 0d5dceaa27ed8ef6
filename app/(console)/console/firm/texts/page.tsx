import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { ConsentTextsScreen } from "#components/console/consent-texts-screen.tsx";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
import { readTextReleases, textAsked } from "#lib/consent/text-releases.ts";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("firm.texts"))("title") };
}

export default async function ConsentTextsPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("console", "/console/firm/texts");
  const [version, language] = [
    await queryText(searchParams, "version"),
    await queryText(searchParams, "language"),
  ];
  return (
    <ConsoleShell
      viewer={viewer}
      current="/console/firm"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <ConsentTextsScreen texts={await readTextReleases(ctx, textAsked(version, language, locale))} />
    </ConsoleShell>
  );
}
