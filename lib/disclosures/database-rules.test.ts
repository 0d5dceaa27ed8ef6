import { type SQL, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { withdrawConsent } from "#lib/consent/withdraw-consent.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testDisclosures } from "#scripts/testing/disclosures.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { eraseDisclosures } from "./erase-disclosures.ts";
import { purgeDisclosuresHandler } from "./purge.job.ts";

const database = testDatabase();
const people = testPeople(database);
const disclosures = testDisclosures(database, people);
const { north, south } = people;
const refused = { cause: { code: "42501" } };

const run = async (ctx: Context, statement: SQL) =>
  (await inTransaction(ctx, (tx) => tx.execute<Record<string, unknown>>(statement))).rows;

/** An investor with a consent, and one view of theirs by the advisor whom it names. */
async function viewed() {
  const consent = await disclosures.consents.given();
  await disclosures.plant(consent, 1);
  return consent;
}

describe("a view that is noted, in SQL alone,", () => {
  test("is read by its investor and its viewer, and by nobody else but compliance", async () => {
    const { investor, advisor } = await viewed();
    const seen = async (ctx: Context) =>
      (await run(ctx, sql`select investor_id from disclosures where investor_id = ${investor.personId}`))
        .length;
    for (const who of [investor, advisor, north.compliance]) expect(await seen(people.as(who))).toBe(1);
    const others = [await people.add("investor"), await people.add("advisor"), south.investor];
    for (const who of [...others, south.advisor, south.compliance]) {
      expect(await seen(people.as(who))).toBe(0);
    }
    expect(await seen(people.client(north.tenantId))).toBe(0);
    expect(await seen(people.job(south.tenantId))).toBe(0);
    expect(await seen(people.system())).toBe(0);
    await expect(seen(people.as(north.admin))).rejects.toMatchObject(refused);
  });

  test("tells compliance whose and when, and nothing of which accounts and kinds", async () => {
    await viewed();
    for (const column of ["account_ids", "clusters"]) {
      const attempt = run(people.as(north.compliance), sql`select ${sql.raw(column)} from disclosures`);
      await expect(attempt).rejects.toMatchObject(refused);
    }
    const told = sql`select disclosure_id, investor_id, viewer_id, what, consent_ids, at from disclosures`;
    expect((await run(people.as(north.compliance), told)).length).toBeGreaterThan(0);
  });

  test("is changed and taken away by nobody", async () => {
    const { investor, advisor } = await viewed();
    for (const who of [investor, advisor, north.compliance, north.admin].map((one) => people.as(one))) {
      for (const act of [sql`update disclosures set what = 'other'`, sql`delete from disclosures`]) {
        await expect(run(who, act)).rejects.toMatchObject(refused);
      }
    }
    for (const ctx of [people.job(north.tenantId), people.system()]) {
      await expect(run(ctx, sql`update disclosures set what = 'other'`)).rejects.toMatchObject(refused);
      await run(ctx, sql`delete from disclosures`);
    }
    expect(await disclosures.rows(investor.personId)).toHaveLength(1);
  });

  test("is written by its viewer alone, of now, and under a consent of that investor", async () => {
    const { investor, advisor, consentId } = await viewed();
    const another = await viewed();
    const over = await disclosures.consents.given({}, { investor, advisor });
    await withdrawConsent(people.as(investor), { consentId: over.consentId, reason: "notSaid" });
    const asked = await disclosures.consents.requested({}, { investor, advisor });
    const [event] = await disclosures.rows(investor.personId);
    const note = (more: Record<string, unknown> = {}) => {
      const row = {
        ...{ tenant_id: north.tenantId, disclosure_id: newId("dsc"), investor_id: investor.personId },
        ...{ viewer_type: "advisor", viewer_id: advisor.personId, what: "clientPage" },
        ...{ consent_ids: `{${consentId}}`, clusters: "{balances}", account_ids: `{${newId("acc")}}` },
        ...{ event_id: event?.event_id, ...more },
      };
      const names = sql.raw(Object.keys(row).join(", "));
      const values = sql.join(
        Object.values(row).map((value) => sql`${value}`),
        sql`, `,
      );
      return sql`insert into disclosures (${names}) values (${values})`;
    };
    const wrong: [Context, Record<string, unknown>][] = [
      [people.as(advisor), { viewer_id: another.advisor.personId }],
      [people.as(advisor), { viewer_type: "client" }],
      [people.as(advisor), { tenant_id: south.tenantId }],
      [people.as(advisor), { investor_id: another.investor.personId }],
      [people.as(advisor), { consent_ids: `{${another.consentId}}` }],
      [people.as(advisor), { consent_ids: `{${consentId},${newId("con")}}` }],
      [people.as(advisor), { consent_ids: `{${over.consentId}}` }],
      [people.as(advisor), { consent_ids: `{${consentId},${over.consentId}}` }],
      [people.as(advisor), { consent_ids: `{${asked.consentId}}` }],
      [people.as(advisor), { at: "2020-01-01T00:00:00Z" }],
      [people.as(advisor), { noted_in: "3" }],
      [people.as(another.advisor), { viewer_id: another.advisor.personId }],
      [people.as(investor), {}],
      [people.as(north.compliance), {}],
      [people.job(north.tenantId), {}],
    ];
    for (const [ctx, more] of wrong) {
      await expect(run(ctx, note(more)), JSON.stringify(more)).rejects.toMatchObject(refused);
    }
    // Everything right, it is only refused for want of its event: there is no note without one.
    await expect(run(people.as(advisor), note())).rejects.toMatchObject({ cause: { code: "23503" } });
  });
});

describe("the end of a note", () => {
  test("comes after two years by the daily purge, and not a day before, whatever a job asks for", async () => {
    const { investor, advisor, consentId } = await viewed();
    await disclosures.plant({ investor, advisor, consentId }, 3, "729 days");
    await disclosures.plant({ investor, advisor, consentId }, 2, "732 days");
    const before = await disclosures.rows(investor.personId);
    const old = before.filter(({ at }) => at < new Date(Date.now() - 2 * 365.25 * 86_400_000));
    expect(old.length).toBeGreaterThan(0);
    const purge = () =>
      runJob(purgeDisclosuresHandler, {}, people.workerBase(), new AbortController().signal);
    const purges =
      () => people.superuser`select actor_type, convert_from(body, 'utf8')::json -> 'facts' as facts
      from audit_events where type = 'disclosure.purged'`;
    await purge();
    const left = await disclosures.rows(investor.personId);
    expect(left).toHaveLength(before.length - old.length);
    // It says how many there were, once, and nothing where there was nothing.
    await purge();
    expect([...(await purges())]).toEqual([{ actor_type: "system", facts: { count: old.length } }]);
  });

  test("comes with the erasure of the investor's data, after the records and not before", async () => {
    const { investor } = await viewed();
    const neighbour = await viewed();
    const ctx = people.job(north.tenantId);
    const erase = () => inTransaction(ctx, (tx) => eraseDisclosures(tx, ctx, investor.personId));
    await expect(erase()).rejects.toMatchObject({ code: "disclosure.records_not_erased" });
    await people.superuser`insert into record_erasures values (${north.tenantId}, ${investor.personId}, now())`;
    await erase();
    await erase();
    expect(await disclosures.rows(investor.personId)).toEqual([]);
    expect(await disclosures.rows(neighbour.investor.personId)).toHaveLength(1);
  });
});
