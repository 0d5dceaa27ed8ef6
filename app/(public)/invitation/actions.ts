"use server";

import { redirect } from "next/navigation";
import { AcceptInvitation, acceptInvitation } from "#lib/invitations/accept-invitation.ts";
import { unreachable } from "#lib/kernel/unreachable.ts";
import { formAction } from "#lib/server/action.ts";
import { contextAs, currentSession, currentVisit, visitorContext } from "#lib/server/context.ts";
import { endPreviousSession, establishSession } from "#lib/server/establish-session.ts";
import { forgetBrowser } from "#lib/server/session-cookie.ts";

export const acceptInvitationAction = formAction(
  AcceptInvitation,
  async (ctx, input): Promise<null> => {
    const current = await currentSession();
    const signedIn = current.kind === "person" ? await contextAs(current.actor) : null;
    const accepted = await acceptInvitation(ctx, await currentVisit(), input, signedIn);
    switch (accepted.kind) {
      case "began":
        return redirect(await establishSession(accepted.session, accepted.next));
      case "signedIn":
        return redirect(accepted.next);
      case "signIn":
        if (accepted.leaves) {
          await endPreviousSession();
          await forgetBrowser();
        }
        return redirect(`/sign-in?next=${encodeURIComponent(accepted.next)}`);
      default:
        return unreachable(accepted);
    }
  },
  { as: visitorContext },
);
