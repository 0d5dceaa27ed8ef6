import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { WithdrawScreen } from "#components/consents/withdraw-screen.tsx";
import { withdrawalReasons } from "#lib/consent/history.ts";
import { readConsent } from "#lib/consent/read-consents.ts";
import { keptUntilOf } from "#lib/consent/validity.ts";
import { readBanksOf } from "#lib/server/consents.ts";
import { backupDays } from "#lib/server/own-data.ts";
import { enterPage, idInAddress, orNotFound } from "#lib/server/page.ts";
import { withdrawConsentAction } from "../../consent-actions.ts";
import { bankNames, named } from "../../named-banks.ts";

interface Params {
  readonly params: Promise<{ readonly consent: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consents"))("withdraw.title") };
}

export default async function WithdrawPage({ params }: Params) {
  const { consent: given } = await params;
  const { ctx, viewer, locale } = await enterPage("portal", `/consents/${given}/withdraw`);
  const consentId = idInAddress("con", given);
  const consent = await orNotFound(ctx, () => readConsent(ctx, consentId));
  if (!consent.isInForce) redirect(`/consents/${consentId}`);
  const { retentionDays, asOf } = consent;
  const keptUntil = keptUntilOf({ endedAt: new Date(asOf), retentionDays, deleteDataNow: false });
  return (
    <PortalFrame viewer={viewer} current="/consents" locale={locale}>
      <WithdrawScreen
        consent={consent}
        named={named((await readBanksOf(ctx, [consent])).get(consentId), await bankNames())}
        firm={viewer.firm.name}
        keptUntil={keptUntil.toISOString()}
        reasons={["notSaid", ...withdrawalReasons.filter((reason) => reason !== "notSaid")]}
        backupDays={backupDays().dataDays}
        withdraw={withdrawConsentAction}
      />
    </PortalFrame>
  );
}
