import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { amendConsent } from "#lib/consent/amend-consent.ts";
import type { ClusterTerms } from "#lib/consent/terms.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { discloseTo } from "#lib/disclosures/disclose-to.ts";
import { readForRecipient } from "#lib/disclosures/read-for-recipient.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { type DataCluster, dataClusters } from "#lib/kernel/data-cluster.ts";
import { type Exact, exact, zero } from "#lib/kernel/decimal.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import type { Chunk, ValuationChunk } from "#lib/records/chunk.ts";
import { openRecords } from "#lib/records/open-records.ts";
import { readChunks } from "#lib/records/repository.ts";
import { deriveEntries, deriveHoldings, isOfEntries } from "#lib/valuation/derive.ts";
import { seriesOf } from "#lib/valuation/series.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";
import { type RetailBank, startRetailBank } from "#scripts/testing/retail-bank.ts";
import { type Linked, testSyncs } from "#scripts/testing/sync-bank.ts";
import { deleteUncoveredHandler } from "./delete-uncovered.job.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
let retail: RetailBank;
let custodian: PrivateBank;
beforeAll(async () => {
  [retail, custodian] = await Promise.all([startRetailBank(), startPrivateBank()]);
}, 60_000);
afterAll(async () => {
  await Promise.all([retail.close(), custodian.close()]);
});

const of = (cluster: DataCluster, more: Partial<ClusterTerms> = {}): ClusterTerms => ({
  ...{ cluster, purposes: ["overview"], historyFrom: null, leavesOut: [], ...more },
});
const both = [of("balances"), of("transactions", { historyFrom: "2026-01-01" })];

let marks = 0;
async function read(
  clusters: readonly ClusterTerms[] = both,
  user = `exempt@derived-${++marks}`,
): Promise<Linked> {
  const connector = retail.connector();
  const grant = await retail.link(connector, user);
  const linked = await syncs.link({ connector, grant }, { clusters: [...clusters] });
  await syncs.sync(linked);
  expect(await syncs.last(linked)).toMatchObject({ outcome: "done" });
  return linked;
}

async function derivedOf({ investor }: Linked): Promise<readonly ValuationChunk[]> {
  const keys = await syncs.records.process("licet_web");
  return openRecords(people.as(investor), keys, { investorId: investor.personId, derived: true });
}

type Said = Pick<ValuationChunk, "accountId" | "cluster" | "from" | "to" | "records">;
const said = (chunks: readonly Said[]) =>
  chunks.map(({ accountId, cluster, from, to, records }) => ({ accountId, cluster, from, to, records }));

/** What should be there, from what the bank told. */
async function reckonedAgain(linked: Linked, told: readonly Chunk[]): Promise<readonly Said[]> {
  const entries: Said[] = [];
  for (const chunk of told) {
    const kind = linked.accounts.get(chunk.accountId)?.kind ?? "current";
    if (isOfEntries(chunk)) entries.push(await deriveEntries(chunk, kind));
  }
  return said(entries);
}

/** Whatever is stored, all that is reckoned from entries is what these entries come to, in the same periods. */
async function expectWhole(linked: Linked): Promise<readonly ValuationChunk[]> {
  const derived = await derivedOf(linked);
  const entries = derived.filter(({ cluster }) => /ransactions$/.test(cluster));
  expect(said(entries)).toEqual(await reckonedAgain(linked, await syncs.stored(linked)));
  return derived;
}

const seen = async ({ advisor, investor }: Linked, clusters: readonly DataCluster[] = dataClusters) => {
  const keys = await syncs.records.process("licet_web");
  const asked = {
    investorId: investor.personId,
    clusters,
    what: "clientPage" as const,
    derived: true as const,
  };
  return (
    await readForRecipient(people.as(advisor), keys, { ...asked, beside: async () => ({ found: null }) })
  ).chunks;
};

/** What the database alone shows to whoever has noted that they see everything. */
const shownBy = ({ advisor, investor, consentId, accounts }: Linked) =>
  inTransaction(people.as(advisor), async (tx) => {
    const { personId: investorId } = investor;
    const all = { consentIds: [consentId], clusters: [...dataClusters], accountIds: [...accounts.keys()] };
    await discloseTo(tx, people.as(advisor), { investorId, what: "clientPage", ...all });
    return readChunks(tx, { investorId, derived: true });
  });

const countOf = async ({ investor }: Linked) =>
  (await people.superuser`select 1 from record_chunks where investor_id = ${investor.personId} and derived`)
    .length;
const kinds = (chunks: readonly Said[]) => [...new Set(chunks.map(({ cluster }) => cluster))].sort();

const amend = async (linked: Linked, choice: Parameters<typeof syncs.consents.shown>[2]): Promise<void> =>
  amendConsent(people.as(linked.investor), await syncs.consents.shown(linked, "amend", choice)).then(
    () => {},
  );
const deleteUncovered = async ({ investor: { tenantId, personId } }: Linked) =>
  runJob(
    deleteUncoveredHandler(await syncs.keys()),
    { tenantId, investorId: personId },
    people.workerBase(),
    new AbortController().signal,
  );

describe("what is reckoned when data arrives", () => {
  test("is the sum of what the bank told, period by period, and of no pending entry", async () => {
    // Somebody who buys so often that some of it is pending on any day.
    const linked = await read(both, "exempt.busy@derived-sum");
    const derived = await expectWhole(linked);
    expect(kinds(derived)).toEqual(["balances", "transactions"]);
    const told = (await syncs.stored(linked)).flatMap((chunk) =>
      chunk.cluster === "transactions" ? chunk.records : [],
    );
    expect(told.some(({ status }) => status === "pending")).toBe(true);
    const sum = (all: readonly (string | null)[]): string =>
      all.reduce<Exact>((total, text) => total.plus(exact(text ?? "0")), zero).toFixed();
    const rows = derived.flatMap(({ cluster, records }) => (cluster === "transactions" ? records : []));
    expect(sum(rows.flatMap(({ flow, income, fees, taxes }) => [flow, income, fees, taxes]))).toBe(
      sum(told.filter(({ status }) => status === "booked").map(({ amount }) => amount)),
    );
  });

  test("is the same when it is read again, with one row of each day", async () => {
    const linked = await read();
    const before = said(await derivedOf(linked));
    await syncs.sync(linked);
    expect(said(await expectWhole(linked))).toEqual(before);
    for (const { records } of before) {
      const days = records.map(({ day, currency }) => `${day} ${currency}`);
      expect(new Set(days).size).toBe(days.length);
    }
  });

  test("follows a bank that restates what it told, and back", async () => {
    const user = "exempt@derived-restated";
    const say = (words: readonly string[]) => retail.tpp.control("/words", { userName: user, words });
    const linked = await read(both, user);
    const before = said(await derivedOf(linked));
    await say(["restated"]);
    await syncs.sync(linked);
    expect(said(await expectWhole(linked))).not.toEqual(before);
    await say([]);
    await syncs.sync(linked);
    expect(said(await expectWhole(linked))).toEqual(before);
  });

  test("is never there without what it is made of, nor that without it", async () => {
    const connector = retail.connector();
    const linked = await syncs.link(
      { connector, grant: await retail.link(connector, "exempt@derived-dying") },
      { clusters: both },
    );
    await people.superuser`create function refuse_derived() returns trigger language plpgsql as $$
      begin if new.derived then raise exception 'the worker dies'; end if; return new; end $$`;
    await people.superuser`create trigger refuse_derived before insert on record_chunks
      for each row execute function refuse_derived()`;
    await syncs.sync(linked).catch(() => {});
    await people.superuser`drop function refuse_derived() cascade`;
    const stored = await syncs.stored(linked);
    expect(stored.filter(({ cluster }) => cluster !== "identity")).toEqual([]);
    await syncs.sync(linked);
    expect((await expectWhole(linked)).length).toBeGreaterThan(0);
  });

  test("tells what an account was worth on each day since its first entry", async () => {
    const linked = await read();
    const derived = await derivedOf(linked);
    for (const [accountId, { kind }] of linked.accounts) {
      const chunks = derived.filter((chunk) => chunk.accountId === accountId);
      const today = chunks
        .map(({ asOf }) => asOf.toISOString().slice(0, 10))
        .sort()
        .at(-1) as string;
      const series = seriesOf({ kind, chunks }, today);
      const flows = chunks.filter(({ cluster, records }) => cluster === "transactions" && records.length > 0);
      if (flows.length === 0) continue;
      expect(series[0]?.day).toBe(flows[0]?.records[0]?.day);
      expect(series.filter(({ values }) => values === null)).toEqual([]);
    }
  });
});

describe("a custodian's holdings", () => {
  test("are valued by currency on the day that the bank names, and its entries are reckoned", async () => {
    const connector = custodian.connector();
    const linked = await syncs.link({ connector, grant: await custodian.link(connector, "sms@derived") });
    await syncs.sync(linked, { kind: "initial" });
    const derived = await expectWhole(linked);
    const stored = await syncs.stored(linked);
    const positions = stored.filter(({ cluster }) => cluster === "positions");
    expect(positions.length).toBeGreaterThan(0);
    for (const chunk of positions) {
      const [month] = derived.filter(
        (one) => one.accountId === chunk.accountId && one.cluster === "positions",
      );
      expect(month?.records).toEqual(deriveHoldings(chunk));
      expect(month?.records.filter(({ value }) => value !== null).length).toBeGreaterThan(0);
    }
    const unknown = derived
      .filter(({ cluster }) => cluster === "investmentTransactions")
      .flatMap(({ records }) => records)
      .filter((row) => row.unknown !== null);
    expect(unknown).toEqual([]);
  }, 60_000);
});

describe("an advisor", () => {
  test("is shown what was reckoned of what the consent covers", async () => {
    const linked = await read();
    expect(said(await seen(linked))).toEqual(said(await derivedOf(linked)));
    expect(kinds(await seen(linked, ["balances"]))).toEqual(["balances"]);
  });

  test("is shown nothing of a kind of data that is taken out, from the commit on", async () => {
    const linked = await read();
    await amend(linked, { clusters: [of("balances")] });
    expect(kinds(await seen(linked))).toEqual(["balances"]);
    expect([...new Set((await shownBy(linked)).map(({ cluster }) => cluster))]).toEqual(["balances"]);
    await deleteUncovered(linked);
    expect(kinds(await derivedOf(linked))).toEqual(["balances"]);
  });

  test("is shown nothing of days before the history that is left, and the sums are made anew without them", async () => {
    const linked = await read();
    const from = "2026-06-15";
    await amend(linked, { clusters: [of("balances"), of("transactions", { historyFrom: from })] });
    const early = (chunks: readonly Said[]) =>
      chunks.filter(
        ({ cluster, records }) => cluster === "transactions" && records.some(({ day }) => day < from),
      );
    expect(early(await seen(linked))).toEqual([]);
    expect(early(await derivedOf(linked)).length).toBeGreaterThan(0);
    await deleteUncovered(linked);
    expect(early(await expectWhole(linked))).toEqual([]);
    const cut = (await seen(linked)).filter((chunk) => chunk.from === from);
    expect(cut.length).toBeGreaterThan(0);
    expect(await countOf(linked)).toBe((await derivedOf(linked)).length);
  });

  test("is shown nothing of an account that is taken out", async () => {
    const linked = await read();
    const [taken, ...accountIds] = [...linked.accounts.keys()] as [AccountId, ...AccountId[]];
    await amend(linked, { clusters: both, accountIds });
    expect((await seen(linked)).filter(({ accountId }) => accountId === taken)).toEqual([]);
    await deleteUncovered(linked);
    expect((await derivedOf(linked)).filter(({ accountId }) => accountId === taken)).toEqual([]);
    expect((await seen(linked)).length).toBeGreaterThan(0);
  });

  test("is shown nothing after the consent is withdrawn, and then nothing is left", async () => {
    const linked = await read();
    expect((await shownBy(linked)).length).toBeGreaterThan(0);
    const { consentId, investor } = linked;
    await withdrawConsent(people.as(investor), { consentId, reason: "privacy", deleteDataNow: true });
    expect(await seen(linked)).toEqual([]);
    expect(await shownBy(linked).catch(() => [])).toEqual([]);
    expect(await countOf(linked)).toBeGreaterThan(0);
    await deleteUncovered(linked);
    expect(await countOf(linked)).toBe(0);
  });

  test("who notes nothing is shown nothing", async () => {
    const linked = await read();
    const query = { investorId: linked.investor.personId, derived: true as const };
    expect(await inTransaction(people.as(linked.advisor), (tx) => readChunks(tx, query))).toEqual([]);
  });
});

test("what payments leave out makes no difference to what they come to", async () => {
  const linked = await read();
  const before = said(await derivedOf(linked));
  const leavesOut = ["counterparties", "paymentTexts"] as const;
  await amend(linked, {
    clusters: [
      both[0] as ClusterTerms,
      of("transactions", { historyFrom: "2026-01-01", leavesOut: [...leavesOut] }),
    ],
  });
  await deleteUncovered(linked);
  expect(said(await expectWhole(linked))).toEqual(before);
});
