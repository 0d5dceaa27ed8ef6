"use server";

import { redirect } from "next/navigation";
import { RemoveSearch, removeSearch } from "#lib/audit/remove-search.ts";
import { SaveSearch, saveSearch } from "#lib/audit/save-search.ts";
import { formAction } from "#lib/server/action.ts";

export const saveSearchAction = formAction(
  SaveSearch,
  async (ctx, input): Promise<null> => {
    redirect(`/console/audit${await saveSearch(ctx, input)}`);
  },
  { keep: ["name"] },
);

export const removeSearchAction = formAction(RemoveSearch, async (ctx, input): Promise<null> => {
  await removeSearch(ctx, input);
  redirect("/console/audit");
});
