import { AspspError, type AspspFailure, passes } from "#lib/aspsp/failure.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { advance } from "./advance.ts";
import { readAuthorisation, type Standing } from "./authorisation-answer.ts";
import { conclude, concludeFailed } from "./conclude.ts";
import { askAgain, fail, type Outcome, type Xs2aDialog } from "./dialog.ts";
import { toAspspError } from "./outcome.ts";
import { personHeaders } from "./person-headers.ts";
import { readStanding } from "./poll.ts";
import { BankRefusal } from "./refusal.ts";
import type { Talk } from "./talk.ts";

/**
 * Sends a code, once. Where the bank does not say that it was right, the bank is asked how the authorisation stands:
 * some let the person try again after a refusal and some do not, and an answer that was lost may have been a yes.
 */
export async function submitCode(talk: Talk, dialog: Xs2aDialog, code: Secret<string>): Promise<Outcome> {
  const { authorise, asking } = dialog;
  if (!authorise || (asking?.kind !== "enterCode" && asking?.kind !== "scanImage"))
    throw new AspspError("interrupted", { call: "code" });
  const sent = await send(talk, dialog, authorise.href, authorise.method, code);
  if (sent.standing?.status === "failed")
    return concludeFailed(talk, dialog, sent.standing.message, "wrongCode");
  if (sent.standing) return advance(talk, dialog, sent.standing);
  return afterRefusal(talk, dialog, sent.cause);
}

type Sent =
  | { readonly standing: Standing; readonly cause?: never }
  | { readonly standing?: never; readonly cause: unknown };

async function send(
  talk: Talk,
  { request }: Xs2aDialog,
  url: string,
  method: "POST" | "PUT",
  code: Secret<string>,
): Promise<Sent> {
  try {
    const answer = await talk.ask({
      call: "code",
      method,
      url,
      headers: personHeaders(talk.institution, request),
      json: { scaAuthenticationData: code.reveal() },
    });
    return { standing: readAuthorisation(answer, "code") };
  } catch (cause) {
    talk.signal.throwIfAborted();
    return { cause };
  }
}

const wrongCodes: readonly string[] = ["PSU_CREDENTIALS_INVALID", "SCA_INVALID"];

async function afterRefusal(talk: Talk, dialog: Xs2aDialog, cause: unknown): Promise<Outcome> {
  const reason = reasonOf(cause);
  const isUncertain =
    passes(reason) || reason === "wrongCode" || reason === "timedOut" || reason === "requestRefused";
  if (!isUncertain || dialog.authorisationHref === null) throw cause;
  const standing = await readStanding(talk, dialog.authorisationHref).catch(() => null);
  if (standing?.status === "finalised" || standing?.status === "exempted") return conclude(talk, dialog);
  if (reason === "timedOut") return fail("timedOut");
  if (reason === "wrongCode")
    return standing?.status === "failed"
      ? fail("wrongCode", standing.message)
      : askAgain(dialog, "wrongCode");
  throw cause;
}

function reasonOf(cause: unknown): AspspFailure {
  const isWrong = cause instanceof BankRefusal && wrongCodes.includes(cause.code);
  return isWrong ? "wrongCode" : toAspspError(cause).reason;
}
