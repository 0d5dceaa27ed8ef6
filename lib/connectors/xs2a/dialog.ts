import type { DialogState, DialogStep, ScaMethod } from "#lib/aspsp/dialog.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { LinkRequest } from "#lib/aspsp/link-request.ts";
import { Secret } from "#lib/kernel/secret.ts";
import type { OAuthFlow } from "./oauth-flow.ts";
import type { Tokens } from "./tokens.ts";

type Bare<Step> = Step extends { dialog: DialogState } ? Omit<Step, "dialog"> : never;
/** A step that is waited for, without the place in the dialog that goes with it. */
export type Asking = Bare<DialogStep>;
export type Ending = Exclude<DialogStep, { dialog: DialogState }>;
/** What one call to the bank led to. */
export type Outcome = { readonly asking: Asking; readonly next: Xs2aDialog } | { readonly ending: Ending };

export interface BankAction {
  readonly href: string;
  readonly method: "POST" | "PUT";
}

/** Where a dialog stands. It holds what the person typed and is never written anywhere. */
export interface Xs2aDialog {
  readonly request: LinkRequest;
  readonly consentId: string;
  /** The consent itself: asked for its status, and ended. */
  readonly consentHref: string;
  /** The authorisation, once it has begun; how it stands is asked here. */
  readonly authorisationHref: string | null;
  readonly select: BankAction | null;
  readonly authorise: BankAction | null;
  readonly confirmationHref: string | null;
  readonly methods: readonly ScaMethod[];
  readonly chosen: ScaMethod | null;
  readonly oauth: OAuthFlow | null;
  readonly tokens: Secret<Tokens> | null;
  /** A password is sent once: a second wrong one brings an access nearer to being blocked. */
  readonly isPasswordSent: boolean;
  /** Where the person was named to the bank last. */
  readonly identifiedAt: string | null;
  /** Asked for a status in vain, in a row. */
  readonly failedPolls: number;
  /** What the person sees. */
  readonly asking: Asking | null;
}

const spent = new WeakSet<DialogState>();

export const holdDialog = (dialog: Xs2aDialog): DialogState => new Secret<object>(dialog);

/** A place in a dialog can be left once. */
export function takeDialog(state: DialogState): Xs2aDialog {
  if (spent.has(state)) throw new AspspError("interrupted", { call: "dialog" });
  spent.add(state);
  return state.reveal() as Xs2aDialog;
}

export const ask = (next: Xs2aDialog, asking: Asking): Outcome => ({ asking, next: { ...next, asking } });

/** The same question, with what went wrong with the answer. */
export function askAgain(
  dialog: Xs2aDialog,
  problem: "wrongCode" | "notResent" | "methodUnavailable",
): Outcome {
  const { asking } = dialog;
  if (!asking) throw new AspspError("interrupted", { call: "dialog" });
  return ask(dialog, "problem" in asking ? { ...asking, problem } : asking);
}

export const endWith = (ending: Ending): Outcome => ({ ending });

export const fail = (
  reason: Extract<Ending, { kind: "failed" }>["reason"],
  message: string | null = null,
): Outcome => endWith({ kind: "failed", reason, message, retryAfterSeconds: null });
