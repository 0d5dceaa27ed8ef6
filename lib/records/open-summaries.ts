import type { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { slices } from "#lib/kernel/slices.ts";
import type { BookKey } from "./book-key.ts";
import type { RecipientId } from "./context.ts";
import { tenantOf } from "./open-records.ts";
import type { RecordKeys } from "./record-keys.ts";
import { RecordsError } from "./records-error.ts";
import { refusingOpening } from "./refusing.ts";
import type { SealedSummary } from "./repository.ts";
import { parseJson } from "./sheet.ts";

export interface Summary<Content> {
  readonly investorId: PersonId;
  readonly recipientId: RecipientId;
  readonly asOf: Date;
  readonly content: Content;
}

export interface Sealed {
  readonly sealed: readonly SealedSummary[];
  /** An investor whose key was destroyed before they were asked for is not among what is opened. */
  readonly secrets: ReturnType<RecordKeys["bookSecrets"]>;
}

/** Outside of any transaction: keys may have to be asked for at the KMS. */
export async function openSummaries<Content>(
  ctx: Context,
  keys: RecordKeys,
  content: z.ZodType<Content>,
  { sealed, secrets: asked }: Sealed,
): Promise<readonly Summary<Content>[]> {
  if (sealed.length === 0) return [];
  const tenantId = tenantOf(ctx);
  return refusingOpening({ tenantId }, async () => {
    const secrets = await asked;
    using book = await keys.bookKey(tenantId);
    const pause = slices();
    const opened: Summary<Content>[] = [];
    for (const summary of sealed) {
      await pause();
      const secret = secrets.get(summary.investorId);
      if (secret === undefined) throw new RecordsError("keyMissing");
      if (secret !== null) opened.push(openSummary(book, secret, content, summary));
    }
    return opened;
  });
}

function openSummary<Content>(
  book: BookKey,
  secret: Buffer,
  content: z.ZodType<Content>,
  summary: SealedSummary,
): Summary<Content> {
  const plaintext = book.open(summary, secret, summary.envelope);
  const parsed = content.safeParse(parseJson(plaintext));
  plaintext.fill(0);
  if (!parsed.success) throw new RecordsError("malformedContent");
  const { investorId, recipientId, asOf } = summary;
  return { investorId, recipientId, asOf, content: parsed.data };
}
