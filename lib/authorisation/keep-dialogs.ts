import type { Connector } from "#lib/aspsp/connector.ts";
import type { ChallengeImage } from "#lib/aspsp/dialog.ts";
import type { LinkRequest } from "#lib/aspsp/link-request.ts";
import type { Clock } from "#lib/kernel/clock.ts";
import type { AuthorisationId } from "#lib/kernel/id.ts";
import type { Acknowledgement, Answer } from "./answer.ts";
import { type AnswerKey, newAnswerKey } from "./answer-key.ts";
import type { Asked } from "./authorisation.ts";
import { mayAnswer } from "./question.ts";
import { type DialogOutcome, runDialog, type Turn } from "./run-dialog.ts";
import { tellSca } from "./tell-sca.ts";
import type { AnswerKeyView } from "./view.ts";

/** One step as the world is shown it. */
export interface ShownStep {
  readonly asked: Asked;
  readonly key: AnswerKeyView;
  readonly image: ChallengeImage | null;
}

export interface BegunDialog {
  readonly authorisationId: AuthorisationId;
  readonly connector: Connector;
  readonly request: LinkRequest;
  /** Shows a step. It throws where nobody is to be asked any more, which ends the dialog. */
  readonly show: (step: ShownStep) => Promise<void>;
}

/** Hands an answer to its dialog. Sent any number of times it counts once. */
export type Deliver = (
  authorisationId: AuthorisationId,
  step: number,
  answer: Answer,
) => Promise<Acknowledgement>;

/** The dialogs that live in this process's memory, and die with it. */
export interface DialogKeeper {
  run(dialog: BegunDialog): Promise<DialogOutcome>;
  readonly deliver: Deliver;
  /** Ends all of them as interrupted. */
  stop(): Promise<void>;
}

interface Live {
  /** What is asked now and the key that answers to it are sealed to; `null` until the bank has asked anything. */
  current: { readonly asked: Asked; readonly key: AnswerKey } | null;
  /** Hands a turn to the dialog that waits for one. */
  take: ((turn: Turn) => void) | null;
  readonly answered: Set<number>;
  isCancelled: boolean;
}

export function keepDialogs(clock: Clock): DialogKeeper {
  const live = new Map<AuthorisationId, Live>();
  /** What was answered in dialogs that have just ended: who sends it again hears the same. */
  const ended = new Map<AuthorisationId, ReadonlySet<number>>();
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();

  async function run({ authorisationId, connector, request, show }: BegunDialog): Promise<DialogOutcome> {
    // From here on it can be cancelled, also while the bank has not asked anything yet.
    const dialog: Live = { current: null, take: null, answered: new Set(), isCancelled: false };
    live.set(authorisationId, dialog);
    const sca = tellSca();
    const host = {
      clock,
      show: async (asked: Asked, image: ChallengeImage | null) => {
        const key = newAnswerKey(authorisationId, asked.step);
        dialog.current = { asked, key };
        dialog.take = null;
        sca.asked(asked.question);
        await show({ asked, key: key.view, image });
      },
      isCancelled: () => dialog.isCancelled,
      nextTurn: (step: number, signal: AbortSignal) => nextTurn(authorisationId, step, signal),
    };
    let end: DialogOutcome["authorisation"] | null = null;
    try {
      const outcome = await runDialog(connector, request, host, stopping.signal);
      end = outcome.authorisation;
      return outcome;
    } finally {
      sca.ended(end);
      remember(authorisationId, dialog.answered);
      live.delete(authorisationId);
    }
  }

  function remember(authorisationId: AuthorisationId, answered: ReadonlySet<number>): void {
    if (answered.size === 0) return;
    ended.set(authorisationId, answered);
    setTimeout(() => ended.delete(authorisationId), rememberedMs).unref();
  }

  const toldOfEnded = (authorisationId: AuthorisationId, step: number): Acknowledgement =>
    ended.get(authorisationId)?.has(step) ? "accepted" : "gone";

  function nextTurn(
    authorisationId: AuthorisationId,
    step: number,
    signal: AbortSignal,
  ): Promise<Turn | null> {
    const dialog = live.get(authorisationId);
    if (dialog?.current?.asked.step !== step) throw new Error("nobody is asked this");
    if (dialog.isCancelled) return Promise.resolve({ kind: "cancel" });
    return new Promise((resolve) => {
      const settle = (turn: Turn | null) => {
        dialog.take = null;
        signal.removeEventListener("abort", giveUp);
        resolve(turn);
      };
      const giveUp = () => settle(null);
      dialog.take = settle;
      signal.addEventListener("abort", giveUp);
      if (signal.aborted) giveUp();
    });
  }

  const deliver: Deliver = async (authorisationId, step, answer) => {
    const dialog = live.get(authorisationId);
    if (!dialog) return toldOfEnded(authorisationId, step);
    if (answer.kind === "cancel") return cancel(dialog);
    const { current } = dialog;
    if (!current) return "unusable";
    const told = alreadyTold(dialog, current.asked, step);
    if (told) return told;
    const turn = await turnOf(current, answer);
    // While it was opened another one may have come first, or the step may be over.
    const now = live.get(authorisationId);
    if (!now) return toldOfEnded(authorisationId, step);
    const toldMeanwhile = alreadyTold(now, now.current?.asked ?? current.asked, step);
    if (toldMeanwhile) return toldMeanwhile;
    if (!turn) return "unusable";
    // The bank is asked how it stands just now; the answer is there when it has said.
    if (!now.take) return retryWhenIdle(() => deliver(authorisationId, step, answer));
    now.answered.add(step);
    now.take(turn);
    return "accepted";
  };

  return {
    run(dialog) {
      const outcome = run(dialog);
      const settled: Promise<void> = outcome
        .then(
          () => undefined,
          () => undefined,
        )
        .finally(() => running.delete(settled));
      running.add(settled);
      return outcome;
    },
    deliver,
    async stop() {
      stopping.abort(new Error("the worker is stopping"));
      await Promise.all(running);
    },
  };
}

function alreadyTold({ answered }: Live, asked: Asked, step: number): Acknowledgement | null {
  if (answered.has(step)) return "accepted";
  if (step < asked.step) return "stale";
  return step > asked.step ? "unusable" : null;
}

function cancel(dialog: Live): Acknowledgement {
  dialog.isCancelled = true;
  dialog.take?.({ kind: "cancel" });
  return "accepted";
}

async function turnOf(
  { asked: { question }, key }: NonNullable<Live["current"]>,
  answer: Exclude<Answer, { kind: "cancel" }>,
): Promise<Turn | null> {
  if (!mayAnswer(question, answer.kind)) return null;
  switch (answer.kind) {
    case "method": {
      const methods = "methods" in question ? question.methods : [];
      return methods.some(({ id }) => id === answer.methodId)
        ? { kind: "method", methodId: answer.methodId }
        : null;
    }
    case "resend":
      return "canResend" in question && question.canResend ? { kind: "resend" } : null;
    case "code": {
      const code = await key.open(answer.sealed);
      return code && { kind: "code", code };
    }
    case "redirected": {
      const url = await key.open(answer.sealed);
      return url && { kind: "redirected", url };
    }
  }
}

const rememberedMs = 60_000;
const idleCheckMs = 50;

async function retryWhenIdle(again: () => Promise<Acknowledgement>): Promise<Acknowledgement> {
  await new Promise((done) => setTimeout(done, idleCheckMs));
  return again();
}
