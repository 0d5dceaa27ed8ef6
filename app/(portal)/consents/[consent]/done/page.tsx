import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { nextInLine } from "#components/connections/sitting.ts";
import { DoneScreen } from "#components/journey/done-screen.tsx";
import { readOwnJourney } from "#lib/server/journey.ts";
import { enterPage, idInAddress, orNotFound } from "#lib/server/page.ts";
import { receiptsOfConsent } from "#lib/server/receipts.ts";
import { confirmAgainAction } from "../../../bank-access/connection-actions.ts";
import { bankNames } from "../../named-banks.ts";

interface Params {
  readonly params: Promise<{ readonly consent: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("journey"))("done.heading") };
}

export default async function DonePage({ params }: Params) {
  const { consent: given } = await params;
  const { ctx, viewer, locale } = await enterPage("portal", `/consents/${given}/done`);
  const consentId = idInAddress("con", given);
  const { consent, connections, next } = await orNotFound(ctx, () => readOwnJourney(ctx, consentId));
  if (next.step !== "done") redirect(next.path);
  const nameOf = await bankNames();
  const banks = connections.map((connection) => ({ connection, bank: nameOf(connection.institutionId) }));
  const connected = banks.filter(
    ({ connection }) => connection.consentId === given && connection.state === "active",
  );
  return (
    <PortalFrame viewer={viewer} current="/consents" locale={locale}>
      <DoneScreen
        consent={consent}
        firm={viewer.firm.name}
        connected={connected}
        following={nextInLine(banks, "")}
        receipts={await receiptsOfConsent(ctx, consentId)}
        confirmAgain={confirmAgainAction}
      />
    </PortalFrame>
  );
}
