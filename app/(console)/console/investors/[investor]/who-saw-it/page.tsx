import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { ShownScreen } from "#components/investors/shown-screen.tsx";
import { parseReviewAsked } from "#lib/disclosures/review-disclosures.ts";
import { reviewListShape } from "#lib/disclosures/review-view.ts";
import { reviewShown } from "#lib/investors/review-shown.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { enterPage, idInAddress, orStepUp, type Query } from "#lib/server/page.ts";

interface Params {
  readonly params: Promise<{ readonly investor: string }>;
  readonly searchParams: Query;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("investors"))("page.whoSawIt") };
}

export default async function InvestorShownPage({ params, searchParams }: Params) {
  const given = (await params).investor;
  const path = `/console/investors/${given}/who-saw-it`;
  const { ctx, viewer, locale } = await enterPage("console", path);
  const investorId = idInAddress("per", given);
  const asked = parseTableAsked(reviewListShape, await searchParams);
  const wanted = parseReviewAsked({ ...asked.filters, after: asked.after });
  const shown = await orStepUp(ctx, path, () => reviewShown(ctx, investorId, wanted, asked.rows));
  return (
    <ConsoleFrame viewer={viewer} current="/console/investors" locale={locale}>
      <ShownScreen investorId={investorId} investorName={shown.investorName} page={shown} asked={asked} />
    </ConsoleFrame>
  );
}
