import { type AspspFailure, aspspFailures } from "#lib/aspsp/failure.ts";
import { unreachable } from "#lib/kernel/unreachable.ts";
import type { Question } from "./question.ts";

/** As on the wire (NextGenPSD2 XS2A 1.3, scaStatus); those that no step of ours ends in are left out. */
export const scaStatuses = [
  "received",
  "psuAuthenticated",
  "started",
  "finalised",
  "exempted",
  "failed",
] as const;
export type ScaStatus = (typeof scaStatuses)[number];

/** Where each status may go. An empty row is an end: whoever wants access begins anew. */
export const authorisationTransitions = {
  received: ["psuAuthenticated", "started", "exempted", "failed"],
  psuAuthenticated: ["psuAuthenticated", "started", "finalised", "failed"],
  started: ["psuAuthenticated", "started", "finalised", "failed"],
  finalised: [],
  exempted: [],
  failed: [],
} as const satisfies Record<ScaStatus, readonly ScaStatus[]>;

/** Reasons that are not a bank's answer to what was asked. */
const ownFailures = ["wrongPassword", "passwordExpired", "consentEnded", "institutionChanged"] as const;

/** How a dialog ends without access: the bank's reasons, and those that come before it asks anything. */
export const authorisationFailures = [...aspspFailures, ...ownFailures] as const;
export type AuthorisationFailure = AspspFailure | (typeof ownFailures)[number];

export interface Asked {
  /** Counts what was asked; an answer is to one step and to no other. */
  readonly step: number;
  readonly question: Question;
  /** By the bank's own deadline or by ours, whichever is earlier. */
  readonly expiresAt: Date;
}

/** One attempt to be let in at a bank. Only what there is in a status is in its type. */
export type Authorisation =
  | { readonly status: "received" }
  | ({ readonly status: "psuAuthenticated" } & Asked)
  | ({ readonly status: "started" } & Asked)
  | { readonly status: "finalised" | "exempted"; readonly at: Date }
  | {
      readonly status: "failed";
      readonly at: Date;
      readonly reason: AuthorisationFailure;
      /** The bank's words to the person. */
      readonly message: string | null;
      readonly retryAfterSeconds: number | null;
    };

export type AuthorisationEvent =
  | { readonly type: "asked"; readonly question: Question; readonly expiresAt: Date | null }
  | { readonly type: "letIn" }
  | {
      readonly type: "failed";
      readonly reason: AuthorisationFailure;
      readonly message?: string | null;
      readonly retryAfterSeconds?: number | null;
    };

/** The longest that anything is waited for, in milliseconds; a bank's own deadline may be earlier. */
const patienceMs = 5 * 60_000;
/** Somebody on the bank's own page may take longer. */
const redirectPatienceMs = 15 * 60_000;

/**
 * The next authorisation, or `null` where the event has no meaning in this status. After the deadline of what was
 * asked nothing lets anybody in any more: whatever comes, it has timed out.
 */
export function advance(current: Authorisation, event: AuthorisationEvent, now: Date): Authorisation | null {
  switch (current.status) {
    case "received":
      if (event.type === "letIn") return { status: "exempted", at: now };
      return event.type === "asked" ? ask(1, event, now) : fail(event, now);
    case "psuAuthenticated":
    case "started":
      if (event.type === "failed") return fail(event, now);
      if (current.expiresAt <= now) return fail({ reason: "timedOut" }, now);
      return event.type === "asked" ? ask(current.step + 1, event, now) : { status: "finalised", at: now };
    case "finalised":
    case "exempted":
    case "failed":
      return null;
    default:
      return unreachable(current);
  }
}

/** What has been asked and not been answered, or `null`. */
export const pendingStep = (current: Authorisation): Asked | null => ("question" in current ? current : null);

function ask(
  step: number,
  { question, expiresAt }: Extract<AuthorisationEvent, { type: "asked" }>,
  now: Date,
): Authorisation {
  const ours = new Date(now.getTime() + (question.kind === "redirect" ? redirectPatienceMs : patienceMs));
  return {
    status: question.kind === "chooseMethod" ? "psuAuthenticated" : "started",
    ...{ step, question, expiresAt: expiresAt && expiresAt < ours ? expiresAt : ours },
  };
}

const fail = (
  {
    reason,
    message = null,
    retryAfterSeconds = null,
  }: Omit<Extract<AuthorisationEvent, { type: "failed" }>, "type">,
  at: Date,
): Authorisation => ({ status: "failed", at, reason, message, retryAfterSeconds });
