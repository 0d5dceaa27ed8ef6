import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import { afterAll, beforeAll } from "vitest";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { type PersonRole, personRoles } from "#lib/access/roles.ts";
import { closeDatabase, type Database, openDatabase } from "#lib/db/database.ts";
import type { Visit } from "#lib/identity/visit.ts";
import { newId, type PersonId, type TenantId } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import type { TestDatabase } from "./database.ts";

export interface TestPerson {
  readonly tenantId: TenantId;
  readonly personId: PersonId;
  readonly role: PersonRole;
  readonly email: string;
  /** The account at `testIssuer`; staff only. */
  readonly subject: string;
}

export type TestFirm = Readonly<Record<PersonRole, TestPerson>> & { readonly tenantId: TenantId };

/** One event as it stands in the trail: its columns, and its body read back. */
export interface TestEvent {
  readonly type: string;
  readonly tenantId: string;
  readonly actorType: string;
  readonly actorId: string | null;
  readonly subjectId: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

export const testOrigin = "https://consent.example";
export const testIssuer = "https://id.example";

const webConnections = 12;
const quarterMs = 15 * 60_000;

/** The real time, moved by what a test says. The database's own clock goes on as it is. */
export function testClock() {
  let offsetMs = 0;
  return {
    now: () => new Date(Date.now() + offsetMs),
    advance(ms: number): void {
      offsetMs += ms;
    },
    reset(): void {
      offsetMs = 0;
    },
  };
}

function newPerson(tenantId: TenantId, role: PersonRole): TestPerson {
  const personId = newId("per");
  return { tenantId, personId, role, email: `${personId}@example.org`, subject: `sub-${personId}` };
}

function newFirm(): TestFirm {
  const tenantId = newId("ten");
  const people = Object.fromEntries(personRoles.map((role) => [role, newPerson(tenantId, role)]));
  return { tenantId, ...(people as Record<PersonRole, TestPerson>) };
}

/**
 * Two firms with a person of each role, in this file's own database. Call it at the top of the file after
 * `testDatabase()`; identifiers can be used at once, everything else inside tests and hooks.
 */
export function testPeople(database: TestDatabase) {
  const [north, south] = [newFirm(), newFirm()];
  const clock = testClock();
  let web: Database;
  let worker: Database;
  let owner: postgres.Sql;
  let superuser: postgres.Sql;

  const insert = async ({ tenantId, personId, role, email, subject }: TestPerson): Promise<void> => {
    await owner`insert into people (tenant_id, person_id, role, name, email, email_key)
      values (${tenantId}, ${personId}, ${role}, ${`Nøra ${role}`}, ${email}, ${email})`;
    await owner`insert into personas (tenant_id, person_id) values (${tenantId}, ${personId})`;
    if (role !== "investor") {
      await owner`insert into oidc_identities (tenant_id, person_id, issuer, subject)
        values (${tenantId}, ${personId}, ${testIssuer}, ${subject})`;
    }
  };

  beforeAll(async () => {
    const open = (login: "licet_web" | "licet_worker", size: number): Database =>
      openDatabase({ url: new Secret(database.url("data", login)), ca: database.ca }, { size, name: login });
    web = open("licet_web", webConnections);
    worker = open("licet_worker", 4);
    owner = database.connect("data", "licet_owner");
    superuser = database.connect("data", "postgres");
    for (const [firm, name] of [
      [north, "North Wealth"],
      [south, "South Patrimoine"],
    ] as const) {
      await owner`insert into tenants (tenant_id, name) values (${firm.tenantId}, ${name})`;
      for (const role of personRoles) await insert(firm[role]);
    }
  });
  afterAll(async () => {
    await Promise.all([closeDatabase(web), closeDatabase(worker)]);
  });

  const context = <A extends Context["actor"]>(actor: A, db: Database): Context<A> => ({
    actor,
    db,
    clock,
    requestId: `test-${randomBytes(4).toString("hex")}`,
  });

  return {
    north,
    south,
    clock,
    /** The superuser's connection: row security binds everybody else. */
    get superuser(): postgres.Sql {
      return superuser;
    },
    /** A person of their own for one test, so that what it does to them is no other test's concern. */
    async add(role: PersonRole, firm: TestFirm = north): Promise<TestPerson> {
      const person = newPerson(firm.tenantId, role);
      await insert(person);
      return person;
    },
    /**
     * Opens all of the web's connections, so that what starts at once runs at once and not one by one. Waits out the
     * last seconds of a quarter of an hour, after which every rate limit begins anew.
     */
    async warm(): Promise<void> {
      const leftMs = quarterMs - (Date.now() % quarterMs);
      if (leftMs < 3_000) await new Promise((done) => setTimeout(done, leftMs));
      await Promise.all(Array.from({ length: webConnections }, () => web.execute("select pg_sleep(0.05)")));
    },
    /** The person, having proved who they are a moment ago unless it is said otherwise. */
    as(person: TestPerson, more: Partial<PersonActor> = {}): Context<PersonActor> {
      const { tenantId, personId, role } = person;
      const proof = { sessionId: newId("ses"), authenticatedAt: clock.now() };
      return context({ type: role, tenantId, personId, ...proof, ...more }, web);
    },
    visitor: () => context({ type: "visitor" } as const, web),
    client: (tenantId: TenantId) =>
      context({ type: "client", tenantId, clientId: newId("cli") } as const, web),
    job: (tenantId: TenantId) => context({ type: "job", tenantId, job: "test.job" } as const, worker),
    system: () => context({ type: "system", job: "test.job" } as const, worker),
    /** What the worker gives to `runJob`, which adds the actor itself. */
    workerBase: () => ({ db: worker, clock, requestId: "test-job" }),
    /** From a network of its own each time, so that tests do not share a rate limit. */
    visit: (more: Partial<Visit> = {}): Visit => ({
      origin: testOrigin,
      faces: ["portal", "advisor", "console"],
      remoteAddress: `2001:db8:${randomBytes(2).toString("hex")}:${randomBytes(2).toString("hex")}::1`,
      device: "Firefox, Linux",
      ...more,
    }),
    /** The trail's events of one request, or of one person as actor or subject, oldest first. */
    async events(about: string): Promise<readonly TestEvent[]> {
      const rows = await superuser<(Omit<TestEvent, "facts"> & { body: Buffer })[]>`
        select type, tenant_id as "tenantId", actor_type as "actorType", actor_id as "actorId",
          subject_id as "subjectId", body from audit_events
        where request_id = ${about} or actor_id = ${about} or subject_id = ${about} order by xid, occurred_at`;
      return rows.map(({ body, ...row }) => ({ ...row, facts: JSON.parse(body.toString("utf8")).facts }));
    },
  };
}

export type TestPeople = ReturnType<typeof testPeople>;

/** How many of the attempts came through; the others were all refused with this code and nothing else. */
export async function winners(attempts: readonly Promise<unknown>[], refusal: string): Promise<number> {
  const results = await Promise.allSettled(attempts);
  for (const result of results) {
    if (result.status === "rejected" && result.reason?.code !== refusal) throw result.reason;
  }
  return results.filter(({ status }) => status === "fulfilled").length;
}
