import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { EraseScreen } from "#components/privacy/erase-screen.tsx";
import { backupDays } from "#lib/server/own-data.ts";
import { enterPage } from "#lib/server/page.ts";
import { eraseAction } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("privacy.erase"))("title") };
}

export default async function ErasePage() {
  const { viewer, locale } = await enterPage("portal", "/your-data/erase");
  return (
    <PortalFrame viewer={viewer} current="/your-data" locale={locale}>
      <EraseScreen firm={viewer.firm.name} locale={locale} backups={backupDays()} erase={eraseAction} />
    </PortalFrame>
  );
}
