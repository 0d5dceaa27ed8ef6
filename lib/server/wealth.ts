import "server-only";

import { getTranslations } from "next-intl/server";
import type { Context } from "#lib/access/context.ts";
import type { AccountId, AssetId } from "#lib/kernel/id.ts";
import type { OwnAssetsView, OwnAssetView } from "#lib/portfolio/own-assets-view.ts";
import type { OwnMeans } from "#lib/portfolio/own-means.ts";
import type { OwnAccountView, OwnPerformanceView } from "#lib/portfolio/own-wealth-view.ts";
import type { PeriodKind } from "#lib/portfolio/periods.ts";
import { readOwnAccount } from "#lib/portfolio/read-own-account.ts";
import { readAssetToChange, readOwnAssets } from "#lib/portfolio/read-own-assets.ts";
import { type OwnEntriesView, type ReadOwnEntries, readOwnEntries } from "#lib/portfolio/read-own-entries.ts";
import { type PerformanceAsked, readOwnPerformance } from "#lib/portfolio/read-own-performance.ts";
import { type OwnWealthOverTime, readOwnWealthOverTime } from "#lib/portfolio/read-own-series.ts";
import { institutions } from "./institutions.ts";
import { readRates } from "./rates.ts";
import { recordKeys } from "./record-keys.ts";

/** The use cases of an investor's own wealth with what this process has: it opens records and knows the rates. */

interface InBase {
  /** What the page's address asks for. */
  readonly base: string | null;
}

const meansIn = async (ctx: Context, base: string | null): Promise<OwnMeans> => ({
  keys: await recordKeys(),
  rates: await readRates(ctx),
  base,
});

export const ownWealthOverTime = async (
  ctx: Context,
  { base, period }: InBase & { readonly period: PeriodKind },
): Promise<OwnWealthOverTime> => readOwnWealthOverTime(ctx, await meansIn(ctx, base), { period });

export const ownAccount = async (
  ctx: Context,
  { base, accountId }: InBase & { readonly accountId: AccountId },
): Promise<OwnAccountView> => readOwnAccount(ctx, await meansIn(ctx, base), { accountId });

export const ownEntries = async (ctx: Context, asked: ReadOwnEntries): Promise<OwnEntriesView> =>
  readOwnEntries(ctx, await recordKeys(), asked);

export const ownPerformance = async (
  ctx: Context,
  { base, ...asked }: InBase & PerformanceAsked,
): Promise<OwnPerformanceView> => readOwnPerformance(ctx, await meansIn(ctx, base), asked);

export const ownAssets = async (ctx: Context, { base }: InBase): Promise<OwnAssetsView> =>
  readOwnAssets(ctx, await meansIn(ctx, base));

export const ownAsset = async (ctx: Context, assetId: AssetId): Promise<OwnAssetView> =>
  readAssetToChange(ctx, await recordKeys(), assetId);

/** What banks are called. One that this installation no longer knows is called so. */
export async function bankNames(): Promise<(institutionId: string) => string> {
  const t = await getTranslations("bankAccess");
  return (institutionId) => institutions().get(institutionId)?.name ?? t("unknownBank");
}
