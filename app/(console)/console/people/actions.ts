"use server";

import { revalidatePath } from "next/cache";
import { DisablePerson, disablePerson, enablePerson } from "#lib/identity/manage-people.ts";
import { formAction } from "#lib/server/action.ts";

export const disablePersonAction = formAction(DisablePerson, async (ctx, input) => {
  await disablePerson(ctx, input);
  revalidatePath("/console/people");
  return null;
});

export const enablePersonAction = formAction(DisablePerson, async (ctx, input) => {
  await enablePerson(ctx, input);
  revalidatePath("/console/people");
  return null;
});
