import { AspspError } from "#lib/aspsp/failure.ts";
import type { Standing } from "./authorisation-answer.ts";
import { ask, type Outcome, type Xs2aDialog } from "./dialog.ts";
import { beginOAuth } from "./oauth-flow.ts";
import { pageUrl } from "./page-url.ts";
import type { Talk } from "./talk.ts";

/** The person goes on at the bank's own page. */
export async function sendToPage(
  talk: Talk,
  dialog: Xs2aDialog,
  { scaRedirect, scaOAuth }: Standing["links"],
): Promise<Outcome> {
  const { returnTo } = dialog.request;
  if (returnTo === null) throw new AspspError("notSupported", { call: "page" });
  const page = { kind: "redirect", pollAfterMs: talk.institution.pollMs } as const;
  if (scaOAuth !== undefined) {
    const { flow, url } = await beginOAuth(talk, scaOAuth, dialog.consentId, returnTo);
    return ask({ ...dialog, oauth: flow }, { ...page, url, canPoll: false });
  }
  const { href } = pageUrl(talk.institution, scaRedirect ?? "");
  return ask(dialog, { ...page, url: href, canPoll: true });
}
