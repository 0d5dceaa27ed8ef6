import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { WealthPerformanceScreen } from "#components/portal/wealth-performance-screen.tsx";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";
import { bankNames, ownPerformance } from "#lib/server/wealth.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wealth.performance"))("title") };
}

export default async function WealthPerformancePage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("portal", "/wealth/performance");
  const own = await ownPerformance(ctx, {
    base: await queryText(searchParams, "in"),
    period: await queryText(searchParams, "period"),
    from: await queryText(searchParams, "from"),
    to: await queryText(searchParams, "to"),
  });
  return (
    <PortalFrame viewer={viewer} current="/wealth" locale={locale}>
      <WealthPerformanceScreen own={own} bankOf={await bankNames()} />
    </PortalFrame>
  );
}
