import { SecurityScreen } from "#components/identity/security-screen.tsx";
import { listOwnPasskeys } from "#lib/identity/own-profile.ts";
import { listOwnSessions } from "#lib/identity/own-sessions.ts";
import type { PageOf } from "#lib/server/page.ts";
import { beginRegistrationAction, finishRegistrationAction } from "./(public)/step-up/actions.ts";
import { endOtherSessionsAction, endSessionAction, removePasskeyAction } from "./security-actions.ts";

/** Passkeys and sessions of whoever is signed in: the same in every face. */
export async function OwnSecurity({ ctx }: Pick<PageOf, "ctx">) {
  const [sessions, passkeys] = await Promise.all([listOwnSessions(ctx), listOwnPasskeys(ctx)]);
  return (
    <SecurityScreen
      sessions={sessions}
      passkeys={passkeys}
      beginRegistration={beginRegistrationAction}
      finishRegistration={finishRegistrationAction}
      removePasskey={removePasskeyAction}
      endSession={endSessionAction}
      endOtherSessions={endOtherSessionsAction}
      notice={null}
    />
  );
}
