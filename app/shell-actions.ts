"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { ChangeLocale, changeLocale } from "#lib/identity/own-profile.ts";
import { signOut } from "#lib/identity/own-sessions.ts";
import { formAction } from "#lib/server/action.ts";
import { contextAs, currentSession, visitorContext } from "#lib/server/context.ts";
import { rememberLocale } from "#lib/server/locale.ts";
import { forgetBrowser } from "#lib/server/session-cookie.ts";

export const signOutAction = formAction(z.object({}), async (ctx): Promise<null> => {
  await signOut(ctx);
  await forgetBrowser();
  redirect("/signed-out");
});

/** For anybody: kept in the browser, and with the person where somebody is signed in. */
export const changeLocaleAction = formAction(
  ChangeLocale,
  async (_visitor, input) => {
    const session = await currentSession();
    if (session.kind === "person" && session.actor.type !== "pending") {
      await changeLocale(await contextAs(session.actor), input);
    }
    await rememberLocale(input.locale);
    return null;
  },
  { as: visitorContext },
);
