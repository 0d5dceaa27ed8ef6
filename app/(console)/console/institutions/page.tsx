import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { InstitutionsScreen } from "#components/upkeep/institutions-screen.tsx";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";
import { parsePeriod } from "#lib/upkeep/period.ts";
import { readInstitutionBoard } from "#lib/upkeep/read-institution-board.ts";

const path = "/console/institutions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("upkeep"))("title") };
}

export default async function InstitutionsPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("console", path);
  const period = parsePeriod(await queryText(searchParams, "period"));
  return (
    <ConsoleFrame viewer={viewer} current={path} locale={locale}>
      <InstitutionsScreen
        banks={await readInstitutionBoard(ctx, institutions(), { period, locale })}
        period={period}
      />
    </ConsoleFrame>
  );
}
