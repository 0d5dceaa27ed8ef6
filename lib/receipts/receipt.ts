import { z } from "zod";
import { dataClusters } from "#lib/kernel/data-cluster.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";

/** What a receipt is given for. */
export const receiptKinds = ["consentGiven", "consentChanged", "consentEnded", "credentialDeleted"] as const;
export type ReceiptKind = (typeof receiptKinds)[number];

const moment = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const code = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_.-]{0,79}$/);
const name = z.string().min(1).max(200);

/** The act and its place in the log: the event's leaf hash (RFC 9162, 2.1.1) is what the log proves. */
const actSchema = z.strictObject({
  eventId: idSchema("evt"),
  type: code,
  leafHash: sha256,
  at: moment,
  /** What kind of actor did it; who of the firm's people, the log tells those who may read it. */
  initiator: code,
  channel: code,
  reason: code.nullable(),
});

/**
 * A consent as the act left it: what applies of a consent record (ISO/IEC TS 27560:2023) and of a consent receipt
 * (Kantara 1.1). PSD2's explicit consent (Art. 67) and the GDPR's lawful basis (Art. 6) are two.
 */
export const consentContentSchema = z.strictObject({
  consentId: idSchema("con"),
  revision: z.int().min(1),
  state: code,
  notice: z.strictObject({ version: z.string().max(20), locale: z.enum(locales), sha256 }),
  recipients: z
    .array(
      z.strictObject({
        kind: z.enum(["firm", "advisor", "program"]),
        id: z.string().max(60),
        name: name.nullable(),
      }),
    )
    .min(1),
  categories: z
    .array(
      z.strictObject({
        category: z.enum(dataClusters),
        purposes: z.array(code).min(1),
        historyFrom: z.iso.date().nullable(),
        /** What of it is never stored. Absent where nothing is left out, as in receipts from before it could be. */
        leavesOut: z.array(code).min(1).optional(),
      }),
    )
    .min(1),
  /** `null` while the person has not chosen any. */
  accounts: z.array(idSchema("acc")).nullable(),
  psd2ExplicitConsent: z.literal(true),
  lawfulBasis: code,
  /** How often the bank is asked in a day; `null` is once and never again. */
  accessesPerDay: z.int().min(1).nullable(),
  givenAt: moment,
  validUntil: moment,
  endedAt: moment.nullable(),
  retentionAfterEndDays: z.int().min(0),
  storageRegion: z.string().max(20),
  collectionMethod: z.literal("portal"),
  withdrawalMethod: z.literal("portal"),
});
export type ConsentContent = z.output<typeof consentContentSchema>;

/** What was destroyed of a bank access, and until when a backup of the key database may still hold its keys. */
export const deletionContentSchema = z.strictObject({
  credentialId: idSchema("crd"),
  destroyedAt: moment,
  wrappedKeysDestroyed: z.array(
    z.strictObject({ version: z.int().min(1), kmsKeyVersion: z.string().max(300) }),
  ),
  backupsForgetBy: moment,
});
export type DeletionContent = z.output<typeof deletionContentSchema>;

/** What is signed. Nothing in it is secret; its holder is named by identifier alone. */
export const receiptSchema = z.strictObject({
  schemaVersion: z.literal("1"),
  receiptId: idSchema("rcp"),
  kind: z.enum(receiptKinds),
  issuedAt: moment,
  principal: z.strictObject({ id: idSchema("per") }),
  controller: z.strictObject({ id: idSchema("ten"), name }),
  /** The installation that acts for the controller, by the name of its log. */
  processor: z.strictObject({ id: z.string().min(1).max(200) }),
  act: actSchema,
  consent: consentContentSchema.nullable(),
  deletion: deletionContentSchema.nullable(),
});
export type Receipt = z.output<typeof receiptSchema>;
