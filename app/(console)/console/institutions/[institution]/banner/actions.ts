"use server";

import { redirect } from "next/navigation";
import { formAction } from "#lib/server/action.ts";
import { institutions } from "#lib/server/institutions.ts";
import { SetBanner, setBanner } from "#lib/upkeep/set-banner.ts";
import { WithdrawBanner, withdrawBanner } from "#lib/upkeep/withdraw-banner.ts";

export const setBannerAction = formAction(
  SetBanner,
  async (ctx, input): Promise<null> => {
    await setBanner(ctx, institutions(), input);
    redirect(`/console/institutions/${input.institutionId}?done=saved`);
  },
  { keep: ["en", "es", "fr", "pt", "day", "time"] },
);

export const withdrawBannerAction = formAction(WithdrawBanner, async (ctx, input): Promise<null> => {
  await withdrawBanner(ctx, input);
  redirect(`/console/institutions/${encodeURIComponent(input.institutionId)}?done=withdrawn`);
});
