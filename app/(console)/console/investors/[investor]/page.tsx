import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConsoleFrame } from "#app/(console)/console-frame.tsx";
import { InvestorScreen } from "#components/investors/investor-screen.tsx";
import { readInvestor } from "#lib/investors/read-investor.ts";
import { listRightsRequestsOf } from "#lib/privacy/list-rights-requests.ts";
import { institutions } from "#lib/server/institutions.ts";
import { enterPage, idInAddress, orStepUp } from "#lib/server/page.ts";
import { answerRequestAction, extendRequestAction, recordRequestAction } from "../actions.ts";

interface Params {
  readonly params: Promise<{ readonly investor: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("investors"))("title") };
}

export default async function InvestorPage({ params }: Params) {
  const given = (await params).investor;
  const path = `/console/investors/${given}`;
  const { ctx, viewer, locale } = await enterPage("console", path);
  const investorId = idInAddress("per", given);
  const investor = await orStepUp(ctx, path, () => readInvestor(ctx, investorId));
  const banks = [...institutions().values()].map(({ id, name }) => [id, name] as const);
  return (
    <ConsoleFrame viewer={viewer} current="/console/investors" locale={locale}>
      <InvestorScreen
        investor={investor}
        rights={await listRightsRequestsOf(ctx, investorId)}
        banks={Object.fromEntries(banks)}
        record={recordRequestAction}
        answer={answerRequestAction}
        extend={extendRequestAction}
      />
    </ConsoleFrame>
  );
}
