"use server";

import { z } from "zod";
import { beginConfirmation, finishConfirmation } from "#lib/identity/confirm-with-passkey.ts";
import { readViewer } from "#lib/identity/own-profile.ts";
import {
  beginPasskeyRegistration,
  FinishRegistration,
  finishPasskeyRegistration,
} from "#lib/identity/register-passkey.ts";
import { RequestSignInMail, requestSignInMail } from "#lib/identity/request-sign-in-mail.ts";
import { FinishPasskey } from "#lib/identity/sign-in-with-passkey.ts";
import { callAction, formAction, pathBehindThis } from "#lib/server/action.ts";
import { currentVisit, visitorContext } from "#lib/server/context.ts";
import { pageLocale } from "#lib/server/page.ts";
import { setSessionCookie } from "#lib/server/session-cookie.ts";

export const beginStepUpAction = callAction(z.undefined(), async (ctx) =>
  beginConfirmation(ctx, await currentVisit(), "stepUp"),
);

export const finishStepUpAction = callAction(FinishPasskey, async (ctx, input) => {
  await setSessionCookie(await finishConfirmation(ctx, await currentVisit(), "stepUp", input));
  return { next: input.next ?? "/" };
});

/** Always to the person's own address, whatever the form says. */
export const stepUpMailAction = formAction(
  z.object({ next: RequestSignInMail.shape.next }),
  async (ctx, { next }): Promise<{ email: string }> => {
    const { email } = RequestSignInMail.pick({ email: true }).parse({ email: (await readViewer(ctx)).email });
    await requestSignInMail(await visitorContext(), await currentVisit(), {
      email,
      next,
      locale: await pageLocale(),
    });
    return { email };
  },
);

export const beginSecondFactorAction = callAction(z.undefined(), async (ctx) =>
  beginConfirmation(ctx, await currentVisit(), "secondFactor"),
);

export const finishSecondFactorAction = callAction(FinishPasskey, async (ctx, input) => {
  await setSessionCookie(await finishConfirmation(ctx, await currentVisit(), "secondFactor", input));
  return { next: input.next ?? "/" };
});

export const beginRegistrationAction = callAction(z.undefined(), async (ctx) =>
  beginPasskeyRegistration(ctx, await currentVisit()),
);

export const finishRegistrationAction = callAction(FinishRegistration, async (ctx, input) => {
  await setSessionCookie(await finishPasskeyRegistration(ctx, await currentVisit(), input));
  return { next: (await pathBehindThis()) ?? "/" };
});
