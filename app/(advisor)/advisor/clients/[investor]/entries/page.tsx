import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientEntriesScreen } from "#components/clients/client-entries-screen.tsx";
import { parseEntriesQuery } from "#lib/portfolio/entries-query.ts";
import { clientEntries } from "#lib/server/clients.ts";
import { queryText } from "#lib/server/page.ts";
import { bankNames } from "#lib/server/wealth.ts";
import { type ClientAddress, clientPage } from "../client-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wealth.entries"))("title") };
}

export default async function ClientEntriesPage({ params, searchParams }: ClientAddress) {
  const asked = parseEntriesQuery(await searchParams);
  const base = await queryText(searchParams, "in");
  return clientPage(params, "/entries", async (ctx, investorId) => (
    <ClientEntriesScreen
      view={await clientEntries(ctx, { investorId, ...asked })}
      base={base}
      isFurther={asked.before !== null}
      bankOf={await bankNames()}
    />
  ));
}
