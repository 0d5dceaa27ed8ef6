import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import { afterEach, beforeEach } from "vitest";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import type { ActId, ConsentId, CredentialId, TenantId } from "#lib/kernel/id.ts";
import { newId } from "#lib/kernel/id.ts";
import { type ActAsked, ProposeAct } from "#lib/oversight/asked.ts";
import { previewAct } from "#lib/oversight/preview-act.ts";
import { proposeAct } from "#lib/oversight/propose-act.ts";
import { readAct } from "#lib/oversight/read-act.ts";
import { oversightHandlers } from "#lib/oversight/work-act.job.ts";
import { testConsents } from "./consent.ts";
import type { TestDatabase } from "./database.ts";
import { type TestPeople, type TestPerson, testPeople } from "./people.ts";

const [work, findLive] = oversightHandlers as readonly [
  (typeof oversightHandlers)[number],
  (typeof oversightHandlers)[number],
];

/** Acts of staff as pages and the worker do them. */
export function testActs(people: TestPeople) {
  const { north } = people;
  const never = new AbortController().signal;
  return {
    /** What the form of the page posts, which was another request. */
    async asShown(ctx: Context<PersonActor>, asked: ActAsked, reason: string) {
      const { fields } = await previewAct({ ...ctx, requestId: randomUUID() }, asked);
      return ProposeAct.parse({ ...fields, reason });
    },
    async propose(ctx: Context<PersonActor>, asked: ActAsked, reason: string): Promise<ActId> {
      return proposeAct(ctx, await this.asShown(ctx, asked, reason));
    },
    terminate(ctx: Context<PersonActor>, consentIds: readonly ConsentId[]): Promise<ActId> {
      return this.propose(ctx, { kind: "consents.terminate", consentIds }, "legalDuty");
    },
    delete(ctx: Context<PersonActor>, credentialIds: readonly CredentialId[]): Promise<ActId> {
      return this.propose(ctx, { kind: "credentials.delete", credentialIds }, "leakSuspected");
    },
    work: (actId: ActId, signal = never) =>
      runJob(work, { tenantId: north.tenantId, actId }, people.workerBase(), signal),
    findLive: () => runJob(findLive, {}, people.workerBase(), never),
    async stateOf(actId: ActId): Promise<string> {
      const { state, counts } = await readAct(people.as(north.compliance), actId);
      return `${state} ${counts.done}/${counts.skipped}/${counts.failed}/${counts.open}`;
    },
    /** What happened to it, in that order, each once. */
    async told(actId: ActId): Promise<readonly string[]> {
      const types = (await people.events(actId)).map(({ type }) => type.split("."));
      return [
        ...new Set(types.flatMap(([context, name]) => (context === "oversight" && name ? [name] : []))),
      ];
    },
    async firmAsks(secondPerson: boolean, tenantId: TenantId = north.tenantId): Promise<void> {
      await people.superuser`insert into oversight_rules (tenant_id, revision, second_person_for_consents, changed_at)
        values (${tenantId}, 1, ${secondPerson}, now())
        on conflict (tenant_id) do update set second_person_for_consents = ${secondPerson}`;
    },
    /** As if it had been proposed so many hours ago. */
    async age(actId: ActId, hours: number): Promise<void> {
      await people.superuser.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        await sql`update staff_acts set proposed_at = proposed_at - make_interval(hours => ${hours}),
          lapses_at = lapses_at - make_interval(hours => ${hours}),
          stopped_at = stopped_at - make_interval(hours => ${hours}) where act_id = ${actId}`;
      });
    },
    /** A bank access that nobody sealed anything for. */
    async credential(
      { tenantId, personId }: TestPerson,
      institutionId = "sandbox-retail",
    ): Promise<CredentialId> {
      const credentialId = newId("crd");
      await people.superuser`insert into credentials (tenant_id, credential_id, person_id, connection_id,
          institution_id, region, state, version, created_at)
        values (${tenantId}, ${credentialId}, ${personId}, ${newId("cnx")}, ${institutionId}, 'eu-nl', 'sealed', 1, now())`;
      return credentialId;
    },
    async credentialState(credentialId: CredentialId): Promise<string> {
      const [row] =
        await people.superuser`select state from credentials where credential_id = ${credentialId}`;
      return row?.state;
    },
  };
}

/**
 * Acts with two of compliance of the northern firm, who are new to each test, since what one person ends alone is counted
 * over a day.
 */
export function testOversight(database: TestDatabase) {
  const people = testPeople(database);
  const consents = testConsents(people);
  const acts = testActs(people);
  const { tenantId } = people.north;
  let pair: readonly [TestPerson, TestPerson] | null = null;
  const officer = (at: 0 | 1): TestPerson => {
    if (!pair) throw new Error("The two of compliance exist inside tests only.");
    return pair[at];
  };
  beforeEach(async () => {
    pair = [await people.add("compliance"), await people.add("compliance")];
  });
  afterEach(async () => {
    people.clock.reset();
    await acts.firmAsks(false);
  });
  return {
    ...{ people, consents, acts },
    own: () => officer(0),
    other: () => officer(1),
    first: (more: Parameters<typeof people.as>[1] = {}) => people.as(officer(0), more),
    second: (more: Parameters<typeof people.as>[1] = {}) => people.as(officer(1), more),
    /** Of one investor and one advisor. */
    async givenMany(count: number): Promise<ConsentId[]> {
      const made: ConsentId[] = [];
      const [investor, advisor] = [await people.add("investor"), await people.add("advisor")];
      while (made.length < count) made.push((await consents.given({}, { investor, advisor })).consentId);
      return made;
    },
    /** As if the first one's own SQL were written by somebody else than this program. */
    forge: <T>(statement: (sql: postgres.TransactionSql) => Promise<T>) =>
      database.connect("data", "licet_web").begin(async (sql) => {
        await sql`select set_config('role', 'licet_compliance', true), set_config('app.tenant_id', ${tenantId}, true),
          set_config('app.person_id', ${officer(0).personId}, true)`;
        return statement(sql);
      }),
  };
}
