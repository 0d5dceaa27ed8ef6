import type { Transaction } from "#lib/db/database.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import type { EventId, PersonId, TenantId } from "#lib/kernel/id.ts";
import { newId } from "#lib/kernel/id.ts";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
import type { Kms } from "#lib/keys/kms.ts";
import { signStatement } from "#lib/keys/statement.ts";
import { mailReceipt } from "./jobs.ts";
import { type ConsentContent, type DeletionContent, type Receipt, receiptSchema } from "./receipt.ts";
import {
  type Controller,
  readController as findController,
  hasReceipt,
  insertReceipt,
} from "./repository.ts";

/** The worker alone can sign; the key itself never leaves the KMS. */
export interface ReceiptSigner {
  readonly kms: Pick<Kms, "sign">;
  readonly version: KeyVersionName;
  /** The installation, by the name of its log. */
  readonly processorId: string;
}

interface Draft {
  readonly controller: Controller;
  readonly personId: PersonId;
  readonly act: Omit<Receipt["act"], "eventId"> & { readonly eventId: EventId };
}

export type ReceiptDraft = Draft &
  (
    | { readonly kind: Exclude<Receipt["kind"], "credentialDeleted">; readonly consent: ConsentContent }
    | { readonly kind: "credentialDeleted"; readonly deletion: DeletionContent }
  );

/** What the header of a receipt's signature calls it (RFC 7515, 4.1.9). */
export const receiptType = "licet-receipt+jws";

/** Draws up and signs. Nothing is kept by it; `keepReceipt` does that. */
export async function signReceipt(
  { kms, version, processorId }: ReceiptSigner,
  draft: ReceiptDraft,
  issuedAt: Date,
): Promise<SignedReceipt> {
  const receipt = receiptSchema.parse({
    schemaVersion: "1",
    receiptId: newId("rcp"),
    kind: draft.kind,
    issuedAt: issuedAt.toISOString(),
    principal: { id: draft.personId },
    controller: draft.controller,
    processor: { id: processorId },
    act: draft.act,
    consent: "consent" in draft ? draft.consent : null,
    deletion: "deletion" in draft ? draft.deletion : null,
  } satisfies Receipt);
  return { receipt, statement: await signStatement(kms, version, receiptType, receipt) };
}

export interface SignedReceipt {
  readonly receipt: Receipt;
  /** A compact JWS over the receipt's canonical JSON. */
  readonly statement: string;
}

/** One act has one receipt, which is mailed to its holder: a second one for it is neither kept nor sent. */
export async function keepReceipt(tx: Transaction, { receipt, statement }: SignedReceipt): Promise<void> {
  const { receiptId, kind, controller, principal, act, consent, deletion } = receipt;
  const subjectId = consent?.consentId ?? deletion?.credentialId;
  if (!subjectId) throw new TypeError(`a receipt of kind ${kind} is about nothing`);
  const isNew = await insertReceipt(tx, {
    ...{ tenantId: controller.id, receiptId, personId: principal.id, kind, subjectId },
    ...{ eventId: act.eventId, issuedAt: new Date(receipt.issuedAt), statement },
  });
  if (isNew) await enqueue(tx, mailReceipt, { tenantId: controller.id, receiptId });
}

/** Whether the act with this event has its receipt. */
export const isIssued = (tx: Transaction, eventId: EventId): Promise<boolean> => hasReceipt(tx, eventId);

/** The firm that a receipt is given for. */
export const readController = (tx: Transaction, tenantId: TenantId): Promise<Controller> =>
  findController(tx, tenantId);
