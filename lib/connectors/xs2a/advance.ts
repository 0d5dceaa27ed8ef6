import { AspspError } from "#lib/aspsp/failure.ts";
import { authenticationSteps } from "./authentication-steps.ts";
import type { Standing } from "./authorisation-answer.ts";
import { askForCode } from "./challenge.ts";
import { conclude, concludeFailed } from "./conclude.ts";
import { ask, type Outcome, type Xs2aDialog } from "./dialog.ts";
import { selectMethod } from "./select-method.ts";
import { sendToPage } from "./send-to-page.ts";
import type { Talk } from "./talk.ts";

/**
 * What follows from what the bank says. Its links lead; its status only says when there is nothing left to do. What
 * can be done without the person is done here, so that the person is asked at once for what only they can do.
 */
export async function advance(talk: Talk, before: Xs2aDialog, standing: Standing): Promise<Outcome> {
  const dialog = remember(before, standing);
  if (standing.status === "finalised" || standing.status === "exempted") return conclude(talk, dialog);
  if (standing.status === "failed") return concludeFailed(talk, dialog, standing.message);
  if (standing.links.scaRedirect !== undefined || standing.links.scaOAuth !== undefined)
    return sendToPage(talk, dialog, standing.links);

  const further = await authenticationSteps(talk, dialog, standing);
  if (further) return advance(talk, further.dialog, further.standing);

  if (authoriseLink(standing) !== undefined) return askForCode(talk, dialog, standing);
  if (dialog.select !== null && standing.status !== "started" && standing.status !== "scaMethodSelected") {
    const [only, ...others] = dialog.methods;
    if (only && others.length === 0) {
      const selected = await selectMethod(talk, dialog, only);
      return advance(talk, selected.dialog, selected.standing);
    }
    if (only)
      return ask(dialog, {
        kind: "chooseMethod",
        methods: dialog.methods,
        message: standing.message,
        problem: null,
      });
  }
  if (dialog.authorisationHref === null)
    throw new AspspError("malformedAnswer", { call: "authorisation", at: "_links" });
  return waitForApproval(talk, dialog, standing);
}

const authoriseLink = ({ links }: Standing): string | undefined =>
  links.authoriseTransaction ?? links.startAuthorisationWithTransactionAuthorisation;

/** Takes over what a later step needs. What the bank does not repeat still holds. */
export function remember(dialog: Xs2aDialog, { links, methods, chosen }: Standing): Xs2aDialog {
  const put = (href: string | undefined) => (href === undefined ? null : ({ href, method: "PUT" } as const));
  const post = (href: string | undefined) =>
    href === undefined ? null : ({ href, method: "POST" } as const);
  return {
    ...dialog,
    // Every update of an authorisation goes to the authorisation itself, so any such link names it.
    authorisationHref:
      links.scaStatus ??
      links.authoriseTransaction ??
      links.selectAuthenticationMethod ??
      links.updatePsuAuthentication ??
      dialog.authorisationHref,
    select:
      put(links.selectAuthenticationMethod) ??
      post(links.startAuthorisationWithAuthenticationMethodSelection) ??
      dialog.select,
    authorise:
      put(links.authoriseTransaction) ??
      post(links.startAuthorisationWithTransactionAuthorisation) ??
      dialog.authorise,
    confirmationHref: links.confirmation ?? dialog.confirmationHref,
    methods: methods.length > 0 ? methods : dialog.methods,
    chosen: chosen ?? dialog.chosen,
  };
}

function waitForApproval(talk: Talk, dialog: Xs2aDialog, { message }: Standing): Outcome {
  return ask(dialog, {
    kind: "approveElsewhere",
    message: message ?? dialog.chosen?.explanation ?? null,
    method: dialog.chosen,
    methods: dialog.methods,
    canResend: dialog.chosen !== null && dialog.authorisationHref !== null,
    problem: null,
    expiresAt: null,
    attemptsLeft: null,
    pollAfterMs: talk.institution.pollMs,
  });
}
