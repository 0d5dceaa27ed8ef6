"use server";

import { redirect } from "next/navigation";
import { SayShare, TakeShareBack } from "#lib/portfolio/asset-forms.ts";
import { sayShare } from "#lib/portfolio/say-share.ts";
import { takeShareBack } from "#lib/portfolio/take-share-back.ts";
import { formAction } from "#lib/server/action.ts";
import { recordKeys } from "#lib/server/record-keys.ts";

export const sayShareAction = formAction(
  SayShare,
  async (ctx, input): Promise<null> => {
    await sayShare(ctx, await recordKeys(), input);
    redirect(`/wealth/accounts/${input.accountId}`);
  },
  { keep: ["share"] },
);

export const takeShareBackAction = formAction(TakeShareBack, async (ctx, input): Promise<null> => {
  await takeShareBack(ctx, input);
  redirect(`/wealth/accounts/${input.accountId}`);
});
