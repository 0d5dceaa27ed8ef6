import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { FirmContactsScreen } from "#components/console/firm-contacts-screen.tsx";
import { FirmSettingsPart } from "#components/console/firm-settings-part.tsx";
import { RulePart } from "#components/oversight/rule-part.tsx";
import { mayChangeRule, readRule } from "#lib/oversight/change-rule.ts";
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
    <ConsoleFrame viewer={viewer} current="/console/firm" locale={locale}>
      <FirmContactsScreen
        contacts={contacts}
        missing={missingByLaw(contacts)}
        canChange={mayChangeContacts(ctx)}
        isSaved={(await queryText(searchParams, "saved")) === "yes"}
      >
        <RulePart rule={await readRule(ctx)} canChange={mayChangeRule(ctx)} />
        <FirmSettingsPart firm={await readFirmSettings(ctx)} canChange={mayChangeFirm(ctx)} />
      </FirmContactsScreen>
    </ConsoleFrame>
  );
}
