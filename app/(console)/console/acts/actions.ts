"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { addressOf, ProposeAct } from "#lib/oversight/asked.ts";
import { approveAct, OfAct, turnDownAct } from "#lib/oversight/decide-act.ts";
import { proposeAct } from "#lib/oversight/propose-act.ts";
import { resumeAct, stopAct } from "#lib/oversight/stop-act.ts";
import { formAction } from "#lib/server/action.ts";
import { orFreshPage } from "#lib/server/oversight.ts";

export const proposeActAction = formAction(ProposeAct, async (ctx, input): Promise<null> => {
  const again = `${addressOf(input.asked)}&changed=yes`;
  const actId = await orFreshPage(ctx, again, () => proposeAct(ctx, input));
  redirect(`/console/acts/${actId}`);
});

export const approveActAction = formAction(OfAct, async (ctx, input) => {
  await approveAct(ctx, input);
  revalidatePath(`/console/acts/${input.actId}`);
  return null;
});

export const turnDownActAction = formAction(OfAct, async (ctx, input) => {
  await turnDownAct(ctx, input);
  revalidatePath(`/console/acts/${input.actId}`);
  return null;
});

export const stopActAction = formAction(OfAct, async (ctx, input) => {
  await stopAct(ctx, input);
  revalidatePath(`/console/acts/${input.actId}`);
  return null;
});

export const resumeActAction = formAction(OfAct, async (ctx, input) => {
  await resumeAct(ctx, input);
  revalidatePath(`/console/acts/${input.actId}`);
  return null;
});
