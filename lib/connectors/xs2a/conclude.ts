import type { AspspFailure } from "#lib/aspsp/failure.ts";
import { readConsent } from "./consent-status.ts";
import { ask, endWith, fail, type Outcome, type Xs2aDialog } from "./dialog.ts";
import type { Talk } from "./talk.ts";
import { packTokens } from "./tokens.ts";

/** The authorisation succeeded. Access is what the consent says, so the consent is asked. */
export async function conclude(talk: Talk, dialog: Xs2aDialog): Promise<Outcome> {
  const tokens = dialog.tokens;
  const { consentStatus, validUntil } = await readConsent(
    talk,
    dialog.consentHref,
    tokens ? { authorization: `Bearer ${tokens.reveal().accessToken}` } : {},
  );
  switch (consentStatus) {
    case "valid":
      return endWith({
        kind: "done",
        grant: {
          reference: dialog.consentId,
          validUntil: validUntil ?? dialog.request.validUntil,
          tokens: tokens ? packTokens(tokens.reveal()) : null,
        },
      });
    case "received":
      // Some banks take a moment to write down what they have just said.
      return ask(dialog, {
        kind: "approveElsewhere",
        message: null,
        method: dialog.chosen,
        methods: [],
        canResend: false,
        problem: null,
        expiresAt: null,
        attemptsLeft: null,
        pollAfterMs: talk.institution.pollMs,
      });
    case "partiallyAuthorised":
      return fail("secondPersonNeeded");
    default:
      return fail("consentRefused");
  }
}

/** The authorisation failed. Banks do not say why; the consent and what was waited for tell as much as is known. */
export async function concludeFailed(
  talk: Talk,
  dialog: Xs2aDialog,
  message: string | null,
  otherwise: AspspFailure = failureWhile(dialog),
): Promise<Outcome> {
  // That it failed is certain already; only whether the person said no is asked here.
  const consent = await readConsent(talk, dialog.consentHref).catch(() => null);
  if (consent?.consentStatus !== "rejected") return fail(otherwise, message);
  const hasAnswered = dialog.asking?.kind === "enterCode" || dialog.asking?.kind === "scanImage";
  return fail(hasAnswered ? "consentRefused" : "declined", message);
}

const failureWhile = ({ asking }: Xs2aDialog): AspspFailure =>
  asking === null || asking.kind === "redirect" ? "notConfirmed" : "timedOut";
