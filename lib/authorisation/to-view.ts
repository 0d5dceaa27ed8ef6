import type { AuthorisationRow } from "./repository.ts";
import type { AuthorisationView } from "./view.ts";

/** What the investor's browser may see. Where the dialog is led from is not among it. */
export const toAuthorisationView = (row: AuthorisationRow, now: Date): AuthorisationView => ({
  id: row.authorisationId,
  connectionId: row.connectionId,
  status: row.status,
  step: row.step,
  question: row.question,
  answerKey: row.answerKey,
  hasImage: row.hasImage,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  beganAt: row.begunAt.toISOString(),
  now: now.toISOString(),
  failure:
    row.reason === null
      ? null
      : { reason: row.reason, message: row.message, retryAfterSeconds: row.retryAfterSeconds },
});
