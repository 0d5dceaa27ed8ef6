import { secondsSince, tell } from "#lib/kernel/told.ts";
import { type Question, wayOf } from "./question.ts";
import type { DialogOutcome } from "./run-dialog.ts";

/** Tells how one authentication of a person at their bank ended: by its last method, and for how long it was asked. */
export function tellSca() {
  let method = "none";
  let askedMs: number | null = null;
  return {
    asked(question: Question): void {
      askedMs ??= performance.now();
      method = wayOf(question) ?? (method === "none" ? "choice" : method);
    },
    ended(end: DialogOutcome["authorisation"] | null): void {
      const seconds = askedMs === null ? 0 : secondsSince(askedMs);
      const reason = end === null ? "interrupted" : end.status === "failed" ? end.reason : "none";
      tell("sca.ended", { method, outcome: end?.status ?? "failed", reason, seconds });
    },
  };
}
