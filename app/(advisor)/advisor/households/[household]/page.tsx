import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdvisorFrame } from "#app/(advisor)/advisor-frame.tsx";
import { HouseholdScreen } from "#components/households/household-screen.tsx";
import { dimensions } from "#lib/portfolio/wealth-view.ts";
import { householdWealth } from "#lib/server/clients.ts";
import { enterPage, idInAddress, orNotFound, type Query, queryText } from "#lib/server/page.ts";
import { bankNames } from "#lib/server/wealth.ts";
import { changeHouseholdAction, dissolveHouseholdAction } from "../actions.ts";

interface Address {
  readonly params: Promise<{ readonly household: string }>;
  readonly searchParams: Query;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("households"))("one") };
}

export default async function HouseholdPage({ params, searchParams }: Address) {
  const { household: given } = await params;
  const { ctx, viewer, locale } = await enterPage("advisor", `/advisor/households/${given}`);
  const householdId = idInAddress("hhd", given);
  const by = await queryText(searchParams, "by");
  const base = await queryText(searchParams, "in");
  const household = await orNotFound(ctx, () => householdWealth(ctx, { householdId, base }));
  return (
    <AdvisorFrame viewer={viewer} current="/advisor/households" locale={locale}>
      <HouseholdScreen
        household={household}
        by={dimensions.find((one) => one === by) ?? "class"}
        bankOf={await bankNames()}
        change={changeHouseholdAction}
        dissolve={dissolveHouseholdAction}
      />
    </AdvisorFrame>
  );
}
