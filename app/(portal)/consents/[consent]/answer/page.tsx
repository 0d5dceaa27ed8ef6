import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { AnswerScreen } from "#components/journey/answer-screen.tsx";
import { readOwnJourney } from "#lib/server/journey.ts";
import { enterPage, idInAddress, orNotFound } from "#lib/server/page.ts";
import { declineAction } from "../journey-actions.ts";

interface Params {
  readonly params: Promise<{ readonly consent: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("journey"))("answer.heading") };
}

export default async function AnswerPage({ params }: Params) {
  const { consent: given } = await params;
  const { ctx, viewer, locale } = await enterPage("portal", `/consents/${given}/answer`);
  const { consent, next } = await orNotFound(ctx, () => readOwnJourney(ctx, idInAddress("con", given)));
  if (!consent.isAnswerable) redirect(next.path);
  return (
    <PortalFrame viewer={viewer} current="/consents" locale={locale}>
      <AnswerScreen consent={consent} firm={viewer.firm.name} decline={declineAction} />
    </PortalFrame>
  );
}
