import { createHmac, timingSafeEqual } from "node:crypto";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { RecipientId, SummaryContext } from "./context.ts";
import type { SummaryKey } from "./hold-keys.ts";
import { refusingStoring } from "./refusing.ts";
import { lockSummary, saveSummary } from "./repository.ts";
import { padded } from "./sheet.ts";

export interface NewSummary {
  readonly recipientId: RecipientId;
  readonly asOf: Date;
  /** What the recipient's list shows of this investor; JSON, with amounts as texts. */
  readonly content: object;
}

/**
 * Puts an investor's summary for one recipient in the place of the one before it, in the caller's transaction. One that
 * says the same stays: nobody has to be told of it twice.
 */
export async function storeSummary(
  tx: Transaction,
  ctx: Context,
  { investorId, book, secret }: SummaryKey,
  { recipientId, asOf, content }: NewSummary,
): Promise<void> {
  requirePermission(ctx, "records.store");
  await refusingStoring({ investorId, recipientId }, async () => {
    const standing = await lockSummary(tx, investorId, recipientId);
    const plaintext = padded(JSON.stringify(content));
    const likeness = likenessOf(secret, plaintext);
    if (!standing.likeness || !timingSafeEqual(standing.likeness, likeness)) {
      const version = standing.version + 1;
      const context: SummaryContext = { investorId, recipientId, asOf, version };
      const envelope = book.seal(context, secret, plaintext);
      await saveSummary(tx, book.context, { ...context, envelope, likeness });
    }
    plaintext.fill(0);
  });
}

/** Without the investor's secret it tells nothing of the content but that two in a row are the same. */
const likenessOf = (secret: Buffer, plaintext: Buffer): Buffer =>
  createHmac("sha256", secret).update("licet/book-likeness/1\n").update(plaintext).digest();
