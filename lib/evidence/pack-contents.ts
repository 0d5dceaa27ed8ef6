import { inSearchTransaction } from "#lib/access/transaction.ts";
import { showEntries } from "#lib/audit/read-evidence.ts";
import { type RecordedConsent, readConsentRecords, readRecordedTexts } from "#lib/consent/read-records.ts";
import type { StreamedFile } from "#lib/files/zip-stream.ts";
import { readKeyInventory } from "#lib/installation/read-key-inventory.ts";
import type { KeyInventoryView } from "#lib/installation/view.ts";
import type { PresentationId } from "#lib/kernel/id.ts";
import { readReceiptsOfActs } from "#lib/receipts/read-receipts-of-acts.ts";
import { formatReceiptFile } from "#lib/receipts/receipt-file.ts";
import { type RecordedCredential, readCredentialRecords } from "#lib/vault/read-records.ts";
import { EntriesSaid } from "./entries-said.ts";
import { packFiles, receiptFileName, textFile } from "./manifest.ts";
import type { PackPlan, PackTold } from "./pack-plan.ts";
import { writeSummary } from "./write-summary.ts";

const batch = 256;

/** What a pack holds beside its manifest and its seal, counted while it is made. */
export class PackContents implements PackTold {
  readonly said = new EntriesSaid();
  readonly textsMissing: PresentationId[] = [];
  readonly consents: RecordedConsent[] = [];
  readonly credentials: RecordedCredential[] = [];
  texts = 0;
  receipts = 0;
  certificates = 0;
  readonly #plan: PackPlan;

  constructor(plan: PackPlan) {
    this.#plan = plan;
  }

  /** The entries come first: what else is in the pack is what they name. Each file is made when it is asked for. */
  async *files(): AsyncGenerator<StreamedFile> {
    yield { name: packFiles.events, content: this.#entries() };
    yield { name: packFiles.consents, content: this.#consents() };
    yield { name: packFiles.credentials, content: this.#credentials() };
    yield* this.#texts();
    yield* this.#receipts();
    const keys = await readKeyInventory(this.#plan.ctx);
    yield { name: packFiles.keys, content: [json(keys)] };
    yield { name: packFiles.checkpoint, content: [this.#plan.state.note] };
    yield { name: packFiles.summary, content: this.#summary(keys) };
  }

  async *#entries(): AsyncGenerator<string> {
    const { ctx, means, state, places, heldSizes } = this.#plan;
    const { tenantId } = ctx.actor;
    const shown = { origin: means.origin, tenantId, state };
    for await (const { text, entries } of showEntries(ctx, shown, places, heldSizes)) {
      for (const { body } of entries) if (body) this.said.take(body);
      yield text;
    }
  }

  async *#consents(): AsyncGenerator<string> {
    yield "[";
    let before = "\n";
    for (const ids of batches([...this.said.consentIds])) {
      for (const record of await readConsentRecords(this.#plan.ctx, ids)) {
        const { terms, accountIds, ...consent } = record.consent;
        this.consents.push(record);
        yield `${before}${JSON.stringify({ ...consent, terms, accountIds, history: record.history })}`;
        before = ",\n";
      }
    }
    yield "\n]\n";
  }

  async *#credentials(): AsyncGenerator<string> {
    const { ctx, means } = this.#plan;
    for (const credentialIds of batches([...this.said.credentialIds])) {
      this.credentials.push(
        ...(await inSearchTransaction(ctx, (tx) => readCredentialRecords(tx, ctx, { credentialIds }))),
      );
    }
    yield json(
      this.credentials.map((credential) => ({
        ...credential,
        bank: means.bankName(credential.institutionId),
      })),
    );
  }

  async *#texts(): AsyncGenerator<StreamedFile> {
    for (const ids of batches([...this.said.presentationIds])) {
      const found = new Map(
        (await readRecordedTexts(this.#plan.ctx, ids)).map((one) => [one.presentationId, one.text]),
      );
      for (const id of ids) {
        const text = found.get(id) ?? null;
        if (text === null) this.textsMissing.push(id);
        else {
          this.texts += 1;
          yield { name: textFile(id), content: [text] };
        }
      }
    }
  }

  async *#receipts(): AsyncGenerator<StreamedFile> {
    const { ctx, state } = this.#plan;
    for (const ids of batches(this.said.eventIds)) {
      for (const file of await readReceiptsOfActs(ctx, state, ids)) {
        const { kind, receiptId } = file.receipt;
        const isCertificate = kind === "credentialDeleted";
        this[isCertificate ? "certificates" : "receipts"] += 1;
        yield { name: receiptFileName(receiptId, isCertificate), content: [formatReceiptFile(file)] };
      }
    }
  }

  async *#summary(keys: KeyInventoryView): AsyncGenerator<Buffer> {
    yield await writeSummary(this.#plan, this, keys);
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += batch) yield all.slice(at, at + batch);
}
