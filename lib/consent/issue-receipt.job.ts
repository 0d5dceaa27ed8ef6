import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { type RecordedEvent, readEvent } from "#lib/audit/read-event.ts";
import { handle } from "#lib/jobs/handler.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import {
  isIssued,
  keepReceipt,
  type ReceiptDraft,
  type ReceiptSigner,
  readController,
  signReceipt,
} from "#lib/receipts/issue-receipt.ts";
import { initiatorOf } from "./history.ts";
import { findAct, type RecordedAct } from "./history-repository.ts";
import { issueConsentReceipt } from "./jobs.ts";
import { listFirmAdvisors } from "./party-repository.ts";
import { findNotice } from "./presentation-repository.ts";
import { type Notice, type Parties, receiptContent, receiptKindOf } from "./receipt-content.ts";

/**
 * Draws up the receipt of an act from what the act left behind, and signs it if the log's own event says the same:
 * a web server that was taken over gets no receipt for what did not happen.
 */
export const issueConsentReceiptHandler = (signer: ReceiptSigner) =>
  handle({
    job: issueConsentReceipt,
    authorise: async (ctx, payload) => {
      const { consentId, revision } = { ...payload, consentId: payload.consentId as ConsentId };
      return inTransaction(ctx, async (tx) => {
        const { eventId } = await findAct(tx, consentId, revision);
        return (await isIssued(tx, eventId)) ? { run: false, reason: "issued" } : { run: true };
      });
    },
    run: async (ctx, payload) => {
      requirePermission(ctx, "receipt.issue");
      const consentId = payload.consentId as ConsentId;
      const draft = await inTransaction(ctx, async (tx) => {
        const act = await findAct(tx, consentId, payload.revision);
        const event = await readEvent(tx, act.tenantId, act.eventId);
        const notice = await findNotice(tx, consentId, act.entry.at);
        const controller = await readController(tx, act.tenantId);
        const names = new Map((await listFirmAdvisors(tx)).map(({ personId, name }) => [personId, name]));
        return draftOf(consentId, act, event, notice, { firm: controller, names });
      });
      const signed = await signReceipt(signer, draft, ctx.clock.now());
      await inTransaction(ctx, (tx) => keepReceipt(tx, signed));
    },
  });

function draftOf(
  consentId: ConsentId,
  { entry, investorId, eventId, snapshot }: RecordedAct,
  event: RecordedEvent | null,
  notice: Notice | null,
  parties: Parties,
): ReceiptDraft {
  const isBorneOut =
    event?.type === `consent.${entry.act}` &&
    event.facts.consentId === consentId &&
    event.actorType === entry.actorType;
  if (!event || !isBorneOut || !snapshot || !notice) {
    throw new Error(`the log does not bear out revision ${entry.revision} of ${consentId}`);
  }
  const { actorType: initiator, channel } = initiatorOf(entry);
  return {
    ...{ controller: parties.firm, personId: investorId, kind: receiptKindOf(entry.act) },
    act: {
      ...{ eventId, type: event.type, leafHash: event.leafHash.toString("hex"), at: entry.at.toISOString() },
      ...{ initiator, channel, reason: entry.reason },
    },
    consent: receiptContent(consentId, entry.revision, snapshot, notice, parties),
  };
}
