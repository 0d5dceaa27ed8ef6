"use server";

import { redirect } from "next/navigation";
import { addAsset } from "#lib/portfolio/add-asset.ts";
import {
  AddAsset,
  ChangeAsset,
  RemoveAsset,
  RemoveValuation,
  ValueAsset,
} from "#lib/portfolio/asset-forms.ts";
import { changeAsset } from "#lib/portfolio/change-asset.ts";
import { removeAsset } from "#lib/portfolio/remove-asset.ts";
import { removeValuation } from "#lib/portfolio/remove-valuation.ts";
import { valueAsset } from "#lib/portfolio/value-asset.ts";
import { formAction } from "#lib/server/action.ts";
import { recordKeys } from "#lib/server/record-keys.ts";

const list = "/wealth/assets";

export const addAssetAction = formAction(
  AddAsset,
  async (ctx, input): Promise<null> => {
    await addAsset(ctx, await recordKeys(), input);
    redirect(`${list}?done=added`);
  },
  { keep: ["kind", "name", "currency", "amount", "day", "share"] },
);

export const changeAssetAction = formAction(
  ChangeAsset,
  async (ctx, input): Promise<null> => {
    await changeAsset(ctx, await recordKeys(), input);
    redirect(`${list}?done=changed`);
  },
  { keep: ["kind", "name", "share"] },
);

export const valueAssetAction = formAction(
  ValueAsset,
  async (ctx, input): Promise<null> => {
    await valueAsset(ctx, await recordKeys(), input);
    redirect(`${list}?done=valued`);
  },
  { keep: ["amount", "day"] },
);

export const removeValuationAction = formAction(RemoveValuation, async (ctx, input): Promise<null> => {
  await removeValuation(ctx, await recordKeys(), input);
  redirect(`${list}/${input.assetId}?done=valueRemoved`);
});

export const removeAssetAction = formAction(RemoveAsset, async (ctx, input): Promise<null> => {
  await removeAsset(ctx, input);
  redirect(`${list}?done=removed`);
});
