import type { BankAccess } from "#lib/aspsp/bank-access.ts";
import type { DialogStep } from "#lib/aspsp/dialog.ts";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import { createBankHttp } from "#lib/egress/bank-http.ts";
import type { CallRule } from "#lib/egress/egress-policy.ts";
import { begin } from "./begin.ts";
import { createAsk } from "./client.ts";
import { type Ending, holdDialog, type Outcome, takeDialog, type Xs2aDialog } from "./dialog.ts";
import { deleteConsent, endAccess } from "./end-access.ts";
import { endingOf, toAspspError } from "./outcome.ts";
import { poll } from "./poll.ts";
import { createReader } from "./reader.ts";
import { reply } from "./reply.ts";
import { type Talk, talkWith } from "./talk.ts";
import type { AccessInstitution, Xs2aSettings } from "./xs2a-institution.ts";

const farewellMs = 5_000;

/** Access by a consent and its authorisations. Nothing but what `rules` name leaves, to the institution's hosts alone. */
export function createXs2aAccess(
  institution: AccessInstitution,
  settings: Xs2aSettings,
  rules: readonly CallRule[],
): BankAccess {
  const { tls: clientTls, ...rest } = institution;
  const http = createBankHttp({ ...rest, clientTls, rules });
  const ask = createAsk(http, settings);
  const talk = (person: PersonPresent | null, signal: AbortSignal): Talk =>
    talkWith(institution, ask, person, signal, settings.now);

  /** Runs one move of the dialog and says what came of it, also where that is a failure. */
  async function step(
    talking: Talk,
    from: Xs2aDialog | null,
    move: (opened: (dialog: Xs2aDialog) => void) => Promise<Outcome>,
  ): Promise<DialogStep> {
    let dialog = from;
    const outcome = await move((opened) => {
      dialog = opened;
    }).catch((cause: unknown): Outcome => {
      talking.signal.throwIfAborted();
      return { ending: endingOf(cause) };
    });
    if ("asking" in outcome) return { ...outcome.asking, dialog: holdDialog(outcome.next) };
    if (dialog) await leaveNothing(talking, dialog, outcome.ending);
    return outcome.ending;
  }

  return {
    begin(request, signal) {
      const talking = talk(request.person, signal);
      return step(talking, null, (opened) => begin(talking, request, opened));
    },
    async resume(state, given, signal) {
      const dialog = takeDialog(state);
      const talking = talk(dialog.request.person, signal);
      return step(talking, dialog, () => reply(talking, dialog, given));
    },
    async poll(state, signal) {
      const dialog = takeDialog(state);
      const talking = talk(dialog.request.person, signal);
      return step(talking, dialog, () => poll(talking, dialog));
    },
    async cancel(state, signal) {
      const dialog = takeDialog(state);
      await farewell(talk(dialog.request.person, signal), dialog);
    },
    reader: (grant, reading, meaning) =>
      createReader(talk(reading.person, reading.signal), grant, reading, meaning),
    async end(grant, signal, keepTokens) {
      await endAccess(talk(null, signal), grant, keepTokens ?? null).catch((cause: unknown) => {
        throw toAspspError(cause);
      });
    },
    close: () => http.close(),
  };
}

/** A dialog that ended without access leaves no half-given consent at the bank, if the bank can be reached. */
async function leaveNothing(talking: Talk, dialog: Xs2aDialog, ending: Ending): Promise<void> {
  const isAway =
    ending.kind === "failed" && (ending.reason === "bankDown" || ending.reason === "maintenance");
  if (ending.kind !== "done" && !isAway) await farewell(talking, dialog);
}

/** The person does not wait for this to succeed: a consent that nobody authorised opens nothing and lapses. */
async function farewell(talking: Talk, { consentHref }: Xs2aDialog): Promise<void> {
  const signal = AbortSignal.any([talking.signal, AbortSignal.timeout(farewellMs)]);
  await deleteConsent(talking.until(signal), consentHref).catch(() => undefined);
}
