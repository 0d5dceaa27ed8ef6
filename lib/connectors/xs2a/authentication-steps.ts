import { passwordActionOf, sendPassword } from "./authenticate.ts";
import { readAuthorisation, type Standing } from "./authorisation-answer.ts";
import type { BankAction, Xs2aDialog } from "./dialog.ts";
import { personHeaders } from "./person-headers.ts";
import type { Talk } from "./talk.ts";

interface Further {
  readonly dialog: Xs2aDialog;
  readonly standing: Standing;
}

/** Does what the bank asks for before it knows the person: begin, say who they are, and the password. */
export async function authenticationSteps(
  talk: Talk,
  dialog: Xs2aDialog,
  standing: Standing,
): Promise<Further | null> {
  const password = passwordActionOf(standing);
  if (password) {
    const next = await sendPassword(talk, dialog, password, standing.links);
    return { dialog: { ...dialog, isPasswordSent: true }, standing: next };
  }
  const identification = identificationOf(standing);
  // A bank that offers the same step again without having moved would keep us busy for ever.
  if (!identification || identification.href === dialog.identifiedAt) return null;
  const answer = await talk.ask({
    call: "identify",
    method: identification.method,
    url: identification.href,
    headers: personHeaders(talk.institution, dialog.request),
    json: {},
  });
  return {
    dialog: { ...dialog, identifiedAt: identification.href },
    standing: readAuthorisation(answer, "identify"),
  };
}

function identificationOf({ links }: Standing): BankAction | null {
  const start = links.startAuthorisationWithPsuIdentification ?? links.startAuthorisation;
  if (start !== undefined) return { href: start, method: "POST" };
  const update = links.updatePsuIdentification;
  return update === undefined ? null : { href: update, method: "PUT" };
}
