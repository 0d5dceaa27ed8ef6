import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { AgreeScreen } from "#components/journey/agree-screen.tsx";
import { choicePath } from "#components/journey/paths.ts";
import { readShowing } from "#lib/consent/read-showing.ts";
import { readOwnJourney } from "#lib/server/journey.ts";
import { enterPage, idInAddress, orNotFound, type Query, queryText } from "#lib/server/page.ts";
import { agreeAction, declineAction, presentAgainAction } from "../journey-actions.ts";

interface Params {
  readonly params: Promise<{ readonly consent: string }>;
  /** `shown` is the showing of the text that this page is about. */
  readonly searchParams: Query;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("journey"))("agree.heading") };
}

export default async function AgreePage({ params, searchParams }: Params) {
  const { consent: given } = await params;
  const shown = (await queryText(searchParams, "shown")) ?? "";
  const query = new URLSearchParams({ shown });
  const { ctx, viewer, locale } = await enterPage("portal", `/consents/${given}/agree?${query}`);
  const consentId = idInAddress("con", given);
  // Nothing was shown yet: what would be agreed to is chosen first.
  if (!shown) redirect((await orNotFound(ctx, () => readOwnJourney(ctx, consentId))).next.path);
  const presentationId = idInAddress("cpr", shown);
  const showing = await orNotFound(ctx, () => readShowing(ctx, { consentId, presentationId }));
  const { before, shownFor, isAccepted, isAgreeable } = showing;
  const isOver = shownFor === "give" ? !before.isAnswerable : isAccepted || !before.isInForce;
  if (isOver)
    redirect(shownFor === "give" ? (await readOwnJourney(ctx, consentId)).next.path : `/consents/${given}`);
  if (!isAgreeable) redirect(`${choicePath(given, shownFor)}?notice=outdated`);
  return (
    <PortalFrame viewer={viewer} current="/consents" locale={locale}>
      <AgreeScreen
        showing={showing}
        firm={viewer.firm.name}
        agree={agreeAction}
        presentAgain={presentAgainAction}
        decline={declineAction}
      />
    </PortalFrame>
  );
}
