"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { ChangeHousehold, changeHousehold } from "#lib/portfolio/change-household.ts";
import { DissolveHousehold, dissolveHousehold } from "#lib/portfolio/dissolve-household.ts";
import { MakeHousehold, makeHousehold } from "#lib/portfolio/make-household.ts";
import { formAction } from "#lib/server/action.ts";

const keep = ["name", "member"];

export const makeHouseholdAction = formAction(
  MakeHousehold,
  async (ctx, input): Promise<null> => {
    const { householdId } = await makeHousehold(ctx, input);
    redirect(`/advisor/households/${householdId}`);
  },
  { keep },
);

export const changeHouseholdAction = formAction(
  ChangeHousehold,
  async (ctx, input): Promise<null> => {
    await changeHousehold(ctx, input);
    revalidatePath(`/advisor/households/${input.householdId}`);
    return null;
  },
  { keep },
);

export const dissolveHouseholdAction = formAction(DissolveHousehold, async (ctx, input): Promise<null> => {
  await dissolveHousehold(ctx, input);
  redirect("/advisor/households");
});
