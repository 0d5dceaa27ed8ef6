import { describe, expect, test } from "vitest";
import { z } from "zod";
import { inTransaction } from "#lib/access/transaction.ts";
import { actorRoles } from "#lib/db/roles.ts";
import { idSchema, newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { enqueue } from "./enqueue.ts";
import { countFailedJobs } from "./failed-jobs.ts";
import { defineJob } from "./job.ts";

const database = testDatabase();
const people = testPeople(database);
const { north, south } = people;

/** Written a second time on purpose: who may start what has to be meant twice. */
const allowed: Readonly<Record<string, string>> = {
  "identity.answer_sign_in_request": "licet_visitor",
  "identity.send_sign_in_mail": "licet_system",
  "identity.purge": "",
  "privacy.erase": "licet_investor licet_system",
  "disclosures.purge": "",
  "vault.destroy_credential": "licet_investor licet_compliance licet_client licet_job licet_system",
  "vault.recognise_credential": "licet_investor",
  "vault.rewrap_credential": "licet_system",
  "vault.rewrap_likeness_key": "licet_system",
  "vault.rotate_keys": "",
  "records.rewrap_key": "licet_system",
  "vault.sweep": "",
  "installation.take_key_inventory": "",
  "rates.load": "",
  "portfolio.summarise": "licet_job licet_system",
  "portfolio.find_unsummarised": "",
  "consent.close_due": "licet_system",
  "consent.remind": "licet_system",
  "consent.send_reminder": "licet_job",
  "consent.record_bank_revocation": "licet_job",
  "consent.issue_receipt": "licet_investor licet_compliance licet_job",
  "receipt.mail": "licet_job",
  "invitations.send_mail": "licet_advisor",
  "invitations.find_forgettable": "",
  "invitations.forget": "licet_advisor licet_system",
  "authorisation.sweep": "",
  "authorisation.end_interrupted": "licet_system",
  "connections.sync": "licet_investor licet_job licet_system",
  "connections.refresh_due": "",
  "connections.find_unended": "",
  "connections.link": "licet_investor",
  "connections.find_uncovered": "",
  "connections.delete_uncovered": "licet_system",
  "connections.offer_accounts": "licet_job",
  "connections.end_at_bank": "licet_investor licet_job licet_system",
  "vault.rewrap_tokens": "licet_system",
  "oversight.work": "licet_compliance licet_system",
  "oversight.tell_second": "licet_compliance",
  "oversight.find_live": "",
  "identity.send_staff_invitation": "licet_admin",
  "asks.send": "licet_advisor",
  "nobody.knows_this": "",
};

const destroy = defineJob({
  name: "vault.destroy_credential",
  scope: "tenant",
  payload: z.strictObject({ tenantId: idSchema("ten"), credentialId: idSchema("crd") }),
  maxAttempts: 3,
  timeoutMs: 1_000,
  idempotencyKey: ({ credentialId }) => credentialId,
});

interface Queued {
  readonly payload: Record<string, unknown>;
  readonly key: string;
}

const jobs = (about: string) => people.superuser<
  Queued[]
>`select payload, key from graphile_worker._private_jobs
  where payload::text like ${`%${about}%`} order by id`;

const roles = Object.entries(actorRoles).flatMap(([login, names]) =>
  names.map((role) => ({ login: login as "licet_web" | "licet_worker", role })),
);

describe("the allow-list of the queue", () => {
  test("names every kind that the database knows", async () => {
    const rows = await people.superuser<{ kind: string; by: string }[]>`
      select kind, string_agg(enqueued_by, ' ') as by from job_kinds group by kind`;
    for (const { kind, by } of rows) {
      expect(by.split(" ").sort(), kind).toEqual((allowed[kind] ?? "").split(" ").sort());
    }
  });

  test.each(roles)("lets $role start what is its own and nothing else", async ({ login, role }) => {
    const sql = database.connect("data", login);
    for (const [kind, by] of Object.entries(allowed)) {
      const outcome = await sql
        .begin(async (tx) => {
          await tx`select set_config('app.tenant_id', ${north.tenantId}, true), set_config('role', ${role}, true)`;
          const payload =
            /^((asks|vault|consent|connections|invitations|oversight|privacy|receipt|portfolio)\.|identity\.send_staff)/.test(
              kind,
            )
              ? { tenantId: north.tenantId }
              : {};
          if (role === "licet_visitor") await tx`select set_config('app.tenant_id', '', true)`;
          await tx`select gate.enqueue(${kind}, ${JSON.stringify(payload)}::text::jsonb, ${newId("x")}, 1)`;
        })
        .then(
          () => "started",
          (cause: { code?: string }) => cause.code,
        );
      expect(outcome, `${role} ${kind}`).toBe(by.split(" ").includes(role) ? "started" : "42501");
    }
  });

  test("cannot be gone around: no role writes the queue's tables", async () => {
    for (const { login, role } of roles.filter((one) => one.role !== "licet_queue")) {
      const sql = database.connect("data", login);
      const attempt = sql.begin(async (tx) => {
        await tx`select set_config('role', ${role}, true)`;
        await tx`select graphile_worker.add_job('identity.purge')`;
      });
      await expect(attempt, role).rejects.toMatchObject({ code: "42501" });
    }
  });
});

describe("a job", () => {
  test("of another firm cannot be started", async () => {
    const payload = { tenantId: south.tenantId, credentialId: newId("crd") };
    const attempt = inTransaction(people.as(north.investor), (tx) => enqueue(tx, destroy, payload));
    await expect(attempt).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  test("begins at once, but for those that nobody waits for: the owner says of each kind how much later", async () => {
    const { tenantId } = north;
    const secondsUntil = async (job: typeof destroy) => {
      const credentialId = newId("crd");
      await inTransaction(people.as(north.investor), (tx) => enqueue(tx, job, { tenantId, credentialId }));
      const [row] = await people.superuser`select extract(epoch from run_at - created_at)::integer as seconds
        from graphile_worker._private_jobs where payload::text like ${`%${credentialId}%`}`;
      return row?.seconds;
    };
    expect([
      await secondsUntil(destroy),
      await secondsUntil({ ...destroy, name: "vault.recognise_credential" }),
    ]).toEqual([0, 15]);
    await expect(
      people.superuser`update job_kinds set begins_after = '1 hour' where kind = ${destroy.name}`,
    ).rejects.toMatchObject({ code: "23514" });
  });

  test("exists if its transaction commits and not otherwise", async () => {
    const credentialId = newId("crd");
    const payload = { tenantId: north.tenantId, credentialId };
    const attempt = inTransaction(people.as(north.investor), async (tx) => {
      await enqueue(tx, destroy, payload);
      throw new Error("refused");
    });
    await expect(attempt).rejects.toThrow("refused");
    expect(await jobs(credentialId)).toEqual([]);

    await inTransaction(people.as(north.investor), (tx) => enqueue(tx, destroy, payload));
    expect((await jobs(credentialId)).map((job) => job.payload)).toEqual([payload]);
  });

  test("of one key is one job, however often and by however many it is started", async () => {
    const credentialId = newId("crd");
    const payload = { tenantId: north.tenantId, credentialId };
    const actors = [people.as(north.investor), people.as(north.compliance), people.system()];
    await Promise.all(
      Array.from({ length: 12 }, (_, index) => actors[index % 3] ?? people.system()).map((ctx) =>
        inTransaction(ctx, (tx) => enqueue(tx, destroy, payload)),
      ),
    );
    expect(await jobs(credentialId)).toHaveLength(1);
  });

  test("of one firm is never replaced by another firm's of the same key", async () => {
    const credentialId = newId("crd");
    for (const firm of [north, south]) {
      const payload = { tenantId: firm.tenantId, credentialId };
      await inTransaction(people.as(firm.investor), (tx) => enqueue(tx, destroy, payload));
    }
    const tenants = (await jobs(credentialId)).map(({ payload }) => payload.tenantId);
    expect(tenants).toEqual([north.tenantId, south.tenantId]);
  });

  test("with a payload that its declaration does not know is not started", async () => {
    const payload = { tenantId: north.tenantId, credentialId: newId("crd"), password: "canary" } as never;
    const attempt = inTransaction(people.as(north.investor), (tx) => enqueue(tx, destroy, payload));
    await expect(attempt).rejects.toThrow(/unrecognized_keys/);
  });

  test("that used up its attempts is counted for the operator", async () => {
    const count = () => inTransaction(people.as(north.admin), countFailedJobs);
    const before = await count();
    const credentialId = newId("crd");
    await inTransaction(people.as(north.investor), (tx) =>
      enqueue(tx, destroy, { tenantId: north.tenantId, credentialId }),
    );
    expect(await count()).toBe(before);
    await people.superuser`update graphile_worker._private_jobs set attempts = max_attempts
      where payload::text like ${`%${credentialId}%`}`;
    expect(await count()).toBe(before + 1);
  });
});
