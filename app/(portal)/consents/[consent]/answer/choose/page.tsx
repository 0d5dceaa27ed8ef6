import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { ChooseScreen } from "#components/journey/choose-screen.tsx";
import { readAnswerSheet } from "#lib/consent/read-answer-sheet.ts";
import { readOwnJourney } from "#lib/server/journey.ts";
import { enterPage, idInAddress, orNotFound, type Query, queryText } from "#lib/server/page.ts";
import { presentAnswerAction } from "../../journey-actions.ts";

interface Params {
  readonly params: Promise<{ readonly consent: string }>;
  /** `notice` is `outdated` for whoever comes back from a text that they could no longer agree to. */
  readonly searchParams: Query;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("journey"))("choose.heading") };
}

export default async function ChoosePage({ params, searchParams }: Params) {
  const { consent: given } = await params;
  const { ctx, viewer, locale } = await enterPage("portal", `/consents/${given}/answer/choose`);
  const consentId = idInAddress("con", given);
  const sheet = await orNotFound(ctx, () => readAnswerSheet(ctx, { consentId }));
  if (!sheet.consent.isAnswerable) redirect((await readOwnJourney(ctx, consentId)).next.path);
  return (
    <PortalFrame viewer={viewer} current="/consents" locale={locale}>
      <ChooseScreen
        sheet={sheet}
        firm={viewer.firm.name}
        isOutdated={(await queryText(searchParams, "notice")) === "outdated"}
        present={presentAnswerAction}
      />
    </PortalFrame>
  );
}
