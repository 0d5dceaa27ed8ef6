import type { Context } from "#lib/access/context.ts";
import type { AspspSession } from "#lib/aspsp/session.ts";
import type { AccessNeed, BankSide } from "#lib/consent/access.ts";
import { type Held, type Reliance, whileConsented } from "#lib/consent/while-consented.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { keepTokens } from "#lib/vault/keep-tokens.ts";
import { isSealed } from "#lib/vault/sealed-credential.ts";
import type { Bank } from "./banks.ts";
import type { Connection } from "./connection.ts";
import { grantOf } from "./grant.ts";
import type { SyncParts } from "./sync-parts.ts";
import { countRead, holdFence } from "./sync-repository.ts";
import type { SyncRun } from "./sync-run.ts";

/** For which account and kind of data. */
export type Need = Pick<AccessNeed, "accountId" | "cluster" | "from" | "holds">;

/** One run's way to its bank and to the database, neither of which is entered but under the consent and the fence. */
export interface BankCalls {
  readonly connection: Connection;
  readonly run: SyncRun;
  /** Reads for this need: each call that leaves is held, checked and counted of its own. */
  reading<T>(need: Need, read: (session: AspspSession) => Promise<T>): Promise<T>;
  /** Stores for this need, in one short transaction. */
  storing<T>(need: Need, store: (held: Held) => Promise<T>): Promise<T>;
}

export async function openBank(
  ctx: Context,
  parts: SyncParts,
  { connector, binding }: Bank,
  { connection, run, side }: { connection: Connection; run: SyncRun; side: BankSide },
  signal: AbortSignal,
): Promise<BankCalls> {
  const { connectionId, consentId, investorId, credentialId } = connection;
  const grant = await grantOf(ctx, parts.opener, connectionId, "read", binding);
  let asked: Need | null = null;
  const reliance = (need: Need): Reliance => ({ consentId, need: { investorId, ...need }, bank: side });

  const session = connector.open(grant, {
    person: run.person,
    signal,
    keepTokens: (tokens) => keepTokens(ctx, parts.opener, connection, tokens),
    whileWriting: (write) => {
      if (asked === null) throw new AppError("consent.access_refused", { reasons: "accountNotCovered" });
      return whileConsented(ctx, reliance(asked), async (held) => {
        await countRead(held.tx, run);
        if (!(await isSealed(held.tx, credentialId)))
          throw new AppError("consent.access_refused", { reasons: "credentialMissing" });
        signal.throwIfAborted();
        await write(held.signal);
      });
    },
  });

  return {
    connection,
    run,
    async reading(need, read) {
      asked = need;
      try {
        return await read(session);
      } finally {
        asked = null;
      }
    },
    storing: (need, store) =>
      whileConsented(ctx, reliance(need), async (held) => {
        await holdFence(held.tx, run);
        const stored = await store(held);
        // Nothing is committed that the hold was too short for.
        held.signal.throwIfAborted();
        signal.throwIfAborted();
        return stored;
      }),
  };
}
