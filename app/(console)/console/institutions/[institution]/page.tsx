import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { InstitutionScreen } from "#components/upkeep/institution-screen.tsx";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage, orStepUp, type Query, queryText } from "#lib/server/page.ts";
import { parsePeriod } from "#lib/upkeep/period.ts";
import { readInstitutionUpkeep } from "#lib/upkeep/read-institution-upkeep.ts";
import { withdrawBannerAction } from "./banner/actions.ts";

interface Params {
  readonly params: Promise<{ readonly institution: string }>;
  readonly searchParams: Query;
}

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const bank = institutions().get((await params).institution)?.name;
  return { title: bank ?? (await getTranslations("upkeep"))("title") };
}

export default async function InstitutionPage({ params, searchParams }: Params) {
  const { institution: institutionId } = await params;
  const path = `/console/institutions/${institutionId}`;
  const { ctx, viewer, locale } = await enterPage("console", path);
  const period = parsePeriod(await queryText(searchParams, "period"));
  const done = await queryText(searchParams, "done");
  const bank = await orStepUp(ctx, path, () =>
    readInstitutionUpkeep(ctx, institutions(), { institutionId, period, locale }),
  );
  return (
    <ConsoleFrame viewer={viewer} current="/console/institutions" locale={locale}>
      <InstitutionScreen
        bank={bank}
        period={period}
        done={done === "saved" || done === "withdrawn" ? done : null}
        withdraw={withdrawBannerAction}
      />
    </ConsoleFrame>
  );
}
