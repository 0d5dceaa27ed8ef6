import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { consentNotices } from "#components/consents/consent-notice.tsx";
import { ConsentScreen } from "#components/consents/consent-screen.tsx";
import { readSuccessor } from "#lib/consent/re-establish-or-find.ts";
import { readConsentHistory, readShownTexts } from "#lib/consent/read-consent-evidence.ts";
import { readConsent } from "#lib/consent/read-consents.ts";
import { readBanksOf } from "#lib/server/consents.ts";
import { enterPage, idInAddress, orNotFound, type Query, queryText } from "#lib/server/page.ts";
import { receiptsOfConsent } from "#lib/server/receipts.ts";
import { reEstablishConsentAction, takeRecipientOutAction } from "../consent-actions.ts";
import { bankNames, named } from "../named-banks.ts";

interface Params {
  readonly params: Promise<{ readonly consent: string }>;
  readonly searchParams: Query;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("consents"))("one") };
}

export default async function ConsentPage({ params, searchParams }: Params) {
  const { consent: given } = await params;
  const { ctx, viewer, locale } = await enterPage("portal", `/consents/${given}`);
  const consentId = idInAddress("con", given);
  const consent = await orNotFound(ctx, () => readConsent(ctx, consentId));
  const [history, texts, receipts, banks, successorId, notice] = await Promise.all([
    readConsentHistory(ctx, consentId),
    readShownTexts(ctx, consentId),
    receiptsOfConsent(ctx, consentId),
    readBanksOf(ctx, [consent]),
    readSuccessor(ctx, consentId),
    queryText(searchParams, "notice"),
  ]);
  return (
    <PortalFrame viewer={viewer} current="/consents" locale={locale}>
      <ConsentScreen
        consent={consent}
        named={named(banks.get(consentId), await bankNames())}
        history={history}
        texts={texts}
        receipts={receipts}
        successorId={successorId}
        firm={viewer.firm.name}
        actions={{ takeOut: takeRecipientOutAction, reEstablish: reEstablishConsentAction }}
        notice={consentNotices.find((known) => known === notice) ?? null}
      />
    </PortalFrame>
  );
}
