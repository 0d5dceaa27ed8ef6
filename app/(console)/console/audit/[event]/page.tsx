import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { EntryScreen } from "#components/audit/entry-screen.tsx";
import { readNamedEntry } from "#lib/identity/search-trail.ts";
import { enterPage, idInAddress, orStepUp } from "#lib/server/page.ts";

interface Props {
  readonly params: Promise<{ readonly event: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("trail"))("entryTitle") };
}

export default async function AuditEntryPage({ params }: Props) {
  const { event } = await params;
  const path = `/console/audit/${encodeURIComponent(event)}`;
  const { ctx, viewer, locale } = await enterPage("console", path);
  const eventId = idInAddress("evt", event);
  const found = await orStepUp(ctx, path, () => readNamedEntry(ctx, eventId));
  return (
    <ConsoleFrame viewer={viewer} current="/console/audit" locale={locale}>
      <EntryScreen {...found} />
    </ConsoleFrame>
  );
}
