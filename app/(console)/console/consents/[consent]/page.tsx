import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { ConsentFileScreen } from "#components/console-consents/consent-file-screen.tsx";
import { consentsAddress } from "#components/console-consents/consents-list-screen.tsx";
import { listFirmConnections } from "#lib/connections/list-firm-connections.ts";
import { readConsentFile } from "#lib/consent/read-consent-file.ts";
import { bankNames } from "#lib/server/institutions.ts";
import { enterPage, idInAddress, orStepUp } from "#lib/server/page.ts";
import { receiptsOfConsent } from "#lib/server/receipts.ts";

interface Params {
  readonly params: Promise<{ readonly consent: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consoleConsents"))("one") };
}

export default async function ConsentOfFirmPage({ params }: Params) {
  const { consent: given } = await params;
  const path = `${consentsAddress}/${given}`;
  const { ctx, viewer, locale } = await enterPage("console", path);
  const consentId = idInAddress("con", given);
  const file = await orStepUp(ctx, path, () => readConsentFile(ctx, consentId));
  const [connections, receipts] = await Promise.all([
    listFirmConnections(ctx, { consentId }),
    receiptsOfConsent(ctx, consentId),
  ]);
  return (
    <ConsoleFrame viewer={viewer} current={consentsAddress} locale={locale}>
      <ConsentFileScreen {...{ file, connections, receipts }} banks={bankNames()} firm={viewer.firm.name} />
    </ConsoleFrame>
  );
}
