import type { Connector } from "#lib/aspsp/connector.ts";
import type { DialogStep } from "#lib/aspsp/dialog.ts";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import { createBankHttp } from "#lib/egress/bank-http.ts";
import { xs2aCalls } from "./allowed-calls.ts";
import { begin } from "./begin.ts";
import { createAsk } from "./client.ts";
import { type Ending, holdDialog, type Outcome, takeDialog, type Xs2aDialog } from "./dialog.ts";
import { deleteConsent, endAccess } from "./end-access.ts";
import { endingOf, toAspspError } from "./outcome.ts";
import { poll } from "./poll.ts";
import { reply } from "./reply.ts";
import { openSession } from "./session.ts";
import { type Talk, talkWith } from "./talk.ts";
import type { Xs2aInstitution, Xs2aSettings } from "./xs2a-institution.ts";

const farewellMs = 5_000;

/** NextGenPSD2 XS2A 1.3. Nothing but `allowed-calls.ts` names leaves, and it leaves to the institution's hosts alone. */
export function createXs2aConnector(institution: Xs2aInstitution, settings: Xs2aSettings): Connector {
  const { tls: clientTls, ...rest } = institution;
  const http = createBankHttp({ ...rest, clientTls, rules: xs2aCalls });
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
    institutionId: institution.id,
    capabilities: {
      products: new Set(["accounts", "holders", "balances", "transactions"]),
      unattendedReadsPerDay: 4,
      readsChanges: institution.readsChanges,
    },
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
    open: (grant, reading) => openSession(talk(reading.person, reading.signal), grant, reading),
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
