import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { ClientNotesScreen } from "#components/clients/client-notes-screen.tsx";
import { AdvisorShell } from "#components/shell/advisor-shell.tsx";
import { clientNotes } from "#lib/server/client-notes.ts";
import { enterPage, idInAddress, orNotFound } from "#lib/server/page.ts";
import { changeNoteAction, removeNoteAction, writeNoteAction } from "../actions.ts";

interface Address {
  readonly params: Promise<{ readonly investor: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clientNotes"))("title") };
}

export default async function ClientNotesPage({ params }: Address) {
  const { investor: given } = await params;
  const { ctx, viewer, locale } = await enterPage("advisor", `/advisor/clients/${given}/notes`);
  const investorId = idInAddress("per", given);
  const view = await orNotFound(() => clientNotes(ctx, investorId));
  return (
    <AdvisorShell
      viewer={viewer}
      current="/advisor"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <ClientNotesScreen
        view={view}
        actions={{ write: writeNoteAction, change: changeNoteAction, remove: removeNoteAction }}
      />
    </AdvisorShell>
  );
}
