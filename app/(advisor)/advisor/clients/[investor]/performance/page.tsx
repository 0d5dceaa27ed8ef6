import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientPerformanceScreen } from "#components/clients/client-performance-screen.tsx";
import { clientPerformance } from "#lib/server/clients.ts";
import { queryText } from "#lib/server/page.ts";
import { bankNames } from "#lib/server/wealth.ts";
import { type ClientAddress, clientPage } from "../client-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wealth.performance"))("title") };
}

export default async function ClientPerformancePage({ params, searchParams }: ClientAddress) {
  const asked = {
    base: await queryText(searchParams, "in"),
    period: await queryText(searchParams, "period"),
    from: await queryText(searchParams, "from"),
    to: await queryText(searchParams, "to"),
  };
  return clientPage(params, "/performance", async (ctx, investorId) => (
    <ClientPerformanceScreen
      view={await clientPerformance(ctx, { investorId, ...asked })}
      bankOf={await bankNames()}
    />
  ));
}
