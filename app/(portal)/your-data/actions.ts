"use server";

import { redirect } from "next/navigation";
import { BeginErasure, beginErasure } from "#lib/privacy/begin-erasure.ts";
import { formAction } from "#lib/server/action.ts";
import { forgetBrowser } from "#lib/server/session-cookie.ts";

export const eraseAction = formAction(BeginErasure, async (ctx, input): Promise<null> => {
  const reference = await beginErasure(ctx, input);
  await forgetBrowser();
  redirect(`/erasure/begun?${new URLSearchParams({ reference })}`);
});
