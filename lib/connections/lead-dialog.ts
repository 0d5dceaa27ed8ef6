import type { Context } from "#lib/access/context.ts";
import type { ClaimedAuthorisation } from "#lib/authorisation/claim-authorisation.ts";
import { failedAt } from "#lib/authorisation/end-authorisation.ts";
import type { DialogOutcome } from "#lib/authorisation/run-dialog.ts";
import { showStep } from "#lib/authorisation/show-step.ts";
import { whileDialogConsented } from "#lib/consent/while-dialog-consented.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { concludeDialog } from "./conclude-dialog.ts";
import { isOver } from "./is-over.ts";
import type { DialogParts } from "./link-parts.ts";
import type { Prepared } from "./prepare-dialog.ts";
import { holdConnection } from "./repository.ts";
import { isLacking } from "./require-link-consent.ts";

/**
 * Leads a dialog to its end and writes down what came of it. Each step is shown under the consent's hold, so that
 * nobody is asked anything for a consent that has ended; an end of the consent, or of the connection, cancels the dialog
 * at the bank at once.
 */
export async function leadDialog(
  ctx: Context,
  parts: DialogParts,
  claimed: ClaimedAuthorisation,
  prepared: Prepared,
): Promise<void> {
  const { keeper, endings, worker } = parts;
  const { authorisationId } = claimed;
  const { reliance, bank, request, connection } = prepared;
  const identifiers = [reliance.consentId, connection.connectionId];
  using watched = endings.watch(identifiers, () => isOver(ctx, connection));

  const outcome = keeper.run({
    ...{ authorisationId, request, connector: bank.connector },
    show: (shown) =>
      whileDialogConsented(ctx, reliance, async (tx) => {
        await holdConnection(tx, connection.connectionId);
        await showStep(tx, ctx, { authorisationId, workerId: worker.workerId, shown });
      }),
  });
  // It is cancelled or it has ended already: neither has anything more to say.
  const cancel = () => void keeper.deliver(authorisationId, 1, { kind: "cancel" }).catch(() => undefined);
  watched.signal.addEventListener("abort", cancel, { once: true });
  if (watched.signal.aborted) cancel();

  const ended = await outcome.catch((cause: unknown): DialogOutcome => {
    const isOurs = !(cause instanceof AppError);
    if (isOurs) parts.warn("connections.dialog_broke", { authorisationId, kind: kindOf(cause) });
    const reason = isLacking(cause) ? "consentEnded" : "interrupted";
    return { authorisation: failedAt(ctx.clock.now(), reason), grant: null, leftAtBank: null };
  });
  await concludeDialog(ctx, parts, { ...prepared, authorisationId }, ended, watched.signal.aborted);
}

const kindOf = (cause: unknown): string => (cause instanceof Error ? cause.name : "unknown");
