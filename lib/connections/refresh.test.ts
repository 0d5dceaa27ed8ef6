import { describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { newId } from "#lib/kernel/id.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { type TestPerson, testPeople, winners } from "#scripts/testing/people.ts";
import { startQueue } from "#scripts/testing/queue.ts";
import { endConnection } from "./end-connection.ts";
import { listProducts } from "./product-state-repository.ts";
import { readSyncState } from "./read-sync-state.ts";
import { begunAMinute, findDueRefreshesHandler } from "./refresh-due.job.ts";
import { refreshNow } from "./refresh-now.ts";
import { syncConnectionHandler } from "./sync-connection.job.ts";

const database = testDatabase();
const people = testPeople(database);
const consents = testConsents(people);
const person = { ipAddress: "203.0.113.9", userAgent: "Firefox", language: "en" as const };

/** A connection that stands, at a bank that no worker of this file knows. */
async function standing(
  institution = "bank",
  more: { due?: string; state?: string; consent?: Parameters<typeof consents.given>[0] } = {},
) {
  const { investor, advisor, consentId, accountIds } = await consents.given(more.consent);
  const { tenantId, personId } = investor;
  const [connectionId, credentialId] = [newId("cnx"), newId("crd")];
  await people.superuser`insert into credentials (tenant_id, credential_id, person_id, connection_id, institution_id,
      region, state, version, created_at)
    values (${tenantId}, ${credentialId}, ${personId}, ${connectionId}, ${institution}, 'eu-nl', 'sealed', 1, now())`;
  await people.superuser`insert into connections (tenant_id, connection_id, investor_id, institution_id, region,
      credential_id, consent_id, state, bank_reference, last_sca_at, begun_at, linked_at, next_refresh_at)
    values (${tenantId}, ${connectionId}, ${personId}, ${institution}, 'eu-nl', ${credentialId}, ${consentId},
      ${more.state ?? "active"}, 'ref', now(), now(), now(), now() + ${more.due ?? "1 day"}::interval)`;
  return { investor, advisor, connectionId, consentId, accountIds, tenantId };
}

type Standing = Awaited<ReturnType<typeof standing>>;

const jobsOf = async ({ connectionId }: Pick<Standing, "connectionId">) => {
  const rows = await people.superuser<
    { payload: { kind: string } }[]
  >`select payload from graphile_worker._private_jobs
    where payload::text like ${`%${connectionId}%`}`;
  return rows.map(({ payload }) => payload.kind);
};

const ask = (of: Standing, as: TestPerson = of.investor) =>
  refreshNow(people.as(as), { connectionId: of.connectionId, person });

describe("a refresh that the investor asks for", () => {
  test("and that nobody may begin any more is stopped, with its event, and nothing stays pending", async () => {
    const one = await standing();
    await ask(one);
    const { tenantId, investor, connectionId } = one;
    const accountId = newId("acc");
    await people.superuser`insert into accounts (tenant_id, account_id, investor_id, connection_id, institution_id,
        identity_hash, kind, currency, state, offered_at, chosen_at, last_seen_at)
      values (${tenantId}, ${accountId}, ${investor.personId}, ${connectionId}, 'bank', ${Buffer.alloc(32)}, 'current',
        'EUR', 'chosen', now(), now(), now())`;
    // What a worker left that died in the middle.
    await people.superuser`insert into product_states (tenant_id, account_id, cluster, investor_id, connection_id, state)
      values (${tenantId}, ${accountId}, 'balances', ${investor.personId}, ${connectionId}, 'pending')`;
    await endConnection(people.as(investor), { connectionId });

    const handler = syncConnectionHandler({ workerId: "late" } as never);
    await runJob(
      handler,
      { tenantId, connectionId, kind: "forced" },
      people.workerBase(),
      new AbortController().signal,
    );
    const [sync] = await people.superuser`select outcome from syncs where connection_id = ${connectionId}`;
    expect(sync).toEqual({ outcome: "stopped" });
    const [product] = await people.superuser`select state, reason from product_states
      where connection_id = ${connectionId}`;
    expect(product).toEqual({ state: "failed", reason: "interrupted" });
    const events = (await people.events(connectionId)).map(({ type }) => type);
    expect(events).toEqual(["connection.refreshRequested", "connection.ended", "connection.syncEnded"]);
  });

  test("is begun at once, with its event, and while it goes on there is no second one", async () => {
    const one = await standing();
    expect(await ask(one)).toMatchObject({ kind: "forced", outcome: "running", reason: null, endedAt: null });
    expect(await jobsOf(one)).toEqual(["forced"]);
    await expect(ask(one)).rejects.toMatchObject({ code: "connection.already_running" });
    const events = (await people.events(one.connectionId)).map(({ type }) => type);
    expect(events).toEqual(["connection.refreshRequested"]);
  });

  test("is one, however often the button is pressed at once", async () => {
    const one = await standing();
    await people.warm();
    expect(
      await winners(
        Array.from({ length: 5 }, () => ask(one)),
        "connection.already_running",
      ),
    ).toBe(1);
    expect(await jobsOf(one)).toEqual(["forced"]);
  });

  test("is taken up again where nobody has worked on it for a quarter of an hour", async () => {
    const one = await standing();
    const first = await ask(one);
    await people.superuser`update syncs set begun_at = now() - interval '16 minutes' where sync_id = ${first.id}`;
    expect((await ask(one)).id).toBe(first.id);
  });

  test("is not found by others, and is refused where nothing is read yet or any more", async () => {
    const one = await standing();
    const other = await people.add("investor");
    await expect(ask(one, other)).rejects.toMatchObject({ code: "connection.not_found" });
    await expect(ask(one, people.south.investor)).rejects.toMatchObject({ code: "connection.not_found" });
    await expect(ask(one, one.advisor)).rejects.toMatchObject({ code: "auth.forbidden" });
    const choosing = await standing("bank", { state: "choosing" });
    await expect(ask(choosing)).rejects.toMatchObject({ code: "connection.not_active" });
  });

  test("is refused after six in an hour", async () => {
    await people.warm();
    const one = await standing();
    for (let turn = 0; turn < 6; turn++) {
      await ask(one);
      await people.superuser`update syncs set outcome = 'done', ended_at = now(), person_address = null,
        person_agent = null, person_language = null where connection_id = ${one.connectionId} and outcome = 'running'`;
    }
    await expect(ask(one)).rejects.toMatchObject({ code: "auth.too_many_attempts" });
  });
});

const manyIds = (kind: string): readonly string[] => Array.from({ length: 200 }, () => newId(kind));

const findDue = () => runJob(findDueRefreshesHandler, {}, people.workerBase(), new AbortController().signal);

describe("what is due", () => {
  test("is begun, and nothing else", async () => {
    const [due, later, ended] = [
      await standing("due-bank", { due: "-1 minute" }),
      await standing("due-bank", { due: "1 minute" }),
      await standing("due-bank", { due: "-1 minute", state: "choosing" }),
    ];
    await findDue();
    expect(await jobsOf(due)).toEqual(["scheduled"]);
    expect([...(await jobsOf(later)), ...(await jobsOf(ended))]).toEqual([]);
    await findDue();
    expect(await jobsOf(due)).toEqual(["scheduled"]);
  });

  test("of one bank comes a few a minute, also when a night was missed, the longest waiting first", async () => {
    const one = await standing("crowded", { due: "-1 hour" });
    const [connectionIds, credentialIds] = [manyIds("cnx"), manyIds("crd")];
    await people.superuser`insert into credentials (tenant_id, credential_id, person_id, connection_id, institution_id,
        region, state, version, created_at)
      select c.tenant_id, n.credential_id, c.person_id, n.connection_id, 'crowded', c.region, 'sealed', 1, now()
      from credentials c, unnest(${connectionIds}::text[], ${credentialIds}::text[]) n (connection_id, credential_id)
      where c.connection_id = ${one.connectionId}`;
    await people.superuser`insert into connections (tenant_id, connection_id, investor_id, institution_id, region,
        credential_id, consent_id, state, bank_reference, last_sca_at, begun_at, linked_at, next_refresh_at)
      select c.tenant_id, n.connection_id, c.investor_id, 'crowded', c.region, n.credential_id, c.consent_id, c.state,
        'ref', now(), now(), now(), now() - interval '1 minute'
      from connections c, unnest(${connectionIds}::text[], ${credentialIds}::text[]) n (connection_id, credential_id)
      where c.connection_id = ${one.connectionId}`;
    await findDue();
    expect(await jobsOf(one)).toEqual(["scheduled"]);
    const [row] = await people.superuser`select count(*)::int as begun from graphile_worker._private_jobs
      where payload ->> 'connectionId' in (select connection_id from connections where institution_id = 'crowded')`;
    expect(row?.begun).toBe(begunAMinute.ofOneBank);
    await people.superuser`delete from graphile_worker._private_jobs`;
    await people.superuser`update connections set next_refresh_at = now() + interval '1 day'`;
  });
});

describe("a job that always fails", () => {
  test("is put aside after its attempts while the others go on", async () => {
    const [poison, well] = [
      await standing("poison", { due: "-1 minute" }),
      await standing("well", { due: "-1 minute" }),
    ];
    await findDue();
    const parts = {
      opener: { bindingOf: () => null } as never,
      keys: null as never,
      workerId: "worker-of-this-test",
      endings: { watch: () => ({ signal: new AbortController().signal, [Symbol.dispose]: () => {} }) },
      warn: () => {},
      banks: {
        of: (id: string) => {
          if (id === "poison") throw new TypeError("poison");
          return null;
        },
      },
    };
    const { db, clock } = people.workerBase();
    const queue = await startQueue(database, { db, clock }, [syncConnectionHandler(parts)]);
    const attemptsOf = async () => {
      const [row] = await people.superuser`update graphile_worker._private_jobs set run_at = now()
        where payload ->> 'connectionId' = ${poison.connectionId} and locked_at is null
        returning attempts, max_attempts, last_error`;
      return row;
    };
    await expect.poll(attemptsOf, { timeout: 30_000, interval: 100 }).toMatchObject({
      attempts: 5,
      max_attempts: 5,
      last_error: "TypeError",
    });
    expect(await jobsOf(well)).toEqual([]);
    const [last] =
      await people.superuser`select outcome, reason from syncs where connection_id = ${well.connectionId}`;
    expect(last).toEqual({ outcome: "failed", reason: "notSupported" });
    await queue.stop();
  }, 60_000);
});

describe("how reading stands", () => {
  async function withProducts() {
    const one = await standing("bank", {
      consent: {
        clusters: [{ cluster: "balances", purposes: ["overview"], historyFrom: null, leavesOut: [] }],
      },
    });
    const accountId = one.accountIds[0] as string;
    const { tenantId, personId } = one.investor;
    await people.superuser`insert into accounts (tenant_id, account_id, investor_id, connection_id, institution_id,
        identity_hash, kind, currency, state, offered_at, chosen_at, last_seen_at)
      values (${tenantId}, ${accountId}, ${personId}, ${one.connectionId}, 'bank', ${Buffer.alloc(32, accountId)}, 'current',
        'EUR', 'chosen', now(), now(), now())`;
    for (const cluster of ["balances", "transactions"]) {
      await people.superuser`insert into product_states (tenant_id, account_id, cluster, investor_id, connection_id, state,
          as_of, attempted_at, records)
        values (${tenantId}, ${accountId}, ${cluster}, ${personId}, ${one.connectionId}, 'ok', now(), now(), 3)`;
    }
    await people.superuser`insert into syncs (tenant_id, sync_id, connection_id, investor_id, kind, is_attended, begun_at,
        ended_at, outcome, fence, runs, reads)
      values (${tenantId}, ${newId("syn")}, ${one.connectionId}, ${personId}, 'scheduled', false, now(), now(), 'done', 1, 2, 9)`;
    return one;
  }

  test("is told to the investor with the budget: whole runs, also those that were begun twice", async () => {
    const { investor, connectionId } = await withProducts();
    const state = await inTransaction(people.as(investor), (tx) =>
      readSyncState(tx, { connectionId, perDay: 4 }),
    );
    expect(state.products.map(({ cluster, state: how, records }) => [cluster, how, records])).toEqual([
      ["balances", "ok", 3],
      ["transactions", "ok", 3],
    ]);
    expect(state.lastSync).toMatchObject({ kind: "scheduled", outcome: "done" });
    expect(state.budget).toEqual({ perDay: 4, usedToday: 2 });
  });

  test("is told to recipients kind by kind, as it was granted, and to nobody else", async () => {
    const { investor, advisor, connectionId, consentId } = await withProducts();
    const seen = async (who: TestPerson) =>
      (await inTransaction(people.as(who), (tx) => listProducts(tx, connectionId))).map(
        ({ cluster }) => cluster,
      );
    expect(await seen(investor)).toEqual(["balances", "transactions"]);
    expect(await seen(advisor)).toEqual(["balances"]);
    expect(await seen(await people.add("advisor"))).toEqual([]);
    expect(await seen(await people.add("investor"))).toEqual([]);
    expect(await seen(people.south.advisor)).toEqual([]);
    await people.superuser`delete from consent_grants where consent_id = ${consentId}`;
    expect(await seen(advisor)).toEqual([]);
  });

  test("is not the investor's or a recipient's to write, nor is how a run ends", async () => {
    const { investor, advisor, connectionId, tenantId } = await withProducts();
    const sql = database.connect("data", "licet_web");
    const as = (role: string, personId: string, text: string) =>
      sql.begin(async (tx) => {
        await tx`select set_config('app.tenant_id', ${tenantId}, true), set_config('app.person_id', ${personId}, true),
          set_config('role', ${role}, true)`;
        return tx.unsafe(text);
      });
    const denied = { code: "42501" };
    const writes = [
      "update syncs set outcome = 'done', ended_at = now()",
      "update product_states set state = 'ok'",
      "insert into product_states select * from product_states",
      "delete from syncs",
      "select person_address from syncs",
    ];
    for (const text of writes) {
      await expect(as("licet_investor", investor.personId, text), text).rejects.toMatchObject(denied);
      await expect(as("licet_advisor", advisor.personId, text), text).rejects.toMatchObject(denied);
    }
    await expect(as("licet_advisor", advisor.personId, "select 1 from syncs")).rejects.toMatchObject(denied);
    const insert = (
      more: string,
    ) => `insert into syncs (tenant_id, sync_id, connection_id, investor_id, kind, is_attended,
      begun_at, outcome, runs, reads) values ('${tenantId}', '${newId("syn")}', '${connectionId}', '${investor.personId}',
      ${more})`;
    for (const more of [
      "'scheduled', true, now(), 'running', 0, 0",
      "'forced', true, now(), 'running', 0, 5",
    ]) {
      await expect(as("licet_investor", investor.personId, insert(more)), more).rejects.toMatchObject(denied);
    }
    await as("licet_investor", investor.personId, insert("'forced', true, now(), 'running', 0, 0"));
  });
});
