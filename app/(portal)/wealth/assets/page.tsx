import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalFrame } from "#app/(portal)/portal-frame.tsx";
import { assetDone } from "#components/portal/asset-done-notice.tsx";
import { WealthAssetsScreen } from "#components/portal/wealth-assets-screen.tsx";
import { enterPage, type Query, queryText } from "#lib/server/page.ts";
import { bankNames, ownAssets } from "#lib/server/wealth.ts";
import { addAssetAction } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("wealth"))("assets.title") };
}

export default async function WealthAssetsPage({ searchParams }: { readonly searchParams: Query }) {
  const { ctx, viewer, locale } = await enterPage("portal", "/wealth/assets");
  const view = await ownAssets(ctx, { base: await queryText(searchParams, "in") });
  const done = await queryText(searchParams, "done");
  return (
    <PortalFrame viewer={viewer} current="/wealth" locale={locale}>
      <WealthAssetsScreen
        view={view}
        add={addAssetAction}
        done={assetDone.find((one) => one === done) ?? null}
        bankOf={await bankNames()}
      />
    </PortalFrame>
  );
}
