import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { ChooseScreen } from "#components/journey/choose-screen.tsx";
import { PortalShell } from "#components/shell/portal-shell.tsx";
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
  const sheet = await orNotFound(() => readAnswerSheet(ctx, { consentId }));
  if (!sheet.consent.isAnswerable) redirect((await readOwnJourney(ctx, consentId)).next.path);
  return (
    <PortalShell
      viewer={viewer}
      current="/consents"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
      <ChooseScreen
        sheet={sheet}
        firm={viewer.firm.name}
        isOutdated={(await queryText(searchParams, "notice")) === "outdated"}
        present={presentAnswerAction}
      />
    </PortalShell>
  );
}
