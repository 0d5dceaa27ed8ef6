import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { RightsScreen } from "#components/investors/rights-screen.tsx";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { listRightsRequests, parseRightsAsked } from "#lib/privacy/list-rights-requests.ts";
import { rightsListShape } from "#lib/privacy/rights-view.ts";
import { enterPage, orStepUp, type Query } from "#lib/server/page.ts";

const path = "/console/investors/rights";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("rights"))("title") };
}

export default async function RightsPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("console", path);
  const asked = parseTableAsked(rightsListShape, await searchParams);
  const wanted = parseRightsAsked({ ...asked.filters, after: asked.after });
  const page = await orStepUp(ctx, path, () => listRightsRequests(ctx, wanted, asked.rows));
  return (
    <ConsoleFrame viewer={viewer} current="/console/investors" locale={locale}>
      <RightsScreen page={page} asked={asked} />
    </ConsoleFrame>
  );
}
