import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { InvestorsScreen } from "#components/investors/investors-screen.tsx";
import { listInvestors } from "#lib/investors/list-investors.ts";
import { investorListShape } from "#lib/investors/view.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { enterPage, orStepUp, type Query } from "#lib/server/page.ts";

const path = "/console/investors";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("investors"))("title") };
}

export default async function InvestorsPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("console", path);
  const asked = parseTableAsked(investorListShape, await searchParams);
  const page = await orStepUp(ctx, path, () => listInvestors(ctx, asked));
  return (
    <ConsoleFrame viewer={viewer} current={path} locale={locale}>
      <InvestorsScreen page={page} asked={asked} />
    </ConsoleFrame>
  );
}
