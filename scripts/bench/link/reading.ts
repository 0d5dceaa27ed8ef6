import { monitorEventLoopDelay } from "node:perf_hooks";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Connector } from "#lib/aspsp/connector.ts";
import { collect } from "#lib/connections/collect.ts";
import { nameAccounts } from "#lib/connections/name-accounts.ts";
import { findConnection } from "#lib/connections/repository.ts";
import { syncConnectionHandler } from "#lib/connections/sync-connection.job.ts";
import { createXs2aConnector } from "#lib/connectors/xs2a/xs2a-connector.ts";
import type { Database } from "#lib/db/database.ts";
import { usualLimits } from "#lib/egress/egress-policy.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { newId, type PersonId } from "#lib/kernel/id.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { holdInvestorKey } from "#lib/records/hold-keys.ts";
import { RecordKeys } from "#lib/records/record-keys.ts";
import { reading } from "#scripts/testing/retail-bank.ts";
import { type StubBank, startStubBank } from "#scripts/testing/stub-bank.ts";
import { newFirm } from "../consent/firm.ts";
import { type Installation, startInstallation } from "../vault/installation.ts";
import { positions, readyBank } from "./bank.ts";

const never = new AbortController().signal;

/** What reading takes from the first call to the last commit, at a bank whose answers are ready. */
export async function benchReading(): Promise<void> {
  const installation = await startInstallation();
  try {
    await measure(installation, 0, 0, true);
    for (const entries of [100, 1_900, 10_000, 14_400, 48_000]) {
      await measure(installation, entries, entries === 10_000 ? 500 : 0, false);
    }
  } finally {
    await installation.stop();
  }
}

/** Reads all of it and says what that took. */
async function measure(
  installation: Installation,
  entries: number,
  held: number,
  isHuge: boolean,
): Promise<void> {
  const { tookMs, delay, most, connectionId } = await readBank(placeOf(installation), {
    entries,
    held,
    isHuge,
  });
  const [row] =
    await installation.superuser`select outcome, reads from syncs where connection_id = ${connectionId}`;
  const read = isHuge
    ? "a body of 1 GiB"
    : `${entries} transactions${held > 0 ? ` and ${held} positions` : ""}`;
  console.log(
    `${read}: ${tookMs.toFixed(0)} ms, ${row?.reads} calls, ${row?.outcome}; event loop held up ${(delay.max / 1e6).toFixed(0)} ms ` +
      `at the most (p99 ${(delay.percentile(99) / 1e6).toFixed(0)}); resident ${most.toFixed(0)} MB more than before`,
  );
}

/** Where it is read to. */
export interface Place extends Pick<Installation, "owner" | "superuser" | "open"> {
  readonly openKeys: () => Promise<RecordKeys>;
}

export const placeOf = (installation: Installation): Place => ({
  ...installation,
  openKeys: () => openKeys(installation),
});

export interface ReadBank {
  readonly entries: number;
  readonly held: number;
  readonly isHuge: boolean;
}

/** Somebody whose bank has so many entries, read from the first call to the last commit. */
export async function readBank(place: Place, { entries, held, isHuge }: ReadBank) {
  const bank = await startStubBank(readyBank(entries, isHuge));
  const connector = at(bank, held);
  const db = place.open("data", "licet_worker");
  const keys = await place.openKeys();
  const person = await standing(place, connector, keys, db);
  const { tenantId, connectionId } = person;
  const parts = {
    opener: { bindingOf: () => null } as never,
    keys,
    banks: { of: () => ({ connector, binding: "" }) },
    endings: { watch: () => ({ signal: never, [Symbol.dispose]: () => {} }) },
    workerId: "bench",
    warn: () => {},
  };
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const memory = watchResident();
  const since = performance.now();
  const base = { db, clock: systemClock, requestId: "bench-0123456789abcdef" };
  await runJob(syncConnectionHandler(parts), { tenantId, connectionId, kind: "initial" }, base, never);
  const tookMs = performance.now() - since;
  delay.disable();
  const most = memory.stop();
  await keys.close();
  await connector.close();
  await bank.close();
  return { ...person, tookMs, delay, most };
}

function at({ origin, host, certificate }: StubBank, held: number): Connector {
  const connector = createXs2aConnector(
    {
      ...{ id: "ready", baseUrl: origin, allowedHosts: [host], pageHosts: [], isSandbox: true, tls: null },
      ...{
        certificateAuthorities: [certificate],
        approach: "embedded",
        oauthClientId: null,
        access: "allAccounts",
      },
      credentialRoles: { userId: "userId", password: "pin", corporateId: null },
      ...{ hasCardAccounts: false, readsChanges: false, pollMs: 1_000 },
      limits: { ...usualLimits, perSecond: 10_000, burst: 10_000, attempts: 1 },
    },
    { now: () => new Date(), sign: null },
  );
  if (held === 0) return connector;
  // Positions are another protocol's: here they come ready, and are turned, sealed and stored as all are.
  return {
    ...connector,
    capabilities: { ...connector.capabilities, products: new Set(["accounts", "transactions", "positions"]) },
    open: (...given) => ({
      ...connector.open(...given),
      async *accounts() {
        for await (const account of connector.open(...given).accounts())
          yield { ...account, kind: "custody" as const };
      },
      async *positions() {
        yield* positions(held);
      },
    }),
  };
}

export async function openKeys({ kms, connectKms, open }: Installation): Promise<RecordKeys> {
  const keys = new RecordKeys({
    keyDatabase: open("keys", "licet_worker"),
    kms: await connectKms("worker"),
    keysOf: () => ({ records: kms.names.records as KeyName, book: kms.names.book as KeyName }),
    role: "licet_opener",
  });
  await keys.listening();
  return keys;
}

/** An investor whose consent covers transactions and positions of the bank's accounts. */
async function standing({ owner, superuser }: Place, connector: Connector, keys: RecordKeys, db: Database) {
  const { tenantId, advisorId, investorIds } = await newFirm(owner, 1);
  const investorId = investorIds[0] as PersonId;
  const [consentId, connectionId, credentialId] = [newId("con"), newId("cnx"), newId("crd")];
  const of = (cluster: string) => ({ cluster, purposes: ["overview"], historyFrom: null, leavesOut: [] });
  const terms = {
    clusters: [of("transactions"), of("positions")],
    access: { kind: "ongoing", perDay: 4 },
    duration: "P12M",
    retentionDays: 30,
    lawfulBasis: "contract",
  };
  await superuser.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`insert into consents (tenant_id, consent_id, investor_id, state, revision, whole_team, advisor_ids, client_ids,
        terms, region, requested_by, requested_at, answer_by, given_at, confirmed_at, valid_until)
      values (${tenantId}, ${consentId}, ${investorId}, 'given', 3, false, ${[advisorId]}, '{}', ${tx.json(terms)}, 'eu-nl',
        ${advisorId}, now(), now(), now(), now(), now() + interval '90 days')`;
    await tx`insert into credentials (tenant_id, credential_id, person_id, connection_id, institution_id, region, state,
        version, created_at)
      values (${tenantId}, ${credentialId}, ${investorId}, ${connectionId}, 'ready', 'eu-nl', 'sealed', 1, now())`;
    await tx`insert into connections (tenant_id, connection_id, investor_id, institution_id, region, credential_id,
        consent_id, state, bank_reference, last_sca_at, begun_at, linked_at)
      values (${tenantId}, ${connectionId}, ${investorId}, 'ready', 'eu-nl', ${credentialId}, ${consentId}, 'active', 'ref',
        now(), now(), now())`;
  });
  const actor = { type: "job", job: "bench", tenantId } as const;
  const ctx = { actor, db, clock: systemClock, requestId: "bench-0123456789abcdef" };
  const grant = { reference: "ref", validUntil: null, tokens: null };
  const named = await collect(connector.open(grant, reading()).accounts());
  using key = await holdInvestorKey(ctx, keys, investorId);
  const { ours } = await inTransaction(ctx, async (tx) =>
    nameAccounts(tx, ctx, key, await findConnection(tx, connectionId), named),
  );
  const accountIds = [...ours.values()].map(({ accountId }) => accountId);
  await superuser.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update accounts set state = 'chosen', chosen_at = now() where account_id = any(${accountIds})`;
    await tx`update consents set account_ids = ${accountIds} where consent_id = ${consentId}`;
  });
  return { tenantId, connectionId, investorId, advisorId };
}

export function watchResident() {
  const before = process.memoryUsage.rss();
  let most = before;
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  look();
  const timer = setInterval(look, 5);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return (most - before) / 2 ** 20;
    },
  };
}
