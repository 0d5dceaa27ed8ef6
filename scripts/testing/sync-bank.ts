import { afterAll, afterEach, beforeAll } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import type { AccessGrant } from "#lib/aspsp/access-grant.ts";
import type { Connector } from "#lib/aspsp/connector.ts";
import type { AspspAccount } from "#lib/aspsp/records.ts";
import type { Bank } from "#lib/connections/banks.ts";
import {
  type ConsentEndings,
  endingsChannel,
  watchConsentEndings,
} from "#lib/connections/consent-endings.ts";
import { nameAccounts } from "#lib/connections/name-accounts.ts";
import { findConnection } from "#lib/connections/repository.ts";
import { syncConnectionHandler } from "#lib/connections/sync-connection.job.ts";
import type { SyncParts, SyncWarning } from "#lib/connections/sync-parts.ts";
import type { SyncKind } from "#lib/connections/view.ts";
import { chooseAccounts } from "#lib/consent/choose-accounts.ts";
import type { Terms } from "#lib/consent/terms.ts";
import { listen } from "#lib/db/listen.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { type AccountId, type ConnectionId, type ConsentId, newId } from "#lib/kernel/id.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import { holdInvestorKey } from "#lib/records/hold-keys.ts";
import { openRecords } from "#lib/records/open-records.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { allOf } from "./all-of.ts";
import { testConsents } from "./consent.ts";
import type { TestDatabase } from "./database.ts";
import type { TestPeople, TestPerson } from "./people.ts";
import { testRecords } from "./records.ts";
import { reading } from "./retail-bank.ts";

/** A bank of a test, by its connector and a grant that it gave. */
export interface LinkedBank {
  readonly connector: Connector;
  readonly grant: AccessGrant;
}

export interface Linked {
  readonly investor: TestPerson;
  readonly advisor: TestPerson;
  readonly connectionId: ConnectionId;
  readonly consentId: ConsentId;
  readonly accounts: ReadonlyMap<AccountId, AspspAccount>;
}

export const everyKind = (
  ["identity", "balances", "transactions", "positions", "investmentTransactions", "liabilities"] as const
).map((cluster) => ({ cluster, purposes: ["overview" as const], historyFrom: null, leavesOut: [] }));

/** What reading needs, on this file's databases: connections that stand at banks of the test's own making. */
export function testSyncs(database: TestDatabase, people: TestPeople) {
  const records = testRecords(database);
  const consents = testConsents(people);
  const banks = new Map<string, Bank>();
  const warnings: SyncWarning[] = [];
  let endings: ConsentEndings;
  const kept: { keys: RecordKeys | null; web: RecordKeys | null } = { keys: null, web: null };
  const never = new AbortController().signal;

  beforeAll(() => {
    const { db } = people.workerBase();
    endings = watchConsentEndings((listener) => listen(db, endingsChannel, listener));
  });
  // The processes of a test's records end with the test.
  afterEach(() => {
    kept.keys = null;
    kept.web = null;
  });
  afterAll(() => endings.close());

  const keys = async (): Promise<RecordKeys> => {
    kept.keys ??= await records.process("licet_worker");
    return kept.keys;
  };

  /** The banks keep no tokens, so that nothing of the vault is opened. */
  const parts = async (more: Partial<SyncParts> = {}): Promise<SyncParts> => ({
    opener: { bindingOf: () => null } as never,
    keys: await keys(),
    banks: { of: (id) => banks.get(id) ?? null },
    endings,
    workerId: "worker-of-this-test",
    warn: (_event, facts) => void warnings.push(facts),
    ...more,
  });

  return {
    records,
    consents,
    warnings,
    keys,
    parts,
    banks,
    get endings() {
      return endings;
    },
    /** As if the person had been let in, had chosen all accounts, and nothing had been read yet. */
    async link(
      { connector, grant }: LinkedBank,
      terms: Partial<Terms> = {},
      institutionId = newId("x").toLowerCase(),
    ): Promise<Linked> {
      banks.set(institutionId, { connector, binding: "b".repeat(64) });
      const consent = await consents.given({ clusters: everyKind, ...terms }, { accountIds: [] });
      const { investor, advisor, consentId } = consent;
      const { tenantId, personId } = investor;
      const connectionId = newId("cnx");
      const credentialId = newId("crd");
      await people.superuser`insert into credentials (tenant_id, credential_id, person_id, connection_id, institution_id,
          region, state, version, created_at)
        values (${tenantId}, ${credentialId}, ${personId}, ${connectionId}, ${institutionId}, 'eu-nl', 'sealed', 1, now())`;
      await people.superuser`insert into connections (tenant_id, connection_id, investor_id, institution_id, region,
          credential_id, consent_id, state, bank_reference, bank_valid_until, last_sca_at, begun_at, linked_at)
        values (${tenantId}, ${connectionId}, ${personId}, ${institutionId}, 'eu-nl', ${credentialId}, ${consentId},
          'active', ${grant.reference}, ${grant.validUntil}, now(), now(), now())`;
      const named = await allOf(connector.open(grant, reading()).accounts());
      const ctx = people.job(tenantId);
      using key = await holdInvestorKey(ctx, await keys(), personId);
      const { ours } = await inTransaction(ctx, async (tx) =>
        nameAccounts(tx, ctx, key, await findConnection(tx, connectionId), named),
      );
      const accounts = new Map([...ours].map(([account, { accountId }]) => [accountId, account]));
      await chooseAccounts(people.as(investor), { consentId, accountIds: [...accounts.keys()] });
      await people.superuser`update accounts set state = 'chosen', chosen_at = now()
        where account_id = any(${[...accounts.keys()]})`;
      return { investor, advisor, connectionId, consentId, accounts };
    },
    async sync(
      { investor: { tenantId }, connectionId }: Pick<Linked, "investor" | "connectionId">,
      {
        kind = "scheduled",
        signal = never,
        ...more
      }: Partial<SyncParts> & { kind?: SyncKind; signal?: AbortSignal } = {},
    ): Promise<void> {
      const handler = syncConnectionHandler(await parts(more));
      await runJob(handler, { tenantId, connectionId, kind }, people.workerBase(), signal);
    },
    /** Everything that was stored, as its investor opens it. */
    async stored({ investor }: Pick<Linked, "investor">): Promise<readonly Chunk[]> {
      kept.web ??= await records.process("licet_web");
      return openRecords(people.as(investor), kept.web, { investorId: investor.personId });
    },
    async last({ connectionId }: Pick<Linked, "connectionId">) {
      const [row] =
        await people.superuser`select sync_id, kind, outcome, reason, reads, runs, is_attended, person_address,
        ended_at from syncs where connection_id = ${connectionId} order by begun_at desc limit 1`;
      return row;
    },
    async products({ connectionId }: Pick<Linked, "connectionId">) {
      const rows = await people.superuser<
        {
          cluster: string;
          state: string;
          reason: string | null;
          records: number | null;
          as_of: Date | null;
          account_id: AccountId;
        }[]
      >`select account_id, cluster, state, reason, records, as_of from product_states
        where connection_id = ${connectionId} order by account_id, cluster`;
      return rows;
    },
    async connection({ connectionId }: Pick<Linked, "connectionId">) {
      const [row] =
        await people.superuser`select state, needs, needs_reason, next_refresh_at, fence, ended_reason
        from connections where connection_id = ${connectionId}`;
      return row;
    },
  };
}

export type TestSyncs = ReturnType<typeof testSyncs>;

/** All booked and pending amounts of what is stored, as one sum in hundredths and a count. */
export function totalOf(chunks: readonly Chunk[], status: "booked" | "pending" = "booked") {
  const rows = chunks
    .flatMap((chunk) => (chunk.cluster === "transactions" ? chunk.records : []))
    .filter((row) => row.status === status);
  return { count: rows.length, sum: rows.reduce((sum, { amount }) => sum + toMinor(amount), 0n).toString() };
}

export function toMinor(amount: string): bigint {
  const [whole = "0", fraction = ""] = amount.replace("-", "").split(".");
  const minor = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, "0").slice(0, 2));
  return amount.startsWith("-") ? -minor : minor;
}
