import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { EvidenceScreen } from "#components/evidence/evidence-screen.tsx";
import { previewEvidence } from "#lib/evidence/preview-evidence.ts";
import { enterPage, orStepUp, type Query } from "#lib/server/page.ts";

const path = "/console/evidence";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("evidence"))("title") };
}

export default async function EvidencePage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("console", path);
  const query = await searchParams;
  const shown = await orStepUp(ctx, path, () => previewEvidence(ctx, query));
  return (
    <ConsoleFrame viewer={viewer} current={path} locale={locale}>
      <EvidenceScreen {...shown} isConfirmed={query.confirmed === "1"} />
    </ConsoleFrame>
  );
}
