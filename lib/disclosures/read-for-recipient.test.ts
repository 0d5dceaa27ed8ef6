import { sql } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { dataClusters } from "#lib/kernel/data-cluster.ts";
import { newId, type PersonId } from "#lib/kernel/id.ts";
import type { RecordsQuery } from "#lib/records/chunk.ts";
import { openRecords } from "#lib/records/open-records.ts";
import { receiveRecords } from "#lib/records/receive-records.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { undone } from "#scripts/testing/consent-sight.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testDisclosures } from "#scripts/testing/disclosures.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { digestOf, discloseTo } from "./disclose-to.ts";
import { readForRecipient } from "./read-for-recipient.ts";

const database = testDatabase();
const people = testPeople(database);
const disclosures = testDisclosures(database, people);
const { south } = people;

const read = (ctx: Context, keys: RecordKeys, investorId: PersonId) =>
  readForRecipient(ctx, keys, {
    investorId,
    clusters: dataClusters,
    what: "clientPage",
    beside: async () => ({ found: null }),
  });
const rows = disclosures.rows;

describe("a recipient's reading", () => {
  test("brings what the consents cover, and leaves a row with its event in the same commit", async () => {
    const { advisor, investorId, accountIds, consentId, web } = await disclosures.consented();
    const ctx = people.as(advisor);
    const { chunks } = await read(ctx, web, investorId);
    expect(chunks.map(({ accountId, cluster }) => [accountId, cluster])).toEqual([
      [accountIds[0], "balances"],
    ]);
    const [row, ...more] = await rows(investorId);
    expect(more).toEqual([]);
    const noted = { consent_ids: [consentId], account_ids: [accountIds[0]], what: "clientPage" };
    expect(row).toMatchObject({ ...noted, viewer_id: advisor.personId });
    expect(row?.clusters.toSorted()).toEqual(["balances", "transactions"]);
    const [event] = await people.events(ctx.requestId);
    expect(event).toMatchObject({
      ...{ type: "disclosure.made", actorType: "advisor", actorId: advisor.personId, subjectId: investorId },
      facts: { investorId, what: "clientPage", consentIds: [consentId], accounts: 1 },
    });
  });

  test("asks for no more than the page needs, and is told of no more", async () => {
    const { advisor, investorId, web } = await disclosures.consented();
    await readForRecipient(people.as(advisor), web, {
      ...{ investorId, clusters: ["balances", "positions"], what: "clientPage" },
      beside: async () => ({ found: null }),
    });
    expect((await rows(investorId)).map(({ clusters }) => clusters)).toEqual([["balances"]]);
  });

  test("of more accounts than an event could name finds room in the log, which tells them by their digest", async () => {
    const many = () => Array.from({ length: 120 }, () => newId<"acc">("acc"));
    const parts = [many(), many()];
    const { advisor, investor } = await disclosures.consents.given({}, { accountIds: parts[0] ?? [] });
    await disclosures.consents.given({}, { advisor, investor, accountIds: parts[1] ?? [] });
    const ctx = people.as(advisor);
    await read(ctx, await disclosures.records.process("licet_web"), investor.personId);
    const [row] = await rows(investor.personId);
    const [event] = await people.events(ctx.requestId);
    expect(row?.account_ids.toSorted()).toEqual(parts.flat().toSorted());
    expect(event?.facts).toMatchObject({ accounts: 240, accountsSha256: digestOf(parts.flat()) });
    expect(digestOf(parts.flat().slice(1))).not.toBe(event?.facts.accountsSha256);
  });

  test("each time leaves a row of its own", async () => {
    const { advisor, investorId, web } = await disclosures.consented();
    for (let time = 0; time < 3; time++) await read(people.as(advisor), web, investorId);
    const noted = await rows(investorId);
    expect(noted).toHaveLength(3);
    expect(new Set(noted.map(({ event_id }) => event_id)).size).toBe(3);
  });

  test("of somebody whose consents do not name the advisor is not found, and leaves nothing", async () => {
    const { investorId, web } = await disclosures.consented();
    for (const stranger of [await people.add("advisor"), south.advisor]) {
      await expect(read(people.as(stranger), web, investorId)).rejects.toMatchObject({
        code: "consent.not_found",
      });
    }
    expect(await rows(investorId)).toEqual([]);
  });

  test("is for advisors and programs alone", async () => {
    const { investor, investorId, web } = await disclosures.consented();
    for (const who of [investor, people.north.compliance, people.north.admin]) {
      await expect(read(people.as(who), web, investorId)).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  });

  test("brings nothing to an advisor who left the firm, and notes nothing", async () => {
    const { advisor, investorId, web } = await disclosures.consented();
    await people.superuser`update people set disabled_at = now() where person_id = ${advisor.personId}`;
    expect(await read(people.as(advisor), web, investorId)).toMatchObject({ granted: [], chunks: [] });
    expect(await rows(investorId)).toEqual([]);
  });

  test("brings nothing after a withdrawal, and notes nothing", async () => {
    const { advisor, investor, investorId, consentId, web } = await disclosures.consented();
    await withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
    expect(await read(people.as(advisor), web, investorId)).toMatchObject({ granted: [], chunks: [] });
    expect(await rows(investorId)).toEqual([]);
  });

  test("brings nothing, and fails nobody, where a withdrawal commits between what was found and its note", async () => {
    const { advisor, investor, investorId, consentId, web } = await disclosures.consented();
    const sql = people.superuser;
    let looking: ReturnType<typeof read> | undefined;
    await sql.begin(async (tx) => {
      await tx`lock table disclosures in share mode`;
      looking = read(people.as(advisor), web, investorId);
      const waiting = () => tx`select 1 from pg_locks where relation = 'disclosures'::regclass and not granted
        and mode = 'RowExclusiveLock'`;
      await vi.waitFor(async () => expect(await waiting()).toHaveLength(1), { timeout: 4_000 });
      await withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
    });
    expect(await looking).toMatchObject({ granted: [], chunks: [] });
    expect(await rows(investorId)).toEqual([]);
  });

  test("brings nothing once a withdrawal has committed, however many are reading meanwhile", async () => {
    const { advisor, investor, investorId, consentId, web } = await disclosures.consented();
    await people.warm();
    let withdrawnAt: number | null = null;
    const looks: { readonly begunAt: number; readonly chunks: number }[] = [];
    const looking = Array.from({ length: 6 }, async () => {
      for (let after = 0; after < 3; ) {
        const begunAt = performance.now();
        const isAfter = withdrawnAt !== null;
        const { chunks } = await read(people.as(advisor), web, investorId);
        looks.push({ begunAt, chunks: chunks.length });
        if (isAfter) after += 1;
      }
    });
    await new Promise((done) => setTimeout(done, 150));
    await withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
    withdrawnAt = performance.now();
    await Promise.all(looking);
    const seen = looks.filter(({ chunks }) => chunks > 0);
    const end = withdrawnAt;
    expect(looks.filter(({ begunAt, chunks }) => begunAt > end && chunks > 0)).toEqual([]);
    expect(looks.filter(({ begunAt }) => begunAt > end).length).toBeGreaterThan(10);
    expect(seen.length).toBeGreaterThan(0);
    // Never less than was shown: a reading that the withdrawal overtook may have noted what it was not shown any more.
    expect((await rows(investorId)).length).toBeGreaterThanOrEqual(seen.length);
  });
});

describe("without its note", () => {
  /** A reading by somebody who forgot to note it, or noted something else. */
  const forgetful = (
    { advisor, investorId, web }: Awaited<ReturnType<typeof disclosures.consented>>,
    note: Parameters<typeof receiveRecords<null, RecordsQuery>>[2] = async () => ({
      query: { investorId },
      beside: null,
    }),
  ) => receiveRecords(people.as(advisor), web, note);

  test("a recipient is shown nothing by the database, consent or not", async () => {
    const consented = await disclosures.consented();
    expect((await forgetful(consented)).chunks).toEqual([]);
    const seen = await inTransaction(people.as(consented.advisor), (tx) =>
      tx.execute(sql`select chunk_id from record_chunks`),
    );
    expect(seen.rows).toEqual([]);
  });

  test("would be shown it, and that be noticed, if the database did not ask for one", async () => {
    const { advisor } = await disclosures.consented();
    const look = (forget: boolean) =>
      undone(people.superuser, async (tx) => {
        if (forget) await tx`drop policy noted_first on record_chunks`;
        await tx`select set_config('app.tenant_id', ${advisor.tenantId}, true),
          set_config('app.person_id', ${advisor.personId}, true), set_config('role', 'licet_advisor', true)`;
        return (await tx`select chunk_id from record_chunks`).length;
      });
    expect(await look(false)).toBe(0);
    expect(await look(true)).toBe(1);
  });

  test("an earlier transaction's note shows nothing, nor one of another account, kind or person", async () => {
    const consented = await disclosures.consented();
    const { investorId, advisor, accountIds, consentId, web } = consented;
    await read(people.as(advisor), web, investorId);
    expect((await forgetful(consented)).chunks).toEqual([]);
    const right = { investorId, what: "clientPage", consentIds: [consentId] } as const;
    const notes = [
      { ...right, accountIds: [newId("acc") as never], clusters: ["balances"] },
      { ...right, accountIds: [accountIds[0]], clusters: ["positions"] },
    ] as const;
    for (const shown of notes) {
      const ctx = people.as(advisor);
      const { chunks } = await receiveRecords(ctx, web, async (tx) => {
        await discloseTo(tx, ctx, shown);
        return { query: { investorId }, beside: null };
      });
      expect(chunks).toEqual([]);
    }
    const other = await disclosures.consented({ advisor });
    const ctx = people.as(advisor);
    const { chunks } = await receiveRecords(ctx, other.web, async (tx) => {
      await discloseTo(tx, ctx, { ...right, accountIds: [accountIds[0]], clusters: ["balances"] });
      return { query: { investorId: other.investorId }, beside: null };
    });
    expect(chunks).toEqual([]);
  });

  test("nothing is read where the note is refused", async () => {
    const { advisor, investorId, accountIds, web } = await disclosures.consented();
    const foreign = (await disclosures.consented({ advisor })).consentId;
    const ctx = people.as(advisor);
    const attempt = receiveRecords(ctx, web, async (tx) => {
      const shown = { investorId, what: "clientPage", accountIds: [accountIds[0]] } as const;
      await discloseTo(tx, ctx, { ...shown, clusters: ["balances"], consentIds: [foreign] });
      return { query: { investorId }, beside: null };
    });
    await expect(attempt).rejects.toMatchObject({ cause: { code: "42501" } });
    expect(await rows(investorId)).toEqual([]);
    expect(await people.events(ctx.requestId)).toEqual([]);
  });

  test("the way in which investors and jobs open records is closed to recipients", async () => {
    const { advisor, investorId, web } = await disclosures.consented();
    for (const ctx of [people.as(advisor), people.client(people.north.tenantId)]) {
      await expect(openRecords(ctx, web, { investorId })).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  });
});
