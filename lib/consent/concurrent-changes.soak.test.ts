import { describe, expect, test } from "vitest";
import { AppError } from "#lib/kernel/errors.ts";
import { newId } from "#lib/kernel/id.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { type ActedOn, type ConsentAct, consentActs, consentIn } from "#scripts/testing/consent-acts.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { sample, testSeed } from "#scripts/testing/sample.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);
const acts = Object.entries(consentActs) as readonly (readonly [string, ConsentAct])[];

/** Every two acts at once on a consent that is shown and on one that is given, each act also against itself. */
const meetings = (["presented", "given"] as const).flatMap((state) =>
  acts.flatMap(([one], index) =>
    acts.slice(index).map(([other]) => ({ state, both: [one, other] as const })),
  ),
);

async function actOn(name: string, consent: ActedOn): Promise<unknown> {
  const { by, run } = consentActs[name as keyof typeof consentActs] as ConsentAct;
  const { investor } = consent;
  if (by === "job") return run(people.job(investor.tenantId), consent);
  // What one of compliance ends alone is counted over a day.
  return run(people.as(by === "investor" ? investor : await people.add("compliance")), consent);
}

/** What is wrong with a consent and everything beside it, in sentences. */
async function contradictions({ consentId }: ActedOn): Promise<readonly string[]> {
  const sql = people.superuser;
  const [found] = await sql`
    with c as (select * from consents where consent_id = ${consentId}),
    history as (select h.*, e.type, e.actor_type as "eventActor" from consent_events h
      join audit_events e using (tenant_id, event_id) where h.consent_id = ${consentId}),
    said as (select a.id as account_id, r.id as recipient_id, k ->> 'cluster' as cluster,
        (k ->> 'historyFrom')::date as history_from, valid_until
      from c, unnest(account_ids) as a (id), jsonb_array_elements(terms -> 'clusters') as k,
        unnest(advisor_ids || client_ids || case when whole_team then array[tenant_id] else '{}' end) as r (id)
      where state = 'given'),
    granted as (select account_id, recipient_id, cluster::text, history_from, valid_until from consent_grants
      where consent_id = ${consentId})
    select
      (select revision from c) as revision,
      (select array_agg(revision order by revision) from history) as told,
      (select state::text from c) as state,
      (select state::text from history order by revision desc limit 1) as "lastState",
      (select count(*)::int from history where type <> 'consent.' || act or "eventActor" <> actor_type) as "elseTold",
      (select count(*)::int from (
        (table said except table granted) union all (table granted except table said)) as other) as "wrongGrants",
      (select count(*)::int from lawful_bases b, c where b.consent_id = ${consentId}
        and (b.ended_at is null) <> (c.ended_at is null)) as "wrongBases"`;
  const told = Array.from({ length: found?.revision }, (_, index) => index + 1);
  return [
    ...(found?.told?.join() === told.join() ? [] : [`told ${found?.told} of ${found?.revision}`]),
    ...(found?.state === found?.lastState ? [] : [`${found?.state} and told to be ${found?.lastState}`]),
    ...(found?.elseTold === 0 ? [] : ["the history and the trail differ"]),
    ...(found?.wrongGrants === 0 ? [] : [`${found?.wrongGrants} grants are not what it says`]),
    ...(found?.wrongBases === 0 ? [] : ["its lawful basis does not end with it"]),
  ];
}

describe("two acts at once", () => {
  test(`leave a consent whose history, grants and basis agree, or are refused (seed ${testSeed})`, async () => {
    await people.warm();
    for (const { state, both } of sample(meetings, 40)) {
      const consent = await consentIn(state, people, consents, { accountIds: [newId("acc")] });
      const outcomes = await Promise.allSettled(both.map((name) => actOn(name, consent)));
      for (const outcome of outcomes) {
        if (outcome.status === "fulfilled") continue;
        expect(outcome.reason, both.join(" and ")).toBeInstanceOf(AppError);
        expect(outcome.reason.code).toMatch(/^consent\./);
      }
      expect(await contradictions(consent), `${both.join(" and ")}, ${state}`).toEqual([]);
    }
  });

  test("would be noticed if they did not agree", async () => {
    const consent = await consentIn("given", people, consents, { accountIds: [newId("acc")] });
    await people.superuser`delete from consent_grants where consent_id = ${consent.consentId}`;
    await people.superuser`update lawful_bases set ended_at = now() where consent_id = ${consent.consentId}`;
    await people.superuser`update consent_events set act = 'renewed' where consent_id = ${consent.consentId}
      and act = 'accountsChosen'`;
    expect(await contradictions(consent)).toEqual([
      "the history and the trail differ",
      "2 grants are not what it says",
      "its lawful basis does not end with it",
    ]);
  });
});
