"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { ConfirmMailLink, confirmMailLink } from "#lib/identity/confirm-mail-link.ts";
import { RequestSignInMail, requestSignInMail } from "#lib/identity/request-sign-in-mail.ts";
import { SignInAsPersona, signInAsPersona } from "#lib/identity/sign-in-as-persona.ts";
import {
  beginPasskeySignIn,
  FinishPasskey,
  finishPasskeySignIn,
} from "#lib/identity/sign-in-with-passkey.ts";
import { callAction, formAction } from "#lib/server/action.ts";
import { currentSession, currentVisit, visitorContext } from "#lib/server/context.ts";
import { requireDemo } from "#lib/server/demo.ts";
import { establishSession } from "#lib/server/establish-session.ts";
import { pageLocale } from "#lib/server/page.ts";

const visitor = { as: visitorContext };

export const requestMailAction = formAction(
  RequestSignInMail.omit({ locale: true }),
  async (ctx, input): Promise<{ email: string }> => {
    await requestSignInMail(ctx, await currentVisit(), { ...input, locale: await pageLocale() });
    // The same for every address, known or not.
    return { email: input.email };
  },
  { ...visitor, keep: ["email"] },
);

export const confirmMailLinkAction = formAction(
  ConfirmMailLink,
  async (ctx, input): Promise<null> => {
    const current = await currentSession();
    const signedIn = current.kind === "person" ? current.actor.personId : null;
    const { session, next } = await confirmMailLink(ctx, await currentVisit(), input, signedIn);
    redirect(await establishSession(session, next));
  },
  visitor,
);

export const beginPasskeyAction = callAction(
  z.undefined(),
  async (ctx) => beginPasskeySignIn(ctx, await currentVisit()),
  visitor,
);

export const finishPasskeyAction = callAction(
  FinishPasskey,
  async (ctx, input) => {
    const session = await finishPasskeySignIn(ctx, await currentVisit(), input);
    return { next: await establishSession(session, input.next) };
  },
  visitor,
);

export const signInAsPersonaAction = formAction(
  SignInAsPersona.extend({ next: RequestSignInMail.shape.next }),
  async (ctx, { personId, next }): Promise<null> => {
    requireDemo();
    const session = await signInAsPersona(ctx, await currentVisit(), { personId });
    redirect(await establishSession(session, next));
  },
  visitor,
);
