import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { changeLocaleAction, signOutAction } from "#app/shell-actions.ts";
import { assetDone } from "#components/portal/asset-done-notice.tsx";
import { WealthAssetScreen } from "#components/portal/wealth-asset-screen.tsx";
import { PortalShell } from "#components/shell/portal-shell.tsx";
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
  const asset = await orNotFound(() => ownAsset(ctx, idInAddress("ast", given)));
  const done = await queryText(searchParams, "done");
  return (
    <PortalShell
      viewer={viewer}
      current="/wealth"
      signOut={signOutAction}
      changeLocale={changeLocaleAction}
      locale={locale}
    >
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
    </PortalShell>
  );
}
