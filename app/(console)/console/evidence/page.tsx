import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { EvidenceScreen } from "#components/evidence/evidence-screen.tsx";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
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
    <ConsoleShell
      viewer={viewer}
      current={path}
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <EvidenceScreen {...shown} isConfirmed={query.confirmed === "1"} />
    </ConsoleShell>
  );
}
