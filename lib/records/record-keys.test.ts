import { hash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { inTransaction } from "#lib/access/transaction.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { balances, testRecords } from "#scripts/testing/records.ts";
import { holdSummaryKey } from "./hold-keys.ts";
import { openRecords } from "./open-records.ts";
import { receiveSummaries } from "./receive-summaries.ts";
import { removeSummary } from "./remove-summary.ts";
import { padded } from "./sheet.ts";

const database = testDatabase();
const people = testPeople(database);
const records = testRecords(database);
const job = () => people.job(people.north.tenantId);
const firm = people.north.tenantId;
const total = z.strictObject({ total: z.string() });

const wrappedKeysOf = (investorId: PersonId) =>
  database.connect("keys", "postgres")`select * from record_keys where person_id = ${investorId}`;

const secretOf = (id: string) => hash("sha256", id, "buffer");

/** An investor whose records the worker stored, and a web process that has opened nothing yet. */
async function stored() {
  const [worker, web] = await Promise.all([records.process("licet_worker"), records.process("licet_web")]);
  const investor = await people.add("investor");
  const { personId: investorId } = investor;
  await records.store(job(), worker, investorId, [balances(), balances(), balances()]);
  records.kms.control.clearCalls();
  return { worker, web, investor, investorId, ctx: people.as(investor) };
}

describe("the KMS", () => {
  test("is asked once for all records of an investor, and then not at all", async () => {
    const { web, ctx, investorId } = await stored();
    expect(await openRecords(ctx, web, { investorId })).toHaveLength(3);
    expect(records.calls()).toBe(1);
    for (let again = 0; again < 5; again++) await openRecords(ctx, web, { investorId });
    expect(records.calls()).toBe(1);
  });

  test("is asked once by any number of readers at once", async () => {
    const { web, ctx, investorId } = await stored();
    await Promise.all(Array.from({ length: 10 }, () => openRecords(ctx, web, { investorId })));
    expect(records.calls()).toBe(1);
  });

  test("is asked anew when the key's time in memory is over", async () => {
    const { ctx, investorId } = await stored();
    const web = await records.process("licet_web", { entries: 10, lifetimeMs: 50 });
    await openRecords(ctx, web, { investorId });
    await expect.poll(() => web.kept).toBe(0);
    await openRecords(ctx, web, { investorId });
    expect(records.calls()).toBe(2);
  });

  test("is not asked where there is nothing to open", async () => {
    const { web } = await stored();
    const { personId, ...person } = await people.add("investor");
    const nobody = people.as({ ...person, personId });
    expect(await openRecords(nobody, web, { investorId: personId })).toEqual([]);
    expect(records.calls()).toBe(0);
  });

  test("that is down lets nothing be stored or opened, says so, and work goes on by itself after", async () => {
    const { ctx, investorId } = await stored();
    const [worker, web] = [await records.process("licet_worker"), await records.process("licet_web")];
    const fresh = await people.add("investor");
    records.kms.control.fault({ effect: "unavailable", times: 1_000 });
    const unavailable = { code: "records.unavailable" };
    await expect(records.store(job(), worker, fresh.personId, [balances()])).rejects.toMatchObject(
      unavailable,
    );
    await expect(openRecords(ctx, web, { investorId })).rejects.toMatchObject(unavailable);
    expect(await wrappedKeysOf(fresh.personId)).toEqual([]);
    expect(await people.superuser`select 1 from record_chunks where investor_id = ${fresh.personId}`).toEqual(
      [],
    );
    records.kms.control.clearFaults();
    await expect
      .poll(
        () =>
          openRecords(ctx, web, { investorId }).then(
            (found) => found.length,
            () => 0,
          ),
        { timeout: 5_000 },
      )
      .toBe(3);
    await records.store(job(), worker, fresh.personId, [balances()]);
  });

  test("that gives another key than it was given is not believed: nothing is sealed under it", async () => {
    const { ctx, investorId } = await stored();
    const lying = { decrypt: async () => Buffer.alloc(32, 7) };
    const web = await records.process("licet_web", undefined, lying);
    await expect(openRecords(ctx, web, { investorId })).rejects.toMatchObject({
      code: "records.unopenable",
      facts: { reason: "wrongCommitment" },
    });
    const worker = await records.process("licet_worker", undefined, lying);
    const fresh = await people.add("investor");
    await expect(records.store(job(), worker, fresh.personId, [balances()])).rejects.toThrow();
    expect(await people.superuser`select 1 from record_chunks where investor_id = ${fresh.personId}`).toEqual(
      [],
    );
  });
});

describe("an investor's key", () => {
  test("is one, however many processes are the first to store", async () => {
    const processes = await Promise.all(Array.from({ length: 4 }, () => records.process("licet_worker")));
    const { personId } = await people.add("investor");
    const days = Array.from({ length: 12 }, () => balances());
    await Promise.all(
      days.map((day, at) => records.store(job(), processes[at % 4] as never, personId, [day])),
    );
    expect(await wrappedKeysOf(personId)).toHaveLength(1);
    for (const keys of processes) {
      expect(await openRecords(job(), keys, { investorId: personId })).toHaveLength(12);
    }
  });

  test("is not kept by a process that has lost its ear for erasures, until it hears again", async () => {
    const { web, ctx, investorId } = await stored();
    await openRecords(ctx, web, { investorId });
    expect(web.kept).toBe(1);
    const admin = database.connect("keys", "postgres");
    const [listener] = await admin`select pg_terminate_backend(pid) as ended from pg_stat_activity
      where query like 'listen%' and datname = current_database() and usename = 'licet_web'`;
    expect(listener?.ended).toBe(true);
    await expect.poll(() => web.kept).toBe(0);
    expect(await openRecords(ctx, web, { investorId })).toHaveLength(3);
    await expect
      .poll(
        async () => {
          await openRecords(ctx, web, { investorId });
          return web.kept;
        },
        { timeout: 5_000 },
      )
      .toBe(1);
  });

  test("of another tenant is not in reach", async () => {
    const { worker, investorId } = await stored();
    await expect(worker.investorKey(people.south.tenantId, investorId)).rejects.toMatchObject({
      code: "keyMissing",
    });
  });

  test("that was moved to another investor's row does not unwrap", async () => {
    const [one, other] = [await stored(), await stored()];
    await database.connect(
      "keys",
      "postgres",
    )`update record_keys k set wrapped = o.wrapped, commitment = o.commitment
      from record_keys o where k.person_id = ${one.investorId} and o.person_id = ${other.investorId}`;
    await expect(openRecords(one.ctx, one.web, { investorId: one.investorId })).rejects.toMatchObject({
      code: "records.unopenable",
    });
  });
});

describe("summaries", () => {
  test("of a thousand investors open with one call of the KMS", async () => {
    const worker = await records.process("licet_worker");
    const { superuser } = people;
    const { tenantId } = people.south;
    const south = () => people.job(tenantId);
    const asOf = new Date();
    const ids = Array.from({ length: 1_000 }, () => crypto.randomUUID());
    await superuser`insert into people (tenant_id, person_id, role, name, email, email_key)
      select ${tenantId}, 'per_' || id, 'investor', 'Nøra', id || '@example.org', id || '@example.org'
      from unnest(${ids}::text[]) id`;
    using key = await holdSummaryKey(south(), worker, people.south.investor.personId);
    const rows = ids.map((id) => {
      const about = { investorId: `per_${id}` as PersonId, recipientId: tenantId, asOf, version: 1 };
      const envelope = key.book.seal(about, secretOf(id), padded(JSON.stringify({ total: id })));
      return [about.investorId, envelope.toString("hex")];
    });
    // What is wrapped for them is not needed here: their secrets are.
    await database.connect("keys", "postgres")`insert into record_keys
      (tenant_id, person_id, region, wrapped, kms_version, commitment, book_secret)
      select ${tenantId}, 'per_' || id, 'eu-nl', sha256('w'), 'v', sha256('c'), sha256(id::bytea)
      from unnest(${ids}::text[]) id`;
    await superuser`insert into book_summaries
      (tenant_id, investor_id, recipient_id, region, as_of, version, envelope)
      select ${tenantId}, row ->> 0, ${tenantId}, 'eu-nl', ${asOf}, 1, decode(row ->> 1, 'hex')
      from jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb) row`;

    const other = await records.process("licet_worker");
    records.kms.control.clearCalls();
    const opened = await records.summaries(south(), other, total, [tenantId]);
    expect(records.calls()).toBe(1);
    expect(new Set(opened.map(({ content }) => content.total))).toEqual(new Set(ids));
    await records.summaries(south(), other, total, [tenantId]);
    expect(records.calls()).toBe(1);
  });

  test("are replaced in their place and go with the transaction that removes them", async () => {
    const { worker, investorId, ctx } = await stored();
    const mine = async () =>
      (await records.summaries(job(), worker, total, [firm])).filter((one) => one.investorId === investorId);
    for (const amount of ["1.00", "2.00"]) {
      await records.summarise(job(), worker, investorId, {
        recipientId: firm,
        asOf: new Date(),
        content: { total: amount },
      });
    }
    expect((await mine()).map(({ content }) => content)).toEqual([{ total: "2.00" }]);
    await inTransaction(ctx, (tx) => removeSummary(tx, ctx, investorId, firm));
    expect(await mine()).toEqual([]);
  });

  test("open for no advisor before a consent grants it, and never for the investor or for staff", async () => {
    const { worker, web, investorId } = await stored();
    const summary = { recipientId: firm, asOf: new Date(), content: { total: "1.00" } };
    await records.summarise(job(), worker, investorId, summary);
    const { advisor, investor, compliance } = people.north;
    expect(await records.summaries(people.as(advisor), web, total, [firm])).toEqual([]);
    for (const person of [investor, compliance]) {
      const received = receiveSummaries(people.as(person), web, total, () => Promise.reject());
      await expect(received).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  });
});
