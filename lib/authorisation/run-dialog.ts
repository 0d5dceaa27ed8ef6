import { isDeepStrictEqual } from "node:util";
import type { AccessGrant } from "#lib/aspsp/access-grant.ts";
import type { Connector } from "#lib/aspsp/connector.ts";
import type { ChallengeImage, DialogReply, DialogState, DialogStep } from "#lib/aspsp/dialog.ts";
import type { LinkRequest } from "#lib/aspsp/link-request.ts";
import type { Clock } from "#lib/kernel/clock.ts";
import {
  type Asked,
  type Authorisation,
  type AuthorisationEvent,
  advance,
  pendingStep,
} from "./authorisation.ts";
import { eventOf } from "./from-dialog.ts";

/** What somebody decided while a step was waited on. */
export type Turn = DialogReply | { readonly kind: "cancel" };

/** What the dialog tells the world, and how the world answers. */
export interface DialogHost {
  /** Shows what is asked now. From its return on an answer to that step may come. */
  readonly show: (asked: Asked, image: ChallengeImage | null) => Promise<void>;
  /** Resolves with what was answered, or with `null` when `signal` says that it is no longer waited for. */
  readonly nextTurn: (step: number, signal: AbortSignal) => Promise<Turn | null>;
  /** Whether the person has left meanwhile: what the bank was just asked then counts for nothing. */
  readonly isCancelled: () => boolean;
  readonly clock: Clock;
}

export interface DialogOutcome {
  readonly authorisation: Extract<Authorisation, { status: "finalised" | "exempted" | "failed" }>;
  readonly grant: AccessGrant | null;
  /** Access that came too late and that the bank could not be told to end: somebody has to try again. */
  readonly leftAtBank: AccessGrant | null;
}

/**
 * Leads one dialog with a bank to its end, whatever that is. Every reply that is given is given to the bank once:
 * the place it was given at is left by it. When `stopping` fires the dialog ends as interrupted, with nothing left
 * behind at the bank where the bank can be told.
 */
export async function runDialog(
  connector: Connector,
  request: LinkRequest,
  host: DialogHost,
  stopping: AbortSignal,
): Promise<DialogOutcome> {
  let current: Authorisation = { status: "received" };
  let step = await attempt(() => connector.begin(request, stopping), stopping);
  for (;;) {
    const next = advance(current, meant(step, host), host.clock.now());
    if (!next) throw new Error(`a dialog that has ${current.status} goes on`);
    current = next;
    const asked = pendingStep(current);
    if (!asked || !("dialog" in step)) return concluded(connector, current, step);
    await orLeave(connector, step.dialog, () =>
      host.show(asked, step.kind === "scanImage" ? step.image : null),
    );
    step = await untilItChanges(connector, asked, step, host, stopping);
  }
}

/** Whoever has cancelled is not let in by what the bank had not said yet. */
function meant(step: DialogStep, host: DialogHost): AuthorisationEvent {
  const event = eventOf(step);
  return host.isCancelled() && event.type !== "failed" ? { type: "failed", reason: "cancelled" } : event;
}

type Asking = Extract<DialogStep, { dialog: unknown }>;

/** Waits for an answer, and asks the bank meanwhile where it is to be asked. The same question again is no new step. */
async function untilItChanges(
  connector: Connector,
  asked: Asked,
  from: Asking,
  host: DialogHost,
  stopping: AbortSignal,
): Promise<DialogStep> {
  let dialog = from.dialog;
  for (;;) {
    const turn = await waitForTurn(asked, pollAfter(from), host, stopping);
    const { step, cancels } = await take(turn, connector, dialog, stopping);
    if (cancels) await leave(connector, dialog);
    if (!(turn.kind === "poll" && isTheSame(step, asked))) return step;
    dialog = step.dialog;
  }
}

type Waited = Turn | { readonly kind: "poll" | "deadline" | "stopped" };

async function waitForTurn(
  { step, expiresAt }: Asked,
  pollAfterMs: number | null,
  { nextTurn, clock }: DialogHost,
  stopping: AbortSignal,
): Promise<Waited> {
  const left = Math.max(0, expiresAt.getTime() - clock.now().getTime());
  const polls = pollAfterMs !== null && pollAfterMs < left;
  const over = AbortSignal.any([stopping, AbortSignal.timeout(polls ? pollAfterMs : left)]);
  const turn = await nextTurn(step, over);
  if (turn) return turn;
  if (stopping.aborted) return { kind: "stopped" };
  return { kind: polls ? "poll" : "deadline" };
}

async function take(
  turn: Waited,
  connector: Connector,
  dialog: DialogState,
  stopping: AbortSignal,
): Promise<{ readonly step: DialogStep; readonly cancels: boolean }> {
  switch (turn.kind) {
    case "cancel":
      return { step: failed("cancelled"), cancels: true };
    case "deadline":
      return { step: failed("timedOut"), cancels: true };
    case "stopped":
      return { step: failed("interrupted"), cancels: true };
    case "poll":
      return { step: await attempt(() => connector.poll(dialog, stopping), stopping), cancels: false };
    default:
      return {
        step: await attempt(() => connector.resume(dialog, turn, stopping), stopping),
        cancels: false,
      };
  }
}

/** Where nobody can be asked any more, the bank is told before anything else. */
async function orLeave(connector: Connector, dialog: DialogState, show: () => Promise<void>): Promise<void> {
  try {
    await show();
  } catch (cause) {
    await leave(connector, dialog);
    throw cause;
  }
}

const leave = (connector: Connector, dialog: DialogState): Promise<void> =>
  connector.cancel(dialog, AbortSignal.timeout(goodbyeMs)).catch(() => undefined);

/** How long a bank is given to be told that a dialog is over. */
const goodbyeMs = 5_000;

/** A connector answers with steps also where a bank fails; what it throws is that it was stopped, or a fault of ours. */
async function attempt(call: () => Promise<DialogStep>, stopping: AbortSignal): Promise<DialogStep> {
  try {
    return await call();
  } catch (cause) {
    if (stopping.aborted) return failed("interrupted");
    throw cause;
  }
}

const failed = (reason: "cancelled" | "timedOut" | "interrupted"): DialogStep => ({
  ...{ kind: "failed", reason, message: null, retryAfterSeconds: null },
});

const pollAfter = (step: Asking): number | null => {
  if (step.kind === "approveElsewhere") return step.pollAfterMs;
  return step.kind === "redirect" && step.canPoll ? step.pollAfterMs : null;
};

function isTheSame(step: DialogStep, { question }: Asked): step is Asking {
  const event: AuthorisationEvent = eventOf(step);
  return "dialog" in step && event.type === "asked" && isDeepStrictEqual(event.question, question);
}

/** A bank that let somebody in too late, or still asks somebody who has left, is told at once. */
async function concluded(
  connector: Connector,
  authorisation: Authorisation,
  step: DialogStep,
): Promise<DialogOutcome> {
  const grant = step.kind === "done" ? step.grant : null;
  if ("dialog" in step) await leave(connector, step.dialog);
  switch (authorisation.status) {
    case "finalised":
    case "exempted":
      return { authorisation, grant, leftAtBank: null };
    case "failed": {
      const leftAtBank = grant && (await couldNotEnd(connector, grant)) ? grant : null;
      return { authorisation, grant: null, leftAtBank };
    }
    default:
      throw new Error("a dialog ended in the middle");
  }
}

const couldNotEnd = (connector: Connector, grant: AccessGrant): Promise<boolean> =>
  connector.end(grant, AbortSignal.timeout(goodbyeMs)).then(
    () => false,
    () => true,
  );
