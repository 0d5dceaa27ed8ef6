import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { amendConsent } from "#lib/consent/amend-consent.ts";
import type { ClusterTerms } from "#lib/consent/terms.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { readForRecipient } from "#lib/disclosures/read-for-recipient.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import { newCanary, tablesWith } from "#scripts/testing/canary.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type RetailBank, startRetailBank } from "#scripts/testing/retail-bank.ts";
import { type Linked, testSyncs, totalOf } from "#scripts/testing/sync-bank.ts";
import { type TellingBank, tellingBank } from "#scripts/testing/telling-bank.ts";
import { deleteUncoveredHandler, findUncoveredHandler } from "./delete-uncovered.job.ts";

const database = testDatabase();
const people = testPeople(database);
const syncs = testSyncs(database, people);
let retail: RetailBank;
beforeAll(async () => {
  retail = await startRetailBank();
}, 60_000);
afterAll(() => retail.close());

let marks = 0;
let bank: TellingBank;
const canaries = { name: newCanary(), text: newCanary() };
const of = (cluster: DataCluster, more: Partial<ClusterTerms> = {}): ClusterTerms => ({
  ...{ cluster, purposes: ["overview"], historyFrom: null, leavesOut: [], ...more },
});
const both: ClusterTerms["leavesOut"] = ["counterparties", "paymentTexts"];
const payments = (more: Partial<ClusterTerms> = {}) =>
  of("transactions", { historyFrom: "2026-01-01", ...more });

/** A bank that was linked and read under these terms. */
async function read(clusters: ClusterTerms[], more: { retentionDays?: number } = {}): Promise<Linked> {
  const connector = retail.connector();
  bank = tellingBank(connector, { name: canaries.name.value, text: canaries.text.value });
  marks += 1;
  const grant = await retail.link(connector, `exempt@u${marks}`);
  const linked = await syncs.link({ connector: bank.connector, grant }, { clusters, ...more });
  await syncs.sync(linked);
  expect(await syncs.last(linked)).toMatchObject({ outcome: "done" });
  return linked;
}

async function amend(linked: Linked, choice: Parameters<typeof syncs.consents.shown>[2]): Promise<void> {
  const agreement = await syncs.consents.shown(linked, "amend", choice);
  await amendConsent(people.as(linked.investor), agreement);
}

const run = async ({ investor: { tenantId, personId } }: Pick<Linked, "investor">) =>
  runJob(
    deleteUncoveredHandler(await syncs.keys()),
    { tenantId, investorId: personId },
    people.workerBase(),
    new AbortController().signal,
  );
const isAsked = async ({ investor: { tenantId, personId } }: Linked) => {
  const key = `connections.delete_uncovered:${tenantId}:${personId}`;
  return (await people.superuser`select 1 from graphile_worker.jobs where key = ${key}`).length === 1;
};
/** As if the worker had done what it was asked for. */
const forget = () => people.superuser`delete from graphile_worker._private_jobs`;
beforeEach(forget);

const kinds = (chunks: readonly Chunk[]) => [...new Set(chunks.map(({ cluster }) => cluster))].sort();
const paymentsIn = (chunks: readonly Chunk[]) => chunks.filter(({ cluster }) => cluster === "transactions");
/** Which of what the bank said of who and what for stands in the payments. */
function told(chunks: readonly Chunk[]) {
  const stored = JSON.stringify(paymentsIn(chunks).map(({ records }) => records));
  const count = (said: ReadonlySet<string>) =>
    [...said].filter((one) => stored.includes(JSON.stringify(one).slice(1, -1))).length;
  return { names: count(bank.names), texts: count(bank.texts) };
}
const nothingTold = { names: 0, texts: 0 };

async function seen({ advisor, investor }: Linked) {
  const keys = await syncs.records.process("licet_web");
  const clusters = ["identity", "balances", "transactions"] as const;
  const asked = { investorId: investor.personId, clusters, what: "clientPage" as const };
  const beside = async () => ({ found: null });
  return (await readForRecipient(people.as(advisor), keys, { ...asked, beside })).chunks;
}
const events = async (id: string) => (await people.events(id)).map(({ type, facts }) => ({ type, facts }));
const retentionOf = async ({ consentId }: Pick<Linked, "consentId">) => {
  const [row] =
    await people.superuser`select kept_until, deleted_at from retentions where consent_id = ${consentId}`;
  return row;
};
/** As if the consent had ended so long ago. */
const endedBefore = ({ consentId }: Pick<Linked, "consentId">, days: number) =>
  people.superuser.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    const earlier = sql`make_interval(secs => ${86_400 * days})`;
    await sql`update consents set ended_at = ended_at - ${earlier} where consent_id = ${consentId}`;
    await sql`update retentions set kept_until = kept_until - ${earlier} where consent_id = ${consentId}`;
  });

describe("what a consent leaves out of payments", () => {
  test("is never stored, and the payments are all there", async () => {
    const whole = await read([payments()]);
    const amounts = totalOf(await syncs.stored(whole));
    expect(told(await syncs.stored(whole))).toEqual({ names: bank.names.size, texts: bank.texts.size });
    const linked = await read([payments({ leavesOut: both })]);
    const stored = await syncs.stored(linked);
    expect(bank.names.size).toBeGreaterThan(3);
    expect(bank.texts.size).toBeGreaterThan(3);
    expect(told(stored)).toEqual(nothingTold);
    expect(totalOf(stored)).toEqual(amounts);
    for (const canary of [canaries.name, canaries.text])
      expect(await tablesWith(people.superuser, canary)).toEqual([]);
  });

  test("is that and no more", async () => {
    const named = await read([payments({ leavesOut: ["paymentTexts"] })]);
    expect(told(await syncs.stored(named))).toEqual({ names: bank.names.size, texts: 0 });
    const texts = await read([payments({ leavesOut: ["counterparties"] })]);
    const kept = told(await syncs.stored(texts));
    expect(kept.names).toBe(0);
    // A text that names who was paid goes with them.
    expect(kept.texts).toBeGreaterThan(0);
    expect(kept.texts).toBeLessThan(bank.texts.size);
  });

  test("later is not shown from the commit on, and deleted by the job, of all that was read before", async () => {
    const linked = await read([payments()]);
    const before = await syncs.stored(linked);
    expect(told(await seen(linked)).names).toBeGreaterThan(3);
    await amend(linked, { clusters: [payments({ leavesOut: both })] });
    expect(told(await seen(linked))).toEqual(nothingTold);
    expect(told(await syncs.stored(linked)).names).toBeGreaterThan(3);

    expect(await isAsked(linked)).toBe(true);
    await run(linked);
    const after = await syncs.stored(linked);
    expect(told(after)).toEqual(nothingTold);
    expect(totalOf(after)).toEqual(totalOf(before));
    expect(told(await seen(linked))).toEqual(nothingTold);
    expect(totalOf(await seen(linked))).toEqual(totalOf(before));
  });

  test("is not shown by it either where another consent has it stored", async () => {
    const linked = await read([payments()]);
    const accountIds = [...linked.accounts.keys()];
    const { investor } = linked;
    const other = await syncs.consents.given(
      { clusters: [payments({ leavesOut: both })] },
      { investor, accountIds },
    );
    expect(told(await seen({ ...linked, ...other }))).toEqual(nothingTold);
    expect(totalOf(await seen({ ...linked, ...other }))).toEqual(totalOf(await seen(linked)));
    expect(told(await seen(linked)).names).toBeGreaterThan(3);
    // Whoever is named in both sees what either lets them see.
    const { advisor } = other;
    await syncs.consents.given(
      { clusters: [payments({ leavesOut: ["counterparties"] })] },
      { investor, advisor, accountIds },
    );
    expect(told(await seen({ ...linked, ...other }))).toMatchObject({ names: 0 });
    expect(told(await seen({ ...linked, ...other })).texts).toBeGreaterThan(0);
  });

  test("is not stored by a reading that began before it was left out", async () => {
    const linked = await read([payments()]);
    await amend(linked, { clusters: [payments({ leavesOut: both })] });
    await run(linked);
    await forget();
    await amend(linked, { clusters: [payments()] });
    const real = bank.connector;
    const narrowing = {
      ...real,
      open: (...terms: Parameters<typeof real.open>) => {
        const session = real.open(...terms);
        return {
          ...session,
          async *transactions(...query: Parameters<typeof session.transactions>) {
            await amend(linked, { clusters: [payments({ leavesOut: both })] }).catch(() => {});
            return yield* session.transactions(...query);
          },
        };
      },
    };
    for (const [id, one] of syncs.banks) syncs.banks.set(id, { ...one, connector: narrowing });
    await syncs.sync(linked);
    expect(told(await syncs.stored(linked))).toEqual(nothingTold);
  });

  test.each<[string, Partial<ClusterTerms>]>([
    ["who and what for", { leavesOut: both }],
    ["what was before", { historyFrom: "2026-06-15" }],
  ])("and covered again is read again as far back as it is covered: %s", async (_what, less) => {
    const linked = await read([payments()]);
    const before = await syncs.stored(linked);
    await amend(linked, { clusters: [payments(less)] });
    await run(linked);
    const between = await syncs.stored(linked);
    expect([told(between), totalOf(between)]).not.toEqual([told(before), totalOf(before)]);
    await amend(linked, { clusters: [payments()] });
    await syncs.sync(linked);
    const again = await syncs.stored(linked);
    expect([told(again), totalOf(again)]).toEqual([told(before), totalOf(before)]);
  });
});

describe("a consent that is made to cover less", () => {
  test("has the rest deleted: a kind of data, an account, the time before", async () => {
    const linked = await read([of("identity"), of("balances"), payments()]);
    const [staying, taken] = [...linked.accounts.keys()] as [AccountId, AccountId];
    const before = await syncs.stored(linked);
    expect(kinds(before)).toEqual(["balances", "identity", "transactions"]);
    expect(JSON.stringify(before)).toContain('"holder"');
    const accountIds = [...linked.accounts.keys()].filter((one) => one !== taken);
    await amend(linked, { clusters: [payments({ historyFrom: "2026-06-15" })], accountIds });
    expect(await isAsked(linked)).toBe(true);
    await run(linked);

    const stored = await syncs.stored(linked);
    expect(kinds(stored)).toEqual(["identity", "transactions"]);
    expect(JSON.stringify(stored)).not.toContain('"holder"');
    expect(stored.filter(({ accountId }) => accountId === taken)).toEqual([]);
    expect(paymentsIn(stored).every(({ from }) => from >= "2026-06-15")).toBe(true);
    expect(
      paymentsIn(stored).some(({ from, accountId }) => from === "2026-06-15" && accountId === staying),
    ).toBe(true);
    const products = await syncs.products(linked);
    expect(products.map(({ cluster }) => cluster)).toEqual(accountIds.map(() => "transactions"));
    const [account] = await people.superuser`select state from accounts where account_id = ${taken}`;
    expect(account?.state).toBe("declined");
    expect(await events(taken)).toContainEqual({
      type: "connection.uncoveredDeleted",
      facts: { accountId: taken, deleted: expect.any(Number), rewritten: 0 },
    });
  });

  test("a second time finds nothing, and leaves no event", async () => {
    const linked = await read([of("balances"), payments()]);
    await amend(linked, { clusters: [of("balances")] });
    await run(linked);
    const [accountId = ""] = linked.accounts.keys();
    const before = [await syncs.stored(linked), await events(accountId)];
    await run(linked);
    expect([await syncs.stored(linked), await events(accountId)]).toEqual(before);
  });

  test("loses nothing that another consent in force covers", async () => {
    const linked = await read([of("balances"), payments()]);
    const accountIds = [...linked.accounts.keys()];
    const other = { investor: linked.investor, accountIds };
    await syncs.consents.given({ clusters: [payments({ leavesOut: ["counterparties"] })] }, other);
    await amend(linked, { clusters: [of("balances")] });
    await run(linked);
    const stored = await syncs.stored(linked);
    expect(kinds(stored)).toContain("transactions");
    expect(told(stored)).toEqual({ names: 0, texts: expect.any(Number) });
    expect(told(stored).texts).toBeGreaterThan(0);
  });

  test("does not have an account's choice asked for", async () => {
    const linked = await read([of("balances")]);
    await forget();
    await amend(linked, { access: { kind: "ongoing", perDay: 1 } });
    expect(await isAsked(linked)).toBe(false);
  });
});

describe("the data of a consent that ended", () => {
  const end = ({ consentId, investor }: Linked, deleteDataNow = false) =>
    withdrawConsent(people.as(investor), { consentId, reason: "privacy", deleteDataNow });

  test("is kept for as long as was agreed to, and then found and deleted", async () => {
    const linked = await read([of("identity"), payments()], { retentionDays: 30 });
    await end(linked);
    expect(await isAsked(linked)).toBe(false);
    await endedBefore(linked, 29.9);
    await run(linked);
    const before = await syncs.stored(linked);
    expect(told(before).names).toBeGreaterThan(3);
    expect(await retentionOf(linked)).toMatchObject({ deleted_at: null });

    await endedBefore(linked, 0.1);
    await runJob(findUncoveredHandler, {}, people.workerBase(), new AbortController().signal);
    expect(await isAsked(linked)).toBe(true);
    await run(linked);
    expect(await syncs.stored(linked)).toEqual([]);
    expect(await syncs.products(linked)).toEqual([]);
    expect((await retentionOf(linked))?.deleted_at).toBeInstanceOf(Date);
    const accounts = linked.accounts.size;
    expect((await events(linked.consentId)).at(-1)).toEqual({
      type: "consent.dataDeleted",
      facts: { consentId: linked.consentId, accounts, stay: 0 },
    });
    await forget();
    await runJob(findUncoveredHandler, {}, people.workerBase(), new AbortController().signal);
    expect(await isAsked(linked)).toBe(false);
  });

  test("goes at once where the investor said so", async () => {
    const linked = await read([of("balances")]);
    await end(linked, true);
    expect(await isAsked(linked)).toBe(true);
    await run(linked);
    expect(await syncs.stored(linked)).toEqual([]);
    expect((await retentionOf(linked))?.deleted_at).toBeInstanceOf(Date);
  });

  test("stays as far as another consent covers it, and that is told", async () => {
    const linked = await read([of("balances"), payments()], { retentionDays: 0 });
    const [accountId = "" as AccountId] = linked.accounts.keys();
    const other = await syncs.consents.given(
      { clusters: [of("balances")] },
      { investor: linked.investor, accountIds: [accountId] },
    );
    await end(linked);
    await run(linked);
    const stored = await syncs.stored(linked);
    expect(stored.map((one) => `${one.accountId} ${one.cluster}`)).toEqual([`${accountId} balances`]);
    const accounts = linked.accounts.size - 1;
    expect((await events(linked.consentId)).at(-1)?.facts).toMatchObject({ accounts, stay: 1 });
    await end({ ...linked, ...other }, true);
    await run(linked);
    expect(await syncs.stored(linked)).toEqual([]);
  });

  test("is deleted by whoever comes after one that died in the middle", async () => {
    const linked = await read([of("balances"), payments()], { retentionDays: 0 });
    await end(linked);
    const { tenantId, personId } = linked.investor;
    const stopping = new AbortController();
    const handler = deleteUncoveredHandler(await syncs.keys());
    const dying = runJob(handler, { tenantId, investorId: personId }, people.workerBase(), stopping.signal);
    for (;;) {
      const left = new Set((await syncs.stored(linked)).map(({ accountId }) => accountId)).size;
      if (left < linked.accounts.size) break;
    }
    stopping.abort(new Error("the worker dies"));
    await dying.catch(() => {});
    await run(linked);
    expect(await syncs.stored(linked)).toEqual([]);
    const told = (await events(linked.consentId)).filter(({ type }) => type === "consent.dataDeleted");
    expect(told).toHaveLength(1);
  });

  test("is counted as the code counts it, whichever way it ended", async () => {
    for (const [retentionDays, deleteDataNow] of [
      [0, false],
      [30, false],
      [365, true],
    ] as const) {
      const consent = await syncs.consents.given({ retentionDays });
      await withdrawConsent(people.as(consent.investor), {
        consentId: consent.consentId,
        reason: "other",
        deleteDataNow,
      });
      const [row] =
        await people.superuser`select extract(epoch from r.kept_until - c.ended_at)::float8 as seconds
        from retentions r join consents c using (tenant_id, consent_id) where consent_id = ${consent.consentId}`;
      expect(row?.seconds).toBe((deleteDataNow ? 0 : retentionDays) * 86_400);
    }
    const never = await syncs.consents.requested();
    await syncs.consents.lapsesNow(never);
    expect(await retentionOf(never)).toBeUndefined();
  });
});
