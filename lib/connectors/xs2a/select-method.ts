import type { ScaMethod } from "#lib/aspsp/dialog.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import { readAuthorisation, type Standing } from "./authorisation-answer.ts";
import type { BankAction, Xs2aDialog } from "./dialog.ts";
import { personHeaders } from "./person-headers.ts";
import type { Talk } from "./talk.ts";

/** Chooses a method, or chooses it once more, which is how a code is sent again. */
export async function selectMethod(
  talk: Talk,
  dialog: Xs2aDialog,
  method: ScaMethod,
): Promise<{ readonly dialog: Xs2aDialog; readonly standing: Standing }> {
  const action = selectionOf(dialog);
  if (!action) throw new AspspError("methodUnavailable", { call: "selectMethod" });
  const answer = await talk.ask({
    call: "selectMethod",
    method: action.method,
    url: action.href,
    headers: personHeaders(talk.institution, dialog.request),
    json: { authenticationMethodId: method.id },
  });
  const standing = readAuthorisation(answer, "selectMethod");
  // The bank may have chosen otherwise, and says so.
  return { dialog: { ...dialog, chosen: standing.chosen ?? method }, standing };
}

/** A bank with one method never offers a selection; its authorisation takes one all the same. */
const selectionOf = ({ select, authorisationHref }: Xs2aDialog): BankAction | null =>
  select ?? (authorisationHref === null ? null : { href: authorisationHref, method: "PUT" });
