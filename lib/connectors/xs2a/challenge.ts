import type { Standing } from "./authorisation-answer.ts";
import { imageOf } from "./challenge-image.ts";
import { ask, type Outcome, type Xs2aDialog } from "./dialog.ts";
import type { Talk } from "./talk.ts";

/** The bank waits for a code. Whatever it wants the person to read is passed on, as the standard obliges. */
export async function askForCode(talk: Talk, dialog: Xs2aDialog, standing: Standing): Promise<Outcome> {
  const { challenge, message } = standing;
  const image = challenge ? await imageOf(talk, challenge, dialog.authorise?.href ?? "") : null;
  const asking = {
    message:
      [challenge?.message, message].filter((one) => one !== undefined && one !== null).join(" ") || null,
    method: dialog.chosen,
    methods: dialog.methods,
    canResend: dialog.chosen !== null && dialog.authorisationHref !== null,
    problem: null,
    expiresAt: null,
    attemptsLeft: null,
    data: challenge?.data ?? [],
    format: challenge?.format ?? ("characters" as const),
    maxLength: challenge?.maxLength ?? null,
  };
  return ask(dialog, image ? { kind: "scanImage", image, ...asking } : { kind: "enterCode", ...asking });
}
