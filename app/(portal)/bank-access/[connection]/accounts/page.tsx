import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { ChooseAccountsScreen } from "#components/connections/choose-accounts-screen.tsx";
import { readConsent } from "#lib/consent/read-consents.ts";
import { findFirstJourney } from "#lib/journey/find-first-journey.ts";
import { readBankConnection } from "#lib/server/connections.ts";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage, idInAddress, orNotFound } from "#lib/server/page.ts";
import { chooseAccountsAction } from "../../connection-actions.ts";

interface Params {
  readonly params: Promise<{ readonly connection: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connection"))("choose.title") };
}

export default async function ChooseAccountsPage({ params }: Params) {
  const { connection: given } = await params;
  const { ctx, viewer, locale } = await enterPage("portal", `/bank-access/${given}/accounts`);
  const connection = await orNotFound(ctx, () => readBankConnection(ctx, idInAddress("cnx", given)));
  // Before the bank has let anybody in, and after all has ended, there is nothing to choose: its own page says why.
  if (connection.authorisationId && connection.state === "linking") redirect(`/bank-access/${given}/confirm`);
  if (connection.state === "linking" || connection.state === "ended") redirect(`/bank-access/${given}`);
  const t = await getTranslations("bankAccess");
  return (
    <PortalFrame viewer={viewer} current="/bank-access" locale={locale}>
      <ChooseAccountsScreen
        connection={connection}
        consent={await readConsent(ctx, idInAddress("con", connection.consentId))}
        bank={institutions().get(connection.institutionId)?.name ?? t("unknownBank")}
        logo={institutions().get(connection.institutionId)?.logo ?? null}
        firm={viewer.firm.name}
        isFirst={(await findFirstJourney(ctx, connection.id)) !== null}
        chooseAccounts={chooseAccountsAction}
      />
    </PortalFrame>
  );
}
