import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { ActScreen } from "#components/oversight/act-screen.tsx";
import { readAct } from "#lib/oversight/read-act.ts";
import { bankNames } from "#lib/server/institutions.ts";
import { enterPage, idInAddress, orStepUp, type Query, queryText } from "#lib/server/page.ts";
import { approveActAction, resumeActAction, stopActAction, turnDownActAction } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("oversight"))("title") };
}

interface ActPageProps {
  readonly params: Promise<{ readonly act: string }>;
  readonly searchParams: Query;
}

export default async function ActPage({ params, searchParams }: ActPageProps) {
  const { act } = await params;
  const path = `/console/acts/${act}`;
  const { ctx, viewer, locale } = await enterPage("console", path);
  const actId = idInAddress("act", act);
  const from = Number.parseInt((await queryText(searchParams, "from"))?.slice(0, 5) ?? "1", 10) || 1;
  const view = await orStepUp(ctx, path, () => readAct(ctx, actId, from));
  return (
    <ConsoleFrame viewer={viewer} current="/console/acts" locale={locale}>
      <ActScreen
        act={view}
        banks={bankNames()}
        approve={approveActAction}
        turnDown={turnDownActAction}
        stop={stopActAction}
        resume={resumeActAction}
      />
    </ConsoleFrame>
  );
}
