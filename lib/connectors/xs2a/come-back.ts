import { AspspError } from "#lib/aspsp/failure.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { advance } from "./advance.ts";
import { readAuthorisation } from "./authorisation-answer.ts";
import { conclude } from "./conclude.ts";
import { ask, fail, type Outcome, type Xs2aDialog } from "./dialog.ts";
import { poll } from "./poll.ts";
import { readReturn } from "./return-address.ts";
import type { Talk } from "./talk.ts";
import { exchangeCode } from "./tokens.ts";

/** The browser came back from the bank's page. What it brings is believed only as far as it names this dialog. */
export async function comeBack(talk: Talk, dialog: Xs2aDialog, url: Secret<string>): Promise<Outcome> {
  const { asking, oauth, request } = dialog;
  if (asking?.kind !== "redirect" || !request.returnTo)
    throw new AspspError("interrupted", { call: "comeBack" });
  const brought = readReturn(request.returnTo, url.reveal());
  // Not this dialog's: the person is still at the bank.
  if (!brought) return ask(dialog, asking);
  const [confirmation, code] = [brought.get("confirmationCode"), brought.get("code")];
  if (oauth) {
    if (brought.has("error"))
      return fail(brought.get("error") === "access_denied" ? "declined" : "notConfirmed");
    // RFC 9207: an answer from another server than the one that was asked.
    if (brought.has("iss") && brought.get("iss") !== oauth.issuer) return fail("bankUntrusted");
    if (code === null) return ask(dialog, asking);
    const tokens = new Secret(await exchangeCode(talk, oauth, new Secret(code)));
    const next = { ...dialog, tokens };
    return confirmation === null ? conclude(talk, next) : confirm(talk, next, confirmation);
  }
  return confirmation === null ? poll(talk, dialog) : confirm(talk, dialog, confirmation);
}

/** Some banks want the code that their page gave, to know that the browser came back to who sent it. */
async function confirm(talk: Talk, dialog: Xs2aDialog, confirmationCode: string): Promise<Outcome> {
  const href = dialog.confirmationHref ?? dialog.authorisationHref;
  if (href === null) throw new AspspError("malformedAnswer", { call: "confirmation", at: "_links" });
  const answer = await talk.ask({
    call: "confirmation",
    method: "PUT",
    url: href,
    json: { confirmationCode },
  });
  const standing = readAuthorisation(answer, "confirmation");
  return standing.status === "failed" ? fail("notConfirmed") : advance(talk, dialog, standing);
}
