import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { homeOf } from "#components/portal/home.ts";
import { HomeScreen } from "#components/portal/home-screen.tsx";
import { listOwnAsks } from "#lib/asks/list-own-asks.ts";
import { listConnections } from "#lib/connections/list-connections.ts";
import { listReminders } from "#lib/consent/list-reminders.ts";
import { listConsents } from "#lib/consent/read-consents.ts";
import { nextStep } from "#lib/journey/next-step.ts";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage } from "#lib/server/page.ts";
import { listBankCredentials } from "#lib/server/vault.ts";
import { confirmAgainAction } from "../bank-access/connection-actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("portal"))("title") };
}

export default async function Page() {
  const { ctx, viewer, locale } = await enterPage("portal", "/home");
  const [consents, connections, credentials, reminders, asks] = await Promise.all([
    listConsents(ctx),
    listConnections(ctx),
    listBankCredentials(ctx),
    listReminders(ctx),
    listOwnAsks(ctx),
  ]);
  const t = await getTranslations("bankAccess");
  const banks = connections.map((connection) => ({
    connection,
    bank: institutions().get(connection.institutionId)?.name ?? t("unknownBank"),
  }));
  return (
    <PortalFrame viewer={viewer} current="/home" locale={locale}>
      <HomeScreen
        name={viewer.name}
        firm={viewer.firm.name}
        home={homeOf(consents, banks, reminders, asks)}
        goOn={(consent) => nextStep(consent, connections, credentials).path}
        confirmAgain={confirmAgainAction}
      />
    </PortalFrame>
  );
}
