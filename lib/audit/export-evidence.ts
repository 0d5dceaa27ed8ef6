import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { appendAudit } from "./append.ts";
import { readLatestCheckpoint } from "./checkpoint-repository.ts";
import { readEntriesOf } from "./entry-repository.ts";
import { evidenceLines } from "./evidence-lines.ts";
import { evidenceExported } from "./log-events.ts";
import { readNotes } from "./read-notes.ts";

export interface ExportEvidence {
  readonly origin: string;
  /** Sizes of earlier checkpoints that whoever checks the pack holds, and wants to see continued. */
  readonly heldSizes?: readonly number[];
}

/**
 * The own firm's entries in the log up to its last checkpoint, each in its place, with hashes for what is others'.
 * It shows that these entries are in the log, unchanged and in this order; that the firm has no others, only the
 * whole log can show.
 */
export async function* exportEvidence(
  ctx: Context,
  { origin, heldSizes = [] }: ExportEvidence,
): AsyncGenerator<string> {
  const { tenantId } = requirePerson(ctx, "audit.exportEvidence");
  requireFreshAuthentication(ctx);
  const { size, notes } = await inTransaction(ctx, async (tx) => {
    const latest = await readLatestCheckpoint(tx, origin);
    if (!latest?.size) throw new AppError("audit.checkpoint_not_found");
    await appendAudit(tx, ctx, evidenceExported({ size: latest.size }));
    return { size: latest.size, notes: await readNotes(tx, origin, latest, heldSizes) };
  });
  const shown = { origin, tenantId, size, notes, cuts: heldSizes };
  const lines = evidenceLines(ctx, {
    ...shown,
    readEntries: (tx, run, count) => readEntriesOf(tx, tenantId, run, count),
  });
  for await (const { text } of lines) yield text;
}
