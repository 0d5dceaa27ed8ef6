import type { DialogReply } from "#lib/aspsp/dialog.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import { unreachable } from "#lib/kernel/unreachable.ts";
import { advance } from "./advance.ts";
import { comeBack } from "./come-back.ts";
import { askAgain, type Outcome, type Xs2aDialog } from "./dialog.ts";
import { BankRefusal } from "./refusal.ts";
import { selectMethod } from "./select-method.ts";
import { submitCode } from "./submit-code.ts";
import type { Talk } from "./talk.ts";

/** Hands the person's answer to the bank. An answer to what was not asked is a mistake of the caller's. */
export async function reply(talk: Talk, dialog: Xs2aDialog, given: DialogReply): Promise<Outcome> {
  switch (given.kind) {
    case "code":
      return submitCode(talk, dialog, given.code);
    case "method":
      return chooseMethod(talk, dialog, given.methodId);
    case "resend":
      return resend(talk, dialog);
    case "redirected":
      return comeBack(talk, dialog, given.url);
    default:
      return unreachable(given);
  }
}

async function chooseMethod(talk: Talk, dialog: Xs2aDialog, methodId: string): Promise<Outcome> {
  const method = dialog.methods.find(({ id }) => id === methodId);
  if (!method) return askAgain(dialog, "methodUnavailable");
  return choose(talk, dialog, () => selectMethod(talk, dialog, method), "methodUnavailable");
}

async function resend(talk: Talk, dialog: Xs2aDialog): Promise<Outcome> {
  const { chosen } = dialog;
  if (!chosen) throw new AspspError("interrupted", { call: "resend" });
  return choose(talk, dialog, () => selectMethod(talk, dialog, chosen), "notResent");
}

async function choose(
  talk: Talk,
  dialog: Xs2aDialog,
  select: () => ReturnType<typeof selectMethod>,
  problem: "methodUnavailable" | "notResent",
): Promise<Outcome> {
  try {
    const selected = await select();
    return await advance(talk, selected.dialog, selected.standing);
  } catch (cause) {
    // What was asked before still holds: the person may go on with it, or choose otherwise.
    const isRefused = cause instanceof BankRefusal && cause.status >= 400 && cause.status < 500;
    if (!isRefused || cause.status === 409 || cause.status === 429) throw cause;
    return askAgain(dialog, problem);
  }
}
