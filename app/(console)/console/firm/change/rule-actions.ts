"use server";

import { redirect } from "next/navigation";
import { ChangeRule, changeRule } from "#lib/oversight/change-rule.ts";
import { formAction } from "#lib/server/action.ts";

export const changeRuleAction = formAction(
  ChangeRule,
  async (ctx, input): Promise<null> => {
    await changeRule(ctx, input);
    redirect("/console/firm?saved=yes");
  },
  { keep: ["secondPersonForConsents"] },
);
