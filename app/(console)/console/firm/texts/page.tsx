import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { ConsentTextsScreen } from "#components/console/consent-texts-screen.tsx";
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
    <ConsoleFrame viewer={viewer} current="/console/firm" locale={locale}>
      <ConsentTextsScreen texts={await readTextReleases(ctx, textAsked(version, language, locale))} />
    </ConsoleFrame>
  );
}
