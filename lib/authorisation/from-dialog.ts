import type { DialogStep } from "#lib/aspsp/dialog.ts";
import { unreachable } from "#lib/kernel/unreachable.ts";
import type { AuthorisationEvent } from "./authorisation.ts";
import { asShown, longestMessage, questionSchema } from "./question.ts";

/** A bank that wants somebody to wait for longer than a day is tried again tomorrow. */
const longestWaitSeconds = 86_400;

/**
 * What a bank's step means for the authorisation. A question that does not fit its form is the bank's malformed
 * answer: it is shown to nobody and stored nowhere.
 */
export function eventOf(step: DialogStep): AuthorisationEvent {
  switch (step.kind) {
    case "credentialsRejected":
      return {
        type: "failed",
        reason: step.problem === "notAccepted" ? "wrongPassword" : "passwordExpired",
      };
    case "failed":
      return {
        type: "failed",
        reason: step.reason,
        message: step.message && asShown(step.message.slice(0, longestMessage)),
        retryAfterSeconds:
          step.retryAfterSeconds && Math.min(Math.ceil(step.retryAfterSeconds), longestWaitSeconds),
      };
    case "done":
      return { type: "letIn" };
    case "chooseMethod":
    case "enterCode":
    case "scanImage":
    case "approveElsewhere":
    case "redirect":
      return asked(step);
    default:
      return unreachable(step);
  }
}

function asked(step: Extract<DialogStep, { dialog: unknown }>): AuthorisationEvent {
  const expiresAt = "expiresAt" in step ? step.expiresAt : null;
  // What is kept is picked, never spread: a dialog's place and a picture are not for the row.
  const question = questionSchema.safeParse(shownOf(step));
  if (!question.success) return { type: "failed", reason: "malformedAnswer" };
  return { type: "asked", question: question.data, expiresAt };
}

function shownOf(step: Extract<DialogStep, { dialog: unknown }>): unknown {
  if (step.kind === "redirect") return { kind: step.kind, url: step.url, canPoll: step.canPoll };
  if (step.kind === "chooseMethod") {
    const { kind, methods, message, problem } = step;
    return { kind, methods, message, problem };
  }
  const { kind, message, method, methods, canResend, problem, attemptsLeft } = step;
  const asking = { kind, message, method, methods, canResend, problem, attemptsLeft };
  if (step.kind === "approveElsewhere") return asking;
  return { ...asking, data: step.data, format: step.format, maxLength: step.maxLength };
}
