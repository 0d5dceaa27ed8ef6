"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { EndSession, endOtherSessions, endSession } from "#lib/identity/own-sessions.ts";
import { RemovePasskey, removePasskey } from "#lib/identity/remove-passkey.ts";
import { formAction } from "#lib/server/action.ts";

export const removePasskeyAction = formAction(RemovePasskey, async (ctx, input) => {
  await removePasskey(ctx, input);
  revalidatePath("/", "layout");
  return null;
});

export const endSessionAction = formAction(EndSession, async (ctx, input) => {
  await endSession(ctx, input);
  revalidatePath("/", "layout");
  return null;
});

export const endOtherSessionsAction = formAction(z.object({}), async (ctx) => {
  await endOtherSessions(ctx);
  revalidatePath("/", "layout");
  return null;
});
