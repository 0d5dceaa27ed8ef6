import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { TrailScreen } from "#components/audit/trail-screen.tsx";
import { listSearches } from "#lib/audit/list-searches.ts";
import { searchTrail } from "#lib/identity/search-trail.ts";
import { enterPage, orStepUp, type Query } from "#lib/server/page.ts";
import { trailAsked, trailShape } from "#lib/server/trail.ts";
import { removeSearchAction, saveSearchAction } from "./actions.ts";

const path = "/console/audit";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("trail"))("title") };
}

export default async function AuditPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("console", path);
  const { asked, search, unusable } = trailAsked(await searchParams);
  const [found, saved] = await orStepUp(ctx, path, () =>
    Promise.all([
      searchTrail(ctx, { search: unusable.length > 0 ? null : search, after: asked.after, rows: asked.rows }),
      listSearches(ctx),
    ]),
  );
  return (
    <ConsoleFrame viewer={viewer} current={path} locale={locale}>
      <TrailScreen
        {...{ shape: trailShape, asked, unusable, saved }}
        {...found}
        save={saveSearchAction}
        remove={removeSearchAction}
      />
    </ConsoleFrame>
  );
}
