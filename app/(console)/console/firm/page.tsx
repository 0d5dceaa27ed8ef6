import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { FirmContactsScreen } from "#components/console/firm-contacts-screen.tsx";
import { FirmSettingsPart } from "#components/console/firm-settings-part.tsx";
import { ConsoleShell } from "#components/shell/console-shell.tsx";
import { mayChangeContacts } from "#lib/parties/change-firm-contacts.ts";
import { missingByLaw } from "#lib/parties/firm-contacts.ts";
import { readFirmContacts } from "#lib/parties/read-firm-contacts.ts";
import { mayChangeFirm, readFirmSettings } from "#lib/parties/read-firm-settings.ts";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("firm"))("title") };
}

export default async function FirmPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("console", "/console/firm");
  const { contacts } = await readFirmContacts(ctx);
  return (
    <ConsoleShell
      viewer={viewer}
      current="/console/firm"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <FirmContactsScreen
        contacts={contacts}
        missing={missingByLaw(contacts)}
        canChange={mayChangeContacts(ctx)}
        isSaved={(await queryText(searchParams, "saved")) === "yes"}
      >
        <FirmSettingsPart firm={await readFirmSettings(ctx)} canChange={mayChangeFirm(ctx)} />
      </FirmContactsScreen>
    </ConsoleShell>
  );
}
