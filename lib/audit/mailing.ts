/** What one mailbox was sent of the log, by the database's clock. */
export interface Mailing {
  /** The size of the last checkpoint that it was sent; `null` before the first. */
  readonly size: number | null;
  readonly mailedAt: Date | null;
  readonly attemptedAt: Date;
}

/** After this a mail that was begun is not under way any more, whatever became of it, and is sent anew. */
export const mailRetryMs = 120_000;

/**
 * Whether a mailbox is owed a mail: the log has a later checkpoint than it was sent, the last mail is a period old,
 * and no attempt is under way or has just failed.
 */
export function isMailDue(
  { size, mailedAt, attemptedAt }: Mailing,
  latest: number,
  { now, everyMs }: { readonly now: Date; readonly everyMs: number },
): boolean {
  if (latest <= (size ?? -1)) return false;
  const since = now.getTime();
  const isTried = mailedAt === null || attemptedAt > mailedAt;
  if (isTried && since - attemptedAt.getTime() < mailRetryMs) return false;
  return mailedAt === null || since - mailedAt.getTime() >= everyMs;
}
