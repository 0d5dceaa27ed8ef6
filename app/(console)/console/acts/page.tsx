import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { ActsScreen } from "#components/oversight/acts-screen.tsx";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { toActFilter } from "#lib/oversight/act-filter.ts";
import { actsShape } from "#lib/oversight/acts-list-view.ts";
import { listActs } from "#lib/oversight/list-acts.ts";
import { enterPage, orStepUp, type Query } from "#lib/server/page.ts";

const path = "/console/acts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("oversight"))("title") };
}

export default async function ActsPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("console", path);
  const asked = parseTableAsked(actsShape, await searchParams);
  const { filter, after } = toActFilter(asked);
  const page = await orStepUp(ctx, path, () => listActs(ctx, filter, after, asked.rows));
  return (
    <ConsoleFrame viewer={viewer} current={path} locale={locale}>
      <ActsScreen asked={asked} {...page} />
    </ConsoleFrame>
  );
}
