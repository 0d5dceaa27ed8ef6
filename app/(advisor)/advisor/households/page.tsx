import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdvisorFrame } from "#app/(advisor)/advisor-frame.tsx";
import { HouseholdsScreen } from "#components/households/households-screen.tsx";
import { listHouseholds } from "#lib/portfolio/list-households.ts";
import { enterPage } from "#lib/server/page.ts";
import { makeHouseholdAction } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("households"))("title") };
}

export default async function HouseholdsPage() {
  const { ctx, viewer, locale } = await enterPage("advisor", "/advisor/households");
  return (
    <AdvisorFrame viewer={viewer} current="/advisor/households" locale={locale}>
      <HouseholdsScreen view={await listHouseholds(ctx)} make={makeHouseholdAction} />
    </AdvisorFrame>
  );
}
