import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { spanOf } from "#components/portal/spans.ts";
import { WealthScreen } from "#components/portal/wealth-screen.tsx";
import { dimensions } from "#lib/portfolio/wealth-view.ts";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";
import { bankNames, ownWealthOverTime } from "#lib/server/wealth.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wealth.own"))("title") };
}

export default async function WealthPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("portal", "/wealth");
  const by = await queryText(searchParams, "by");
  const span = spanOf(await queryText(searchParams, "span"));
  const { own, series } = await ownWealthOverTime(ctx, {
    base: await queryText(searchParams, "in"),
    period: span,
  });
  return (
    <PortalFrame viewer={viewer} current="/wealth" locale={locale}>
      <WealthScreen
        own={own}
        series={series}
        span={span}
        by={dimensions.find((one) => one === by) ?? "class"}
        bankOf={await bankNames()}
      />
    </PortalFrame>
  );
}
