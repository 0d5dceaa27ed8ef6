import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { WealthEntriesScreen } from "#components/portal/wealth-entries-screen.tsx";
import { parseEntriesQuery } from "#lib/portfolio/entries-query.ts";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";
import { bankNames, ownEntries } from "#lib/server/wealth.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wealth.entries"))("title") };
}

export default async function WealthEntriesPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("portal", "/wealth/entries");
  const asked = parseEntriesQuery(await searchParams);
  const page = await ownEntries(ctx, asked);
  return (
    <PortalFrame viewer={viewer} current="/wealth" locale={locale}>
      <WealthEntriesScreen
        page={page}
        nothing={page.nothing}
        base={await queryText(searchParams, "in")}
        isFurther={asked.before !== null}
        bankOf={await bankNames()}
      />
    </PortalFrame>
  );
}
