import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { RenewScreen } from "#components/journey/renew-screen.tsx";
import { readChangeSheet } from "#lib/consent/read-change-sheet.ts";
import { enterPage, idInAddress, orNotFound, type Query, queryText } from "#lib/server/page.ts";
import { presentRenewalAction } from "../journey-actions.ts";

interface Params {
  readonly params: Promise<{ readonly consent: string }>;
  /** `notice` is `outdated` for whoever comes back from a text that they could no longer agree to. */
  readonly searchParams: Query;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("journey"))("renew.heading") };
}

export default async function RenewPage({ params, searchParams }: Params) {
  const { consent: given } = await params;
  const { ctx, viewer, locale } = await enterPage("portal", `/consents/${given}/renew`);
  const sheet = await orNotFound(ctx, () => readChangeSheet(ctx, { consentId: idInAddress("con", given) }));
  // What became of it stands on its own page.
  if (!sheet.consent.isInForce) redirect(`/consents/${given}`);
  return (
    <PortalFrame viewer={viewer} current="/consents" locale={locale}>
      <RenewScreen
        sheet={sheet}
        isOutdated={(await queryText(searchParams, "notice")) === "outdated"}
        present={presentRenewalAction}
      />
    </PortalFrame>
  );
}
