import { AspspError, passes } from "#lib/aspsp/failure.ts";
import { advance } from "./advance.ts";
import { readAuthorisation, type Standing } from "./authorisation-answer.ts";
import { conclude } from "./conclude.ts";
import { ask, type Outcome, type Xs2aDialog } from "./dialog.ts";
import { toAspspError } from "./outcome.ts";
import type { Talk } from "./talk.ts";

const mostFailedPolls = 5;

/** How the authorisation stands at the bank. */
export async function readStanding(talk: Talk, href: string): Promise<Standing> {
  return readAuthorisation(await talk.ask({ call: "scaStatus", method: "GET", url: href }), "scaStatus");
}

/** Looks whether the person is done. A bank that does not answer now and then is asked again. */
export async function poll(talk: Talk, dialog: Xs2aDialog): Promise<Outcome> {
  const { asking, authorisationHref } = dialog;
  if (!asking) throw new AspspError("interrupted", { call: "poll" });
  try {
    if (authorisationHref === null) return await pollConsent(talk, dialog);
    const standing = await readStanding(talk, authorisationHref);
    const rested = { ...dialog, failedPolls: 0 };
    return hasMoved(standing, asking.kind) ? await advance(talk, rested, standing) : ask(rested, asking);
  } catch (cause) {
    const { reason } = toAspspError(cause);
    const failedPolls = dialog.failedPolls + 1;
    if (!passes(reason) || failedPolls >= mostFailedPolls) throw cause;
    return ask({ ...dialog, failedPolls }, asking);
  }
}

async function pollConsent(talk: Talk, dialog: Xs2aDialog): Promise<Outcome> {
  const outcome = await conclude(talk, dialog);
  return "asking" in outcome && dialog.asking ? ask(dialog, dialog.asking) : outcome;
}

/** Whether the bank wants something else now than what the person is shown. */
function hasMoved({ status, links }: Standing, shown: string): boolean {
  if (status === "finalised" || status === "exempted" || status === "failed") return true;
  if (shown !== "approveElsewhere") return false;
  const asks = links.authoriseTransaction ?? links.selectAuthenticationMethod;
  return asks !== undefined && status !== "received";
}
