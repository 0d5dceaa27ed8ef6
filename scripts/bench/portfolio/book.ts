import { createDecipheriv, createSecretKey, randomBytes } from "node:crypto";
import { inTransaction } from "#lib/access/transaction.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import type { AccountId, PersonId } from "#lib/kernel/id.ts";
import { parseBookQuery } from "#lib/portfolio/book-query.ts";
import { consolidate } from "#lib/portfolio/consolidate.ts";
import type { Holdings } from "#lib/portfolio/holdings.ts";
import { readBook } from "#lib/portfolio/read-book.ts";
import { toBookSummary } from "#lib/portfolio/to-book-summary.ts";
import { holdSummaryKey } from "#lib/records/hold-keys.ts";
import { storeSummary } from "#lib/records/store-summary.ts";
import { custody, holdingsOf, worth } from "#scripts/testing/holdings.ts";
import { rateTableOf } from "#scripts/testing/rates.ts";
import { type BenchFirm, contextOf, fillConsents, newFirm } from "../consent/firm.ts";
import { openKeys } from "../link/reading.ts";
import type { Installation } from "../vault/installation.ts";
import { beside, repeated } from "./repeated.ts";
import { openWebKeys } from "./web-keys.ts";

const clients = 1_000;
const accountsEach = 3;
const positionsEach = 50;
/** Kinds of data of accounts that a book is made of and that each client has granted. */
const grantedEach = 2 * accountsEach;
const currencies = ["EUR", "USD", "CHF"];
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const rates = rateTableOf(
  Object.fromEntries(
    [1, 2, 31, 32, 330, 366].map((ago) => [day(ago), { CHF: "0.95", USD: `1.${10 + (ago % 9)}` }]),
  ),
);

/** A firm's book of a thousand clients of three accounts of fifty positions each, and one client's page. */
export async function benchBook(installation: Installation): Promise<void> {
  const firm = await newFirm(installation.owner, clients);
  const validUntil = new Date(Date.now() + 30 * 86_400_000);
  await fillConsents(installation.superuser, firm, { count: clients, validUntil });
  await fillAccounts(installation, firm);
  await summarise(installation, firm);
  await installation.superuser`analyze`;

  const keys = await openWebKeys(installation);
  const db = installation.open("data", "licet_web");
  const ctx = contextOf(db, firm, firm.advisorId, "advisor");
  const look = (query: Record<string, string> = {}) => readBook(ctx, { keys, rates }, parseBookQuery(query));
  const since = performance.now();
  const { total, found } = await look();
  const firstMs = performance.now() - since;
  if (total.whole !== clients) throw new Error(`${total.whole} of ${found} clients are whole`);
  console.log(`book of ${clients} clients, none of them noted before: ${firstMs.toFixed(0)} ms`);
  await beside({
    what: `book of ${clients} clients × ${accountsEach} accounts × ${positionsEach} positions, first page with its total`,
    ours: () => look(),
    bare: bareWork(installation, firm),
    toReachMs: 150,
  });
  const sorted = await repeated(() => look({ sort: "-value", in: "CHF", q: "somebody" }));
  console.log(
    `the same searched, sorted by value and in francs: p95 ${sorted.p95.toFixed(1)} ms (to reach: 150 ms)`,
  );
  const holdings = holdingsOfClient(0, []);
  const one = await repeated(async () => consolidate(holdings, rates, "EUR"));
  console.log(
    `${accountsEach * positionsEach} positions of one client consolidated: p50 ${one.half.toFixed(1)} ms, p95 ${one.p95.toFixed(1)} ms`,
  );
  await keys.close();
}

function holdingsOfClient(client: number, accountIds: readonly AccountId[]): Holdings {
  const accounts = Array.from({ length: accountsEach }, (_, at) => {
    const positions = Array.from({ length: positionsEach }, (_, place) => {
      const value = `${1_000 + ((client * 31 + at * 7 + place * 13) % 90_000)}.${10 + (place % 90)}`;
      return worth(value, currencies[(at + place) % 3] as string, { name: `Fund ${place}` });
    });
    const account = custody(`${client}-${at}`, positions);
    return { ...account, accountId: accountIds[at] ?? account.accountId };
  });
  return holdingsOf(accounts, { now: new Date() });
}

/** Each account with what was read of it today, so that readings are counted as in earnest. */
async function fillAccounts({ superuser }: Installation, { tenantId }: BenchFirm): Promise<void> {
  await superuser.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`insert into accounts (tenant_id, account_id, investor_id, connection_id, institution_id, identity_hash, kind,
        currency, state, offered_at, chosen_at, last_seen_at)
      select tenant_id, a, investor_id, 'cnx_' || substr(consent_id, 5), 'ready', sha256(a::bytea), 'custody', 'EUR', 'chosen',
        now(), now(), now()
      from consents cross join unnest(account_ids) a where tenant_id = ${tenantId}`;
    await tx`insert into product_states (tenant_id, account_id, cluster, investor_id, connection_id, state, as_of,
        attempted_at, records)
      select tenant_id, account_id, k, investor_id, connection_id, 'ok', now(), now(), 50
      from accounts cross join unnest('{balances,positions}'::data_cluster[]) k where tenant_id = ${tenantId}`;
  });
}

async function summarise(installation: Installation, firm: BenchFirm): Promise<void> {
  const keys = await openKeys(installation);
  const actor = { type: "job", job: "bench", tenantId: firm.tenantId } as const;
  const db = installation.open("data", "licet_worker");
  const ctx = { actor, db, clock: systemClock, requestId: "bench-0123456789abcdef" };
  const rows = await installation.superuser<{ investor_id: PersonId; account_ids: AccountId[] }[]>`
    select investor_id, account_ids from consents where tenant_id = ${firm.tenantId}`;
  for (const [client, { investor_id: investorId, account_ids: accountIds }] of rows.entries()) {
    const holdings = holdingsOfClient(client, accountIds);
    const content = toBookSummary({ holdings, valuations: [], granted: grantedEach });
    using key = await holdSummaryKey(ctx, keys, investorId);
    const summary = { recipientId: firm.advisorId, asOf: new Date(), content };
    await inTransaction(ctx, (tx) => storeSummary(tx, ctx, key, summary));
  }
  await keys.close();
}

/** The ciphertext as the superuser, whom no policy binds, and AES-256-GCM over as many bytes. */
function bareWork({ superuser }: Installation, { tenantId, advisorId }: BenchFirm) {
  const key = createSecretKey(randomBytes(32));
  const nonce = randomBytes(12);
  return async () => {
    const rows = await superuser<{ envelope: Buffer }[]>`select envelope from book_summaries
      where tenant_id = ${tenantId} and recipient_id = ${advisorId}`;
    for (const { envelope } of rows) createDecipheriv("aes-256-gcm", key, nonce).update(envelope);
  };
}
