import type { Context } from "#lib/access/context.ts";
import { requirePermission, requirePerson } from "#lib/access/permissions.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { findLiveAuthorisations } from "#lib/authorisation/find-live.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { AccountId, ConnectionId, ConsentId } from "#lib/kernel/id.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import { openRecords } from "#lib/records/open-records.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { listAccounts } from "./account-repository.ts";
import type { Connection } from "./connection.ts";
import {
  type AccountAtBank,
  listAccountsById,
  listBanksOfConsents,
  listConnectionsUnder,
  listLastUses,
} from "./consent-bank-repository.ts";
import { readLastReads } from "./read-sync-state.ts";
import { toAccountView } from "./to-account-view.ts";
import { toConnectionView } from "./to-connection-view.ts";
import type { ConnectionView, ConsentBanksView, ConsentBankView } from "./view.ts";

/** Which banks were ever asked under which of the investor's consents. */
export async function listConsentBanks(
  ctx: Context,
): Promise<readonly { readonly consentId: ConsentId; readonly institutionId: string }[]> {
  requirePermission(ctx, "connection.read");
  return inSearchTransaction(ctx, listBanksOfConsents);
}

interface Covered {
  readonly consentId: ConsentId;
  readonly accountIds: readonly AccountId[];
}

/** Of each of the investor's consents the banks under it and the accounts that it covers, as the banks name them. */
export async function readConsentBanks(
  ctx: Context,
  keys: RecordKeys,
  consents: readonly Covered[],
): Promise<ReadonlyMap<ConsentId, ConsentBanksView>> {
  const { personId } = requirePerson(ctx, "connection.read");
  const accountIds = [...new Set(consents.flatMap((consent) => consent.accountIds))];
  const known = await inSearchTransaction(ctx, (tx) => readKnown(tx, consents, accountIds));
  const chunks =
    accountIds.length === 0 ? [] : await namesOf(ctx, keys, { investorId: personId, accountIds });
  return new Map(
    consents.map((consent) => [
      consent.consentId,
      { banks: banksOf(consent, known, chunks ?? []), areNamed: chunks !== null },
    ]),
  );
}

interface Known {
  readonly connections: readonly ConnectionView[];
  readonly accounts: readonly AccountAtBank[];
  readonly lastUses: ReadonlyMap<string, Date>;
}

async function readKnown(
  tx: Transaction,
  consents: readonly Covered[],
  accountIds: readonly AccountId[],
): Promise<Known> {
  const connections = await listConnectionsUnder(
    tx,
    consents.map(({ consentId }) => consentId),
  );
  const ids = connections.map(({ connectionId }) => connectionId);
  return {
    connections: await viewsOf(tx, connections, ids),
    accounts: await listAccountsById(tx, accountIds),
    lastUses: await listLastUses(tx, ids),
  };
}

async function viewsOf(
  tx: Transaction,
  connections: readonly Connection[],
  ids: readonly ConnectionId[],
): Promise<readonly ConnectionView[]> {
  const live = await findLiveAuthorisations(tx, ids);
  const accounts = await listAccounts(tx, ids);
  const lastReads = await readLastReads(tx);
  return connections.map((connection) =>
    toConnectionView(connection, {
      authorisationId: live.get(connection.connectionId) ?? null,
      accounts: accounts.filter(({ connectionId }) => connectionId === connection.connectionId),
      lastReadAt: lastReads.get(connection.connectionId) ?? null,
    }),
  );
}

/** `null` while the names cannot be opened: a consent is shown, and withdrawn, without them too. */
async function namesOf(
  ctx: Context,
  keys: RecordKeys,
  { investorId, accountIds }: Pick<Parameters<typeof openRecords>[2], "investorId" | "accountIds">,
): Promise<readonly Chunk[] | null> {
  try {
    return await openRecords(ctx, keys, { investorId, accountIds, clusters: ["identity"] });
  } catch (refusal) {
    if (refusal instanceof AppError && refusal.code.startsWith("records.")) return null;
    throw refusal;
  }
}

function banksOf(
  { consentId, accountIds }: Covered,
  { connections, accounts, lastUses }: Known,
  chunks: readonly Chunk[],
): readonly ConsentBankView[] {
  const under = connections.filter((connection) => connection.consentId === consentId);
  const covered = accounts.filter(({ accountId }) => accountIds.includes(accountId));
  const institutionIds = new Set([...under, ...covered].map(({ institutionId }) => institutionId));
  return [...institutionIds].map((institutionId) => {
    const own = under.filter((connection) => connection.institutionId === institutionId);
    const uses = own.flatMap(({ id }) => lastUses.get(id)?.toISOString() ?? []);
    return {
      institutionId,
      connections: own,
      accounts: covered
        .filter((account) => account.institutionId === institutionId)
        .map((account) => toAccountView(account, { state: "ended" }, chunks)),
      lastUsedAt: uses.toSorted().at(-1) ?? null,
    };
  });
}
