import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { WealthAccountScreen } from "#components/portal/wealth-account-screen.tsx";
import { enterPage, idInAddress, orNotFound, type Query, queryText } from "#lib/server/page.ts";
import { bankNames, ownAccount } from "#lib/server/wealth.ts";
import { sayShareAction, takeShareBackAction } from "../share-actions.ts";

interface Address {
  readonly params: Promise<{ readonly account: string }>;
  readonly searchParams: Query;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wealth"))("account.title") };
}

export default async function WealthAccountPage({ params, searchParams }: Address) {
  const { account: given } = await params;
  const { ctx, viewer, locale } = await enterPage("portal", `/wealth/accounts/${given}`);
  const base = await queryText(searchParams, "in");
  const view = await orNotFound(ctx, () => ownAccount(ctx, { accountId: idInAddress("acc", given), base }));
  return (
    <PortalFrame viewer={viewer} current="/wealth" locale={locale}>
      <WealthAccountScreen
        view={view}
        bankOf={await bankNames()}
        sayShare={sayShareAction}
        takeShareBack={takeShareBackAction}
      />
    </PortalFrame>
  );
}
