import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { ChangeScreen } from "#components/journey/change-screen.tsx";
import { readChangeSheet } from "#lib/consent/read-change-sheet.ts";
import { readBanksOf } from "#lib/server/consents.ts";
import { enterPage, idInAddress, orNotFound, type Query, queryText } from "#lib/server/page.ts";
import { bankNames, named } from "../../named-banks.ts";
import { presentChangeAction } from "../journey-actions.ts";

interface Params {
  readonly params: Promise<{ readonly consent: string }>;
  /** `notice` is `outdated` for whoever comes back from a text that they could no longer agree to. */
  readonly searchParams: Query;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("journey"))("change.heading") };
}

export default async function ChangePage({ params, searchParams }: Params) {
  const { consent: given } = await params;
  const { ctx, viewer, locale } = await enterPage("portal", `/consents/${given}/change`);
  const consentId = idInAddress("con", given);
  const sheet = await orNotFound(ctx, () => readChangeSheet(ctx, { consentId }));
  // What became of it stands on its own page.
  if (!sheet.consent.isInForce) redirect(`/consents/${given}`);
  const banks = await readBanksOf(ctx, [sheet.consent]);
  return (
    <PortalFrame viewer={viewer} current="/consents" locale={locale}>
      <ChangeScreen
        sheet={sheet}
        firm={viewer.firm.name}
        named={named(banks.get(consentId), await bankNames())}
        isOutdated={(await queryText(searchParams, "notice")) === "outdated"}
        present={presentChangeAction}
      />
    </PortalFrame>
  );
}
