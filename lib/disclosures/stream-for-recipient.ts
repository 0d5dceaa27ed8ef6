import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Granted } from "#lib/consent/granted.ts";
import { readConsentStanding } from "#lib/consent/read-consent-standing.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import { receiveSealed, type SealedChunk } from "#lib/records/receive-sealed.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { againOnceRefused, noteReading, type Reading } from "./read-for-recipient.ts";

export interface Streamed<Beside> {
  readonly granted: readonly Granted[];
  readonly also: readonly Chunk[];
  readonly found: Beside;
  /** The newest first. It ends with `cut` where what may be seen has changed since it was noted. */
  readonly stretches: AsyncIterable<readonly Chunk[] | "cut">;
}

/**
 * For what is handed out while it is read: all of it is noted and read in one transaction, before anything is handed
 * out, so the note tells of everything. It stays sealed until the reader asks for more of it, and before each stretch
 * is opened it is made sure that nothing has changed since in what may be seen: a withdrawal ends it there.
 */
export async function streamForRecipient<Beside>(
  ctx: Context,
  keys: RecordKeys,
  reading: Reading<Beside>,
  stretchOf: (day: string) => string,
): Promise<Streamed<Beside>> {
  requirePermission(ctx, "disclosure.make");
  const { sealed, also, beside } = await againOnceRefused(() =>
    receiveSealed(ctx, keys, async (tx) => {
      const noted = await noteReading(tx, ctx, reading);
      const standing = await readConsentStanding(tx, ctx, reading.investorId);
      return { ...noted, beside: { ...noted.beside, standing } };
    }),
  );
  const { granted, found, standing } = beside;
  const isSame = async () => (await standingNow(ctx, reading.investorId)) === standing;
  return { granted, also, found, stretches: stretchesOf(sealed, stretchOf, isSame) };
}

async function* stretchesOf(
  sealed: readonly SealedChunk[],
  stretchOf: (day: string) => string,
  isSame: () => Promise<boolean>,
): AsyncGenerator<readonly Chunk[] | "cut"> {
  const stretches = Map.groupBy(sealed, ({ from }) => stretchOf(from));
  for (const key of [...stretches.keys()].sort().reverse()) {
    if (!(await isSame())) {
      yield "cut";
      return;
    }
    const opened: Chunk[] = [];
    for (const chunk of stretches.get(key) ?? []) opened.push(await chunk.open());
    stretches.delete(key);
    yield opened;
  }
}

/** Of whom there is no consent any more, nothing may be seen. */
async function standingNow(ctx: Context, investorId: PersonId): Promise<string | null> {
  try {
    return await inTransaction(ctx, (tx) => readConsentStanding(tx, ctx, investorId));
  } catch (refusal) {
    if (refusal instanceof AppError && refusal.code === "consent.not_found") return null;
    throw refusal;
  }
}
