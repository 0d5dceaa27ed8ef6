import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import type { AspspSession } from "#lib/aspsp/session.ts";
import { type Coverage, readCoverage } from "#lib/consent/read-coverage.ts";
import { type Held, type Reliance, whileConsented } from "#lib/consent/while-consented.ts";
import { keepTokens } from "#lib/vault/keep-tokens.ts";
import { isSealed, requireSealed } from "#lib/vault/sealed-credential.ts";
import { bankSideOf } from "./bank-side.ts";
import { collect } from "./collect.ts";
import type { Connection } from "./connection.ts";
import { grantOf } from "./grant.ts";
import type { Identity } from "./identity-chunk.ts";
import type { LinkParts } from "./link-parts.ts";
import { listNeed } from "./plan-reads.ts";
import { holdConnection } from "./repository.ts";

export interface Offer {
  readonly accounts: readonly Identity[];
  readonly coverage: Coverage;
  /** Stores what was read, in one short transaction while nobody can end the consent. The connection is the store's to hold. */
  storing<T>(store: (held: Held) => Promise<T>): Promise<T>;
}

/**
 * The accounts that a bank names, before any was chosen. Each call that leaves is written under the consent's hold, as
 * every read is.
 */
export async function readOffer(
  ctx: Context,
  { opener, banks }: Pick<LinkParts, "opener" | "banks">,
  connection: Connection,
  person: PersonPresent | null,
  signal: AbortSignal,
): Promise<Offer> {
  const { connectionId, credentialId, institutionId } = connection;
  const bank = banks.of(institutionId);
  if (!bank) throw new AspspError("notSupported", { call: "accounts" });
  const { coverage, reliance } = await relianceOf(ctx, connection, person);
  const grant = await grantOf(ctx, opener, connectionId, "read", bank.binding);
  const session = bank.connector.open(grant, {
    ...{ person, signal },
    keepTokens: (tokens) => keepTokens(ctx, opener, connection, tokens),
    whileWriting: (write) =>
      whileConsented(ctx, reliance, async ({ tx, signal: ends }) => {
        await holdConnection(tx, connectionId);
        await requireSealed(tx, credentialId);
        signal.throwIfAborted();
        await write(ends);
      }),
  });
  const tellsHolders = bank.connector.capabilities.products.has("holders");
  const isNaming = tellsHolders && coverage.clusters.some(({ cluster }) => cluster === "identity");
  return {
    accounts: await identities(session, isNaming),
    coverage,
    storing: (store) =>
      whileConsented(ctx, isNaming ? naming(reliance) : reliance, async (held) => {
        const stored = await store(held);
        held.signal.throwIfAborted();
        return stored;
      }),
  };
}

/** Who holds the accounts is stored under a consent that covers it then, and not only when it was asked for. */
const naming = (reliance: Reliance): Reliance => ({
  ...reliance,
  need: { ...reliance.need, cluster: "identity", from: null },
});

async function relianceOf(
  ctx: Context,
  connection: Connection,
  person: PersonPresent | null,
): Promise<{ coverage: Coverage; reliance: Reliance }> {
  const { consentId, investorId, credentialId } = connection;
  return inTransaction(ctx, async (tx) => {
    const coverage = await readCoverage(tx, ctx, consentId);
    const covered = coverage && listNeed(coverage);
    if (!covered) throw new AspspError("notCovered", { call: "accounts" });
    const hasCredential = await isSealed(tx, credentialId);
    // The list is read once for an authorisation: it is no refresh that could come too often.
    const bank = bankSideOf(connection, {
      ...{ hasCredential, unattendedReadsToday: 0, hasBeenRead: false },
      isAttended: person !== null,
    });
    return { coverage, reliance: { consentId, need: { investorId, accountId: null, ...covered }, bank } };
  });
}

async function identities(session: AspspSession, withHolders: boolean): Promise<readonly Identity[]> {
  const accounts = await collect(session.accounts());
  const told: Identity[] = [];
  for (const account of accounts) {
    told.push({ account, holders: withHolders ? await collect(session.holders(account)) : [] });
  }
  return told;
}
