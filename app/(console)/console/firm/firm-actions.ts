"use server";

import { redirect } from "next/navigation";
import { changeBrand } from "#lib/parties/change-brand.ts";
import { changeRetention } from "#lib/parties/change-retention.ts";
import { ChangeBrand, ChangeRetention } from "#lib/parties/firm-settings.ts";
import { formAction } from "#lib/server/action.ts";

export const changeBrandAction = formAction(
  ChangeBrand,
  async (ctx, input): Promise<null> => {
    await changeBrand(ctx, input);
    redirect("/console/firm?saved=yes");
  },
  { keep: ["name", "accent"], images: ["logo"] },
);

export const changeRetentionAction = formAction(
  ChangeRetention,
  async (ctx, input): Promise<null> => {
    await changeRetention(ctx, input);
    redirect("/console/firm?saved=yes");
  },
  { keep: ["longestRetentionDays"] },
);
