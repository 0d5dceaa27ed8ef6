import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClientNotesScreen } from "#components/clients/client-notes-screen.tsx";
import { clientNotes } from "#lib/server/client-notes.ts";
import { changeNoteAction, removeNoteAction, writeNoteAction } from "../actions.ts";
import { type ClientAddress, clientPage } from "../client-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clientNotes"))("title") };
}

export default function ClientNotesPage({ params }: ClientAddress) {
  return clientPage(params, "/notes", async (ctx, investorId) => (
    <ClientNotesScreen
      view={await clientNotes(ctx, investorId)}
      actions={{ write: writeNoteAction, change: changeNoteAction, remove: removeNoteAction }}
    />
  ));
}
