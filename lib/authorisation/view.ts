import type { AuthorisationFailure, ScaStatus } from "./authorisation.ts";
import type { Question } from "./question.ts";

/** What an answer is sealed to. The other half never leaves the dialog's memory. */
export interface AnswerKeyView {
  readonly authorisationId: string;
  readonly step: number;
  /** An elliptic-curve key on P-256 (RFC 7517). */
  readonly publicKey: { readonly kty: "EC"; readonly crv: "P-256"; readonly x: string; readonly y: string };
}

/** One attempt to be let in at a bank, as its investor sees it. */
export interface AuthorisationView {
  readonly id: string;
  readonly connectionId: string;
  readonly status: ScaStatus;
  /** Counts what was asked; 0 before the bank has answered. */
  readonly step: number;
  /** What is asked now; `null` while the bank is spoken to, and at the end. */
  readonly question: Question | null;
  readonly answerKey: AnswerKeyView | null;
  readonly hasImage: boolean;
  readonly expiresAt: string | null;
  readonly beganAt: string;
  /** By the clock that `expiresAt` is by. */
  readonly now: string;
  readonly failure: {
    readonly reason: AuthorisationFailure;
    /** The bank's words to the person: shown as text. */
    readonly message: string | null;
    readonly retryAfterSeconds: number | null;
  } | null;
}
