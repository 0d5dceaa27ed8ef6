import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { assetDone } from "#components/portal/asset-done-notice.tsx";
import { WealthAssetScreen } from "#components/portal/wealth-asset-screen.tsx";
import { enterPage, idInAddress, orNotFound, type Query, queryText } from "#lib/server/page.ts";
import { ownAsset } from "#lib/server/wealth.ts";
import { changeAssetAction, removeAssetAction, removeValuationAction, valueAssetAction } from "../actions.ts";

interface Address {
  readonly params: Promise<{ readonly asset: string }>;
  readonly searchParams: Query;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wealth"))("assets.title") };
}

export default async function WealthAssetPage({ params, searchParams }: Address) {
  const { asset: given } = await params;
  const { ctx, viewer, locale } = await enterPage("portal", `/wealth/assets/${given}`);
  const asset = await orNotFound(ctx, () => ownAsset(ctx, idInAddress("ast", given)));
  const done = await queryText(searchParams, "done");
  return (
    <PortalFrame viewer={viewer} current="/wealth" locale={locale}>
      <WealthAssetScreen
        asset={asset}
        actions={{
          value: valueAssetAction,
          removeValue: removeValuationAction,
          change: changeAssetAction,
          remove: removeAssetAction,
        }}
        done={assetDone.find((one) => one === done) ?? null}
      />
    </PortalFrame>
  );
}
