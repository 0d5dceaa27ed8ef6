import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { LiveScreen } from "#components/audit/live-screen.tsx";
import { beginTrail } from "#lib/identity/search-trail.ts";
import { tableQuery } from "#lib/kernel/table-asked.ts";
import { enterPage, orStepUp, type Query } from "#lib/server/page.ts";
import { liveEntries, trailAsked, trailShape } from "#lib/server/trail.ts";

const path = "/console/audit/live";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("trail"))("liveTitle") };
}

export default async function LiveAuditPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("console", path);
  const { asked, search, unusable } = trailAsked(await searchParams);
  // What cannot be looked for is left out here, and of the stream's address too.
  const filters = Object.fromEntries(
    Object.entries(asked.filters).filter(([name]) => !unusable.includes(name as "id")),
  );
  const begun = await orStepUp(ctx, path, () => beginTrail(ctx, search));
  return (
    <ConsoleFrame viewer={viewer} current="/console/audit" locale={locale}>
      <LiveScreen
        entries={liveEntries(locale, begun.entries)}
        place={begun.place}
        query={tableQuery(trailShape, { ...asked, filters, columns: trailShape.usual, after: null })}
      />
    </ConsoleFrame>
  );
}
