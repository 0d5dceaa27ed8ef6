import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { newId } from "#lib/kernel/id.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { undone } from "#scripts/testing/consent-sight.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type ConsentState, canMove, consentStates } from "./consent.ts";
import { lockConsent } from "./repository.ts";
import { addMonths } from "./validity.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

/* What the database refuses although every check in the code is forgotten. */

const people = testPeople(testDatabase());
const consents = testConsents(people);
const { north, south } = people;
const denied = /permission denied|row-level security/;
const isOpen = (state: ConsentState) => canMove(state, "terminated");

/** Rows that a statement changed as one role, taken back afterwards. */
const changed = (role: string, person: { tenantId: string; personId: string }, statement: string) =>
  undone(people.superuser, async (tx) => {
    await tx`select set_config('app.tenant_id', ${person.tenantId}, true),
      set_config('app.person_id', ${person.personId}, true), set_config('role', ${`licet_${role}`}, true)`;
    return (await tx.unsafe(statement)).count;
  });

test("a decision knows the time at which it got hold of a consent, not the one at which it began to wait", async () => {
  const { consentId, investor } = await consents.requested();
  const { promise: held, resolve: hold } = Promise.withResolvers<void>();
  let releasedAt = new Date(0);
  const holding = people.superuser.begin(async (tx) => {
    await tx`select 1 from consents where consent_id = ${consentId} for update`;
    hold();
    await tx`select pg_sleep(0.3)`;
    releasedAt = (await tx`select clock_timestamp() as at`)[0]?.at;
  });
  await held;
  const { now } = await inTransaction(people.as(investor), (tx) => lockConsent(tx, consentId));
  await holding;
  expect(now >= releasedAt).toBe(true);
});

describe("the database", () => {
  test("lets each role bring a consent into those states that are its to decide, and no other", async () => {
    const mayBring: Readonly<Record<string, readonly string[]>> = {
      investor: ["presented", "given", "declined", "withdrawn"],
      // Only by an act of its own firm in the same transaction (lib/oversight/bounds.test.ts).
      compliance: [],
      job: ["expired", "revokedAtBank"],
      client: [],
      admin: [],
      system: [],
    };
    const { consentId, investor } = await consents.given();
    await consents.endsIn({ consentId }, 300);
    await sleep(300);
    for (const [role, states] of Object.entries(mayBring)) {
      const person =
        role === "investor" ? investor : { tenantId: north.tenantId, personId: north.compliance.personId };
      for (const state of consentStates) {
        const ended = isOpen(state) ? "null" : "now()";
        const statement = `update consents set state = '${state}', revision = revision + 1, ended_at = ${ended}
          where consent_id = '${consentId}'`;
        const attempt = changed(role, person, statement);
        if (state === "given") await expect(attempt, role).rejects.toThrow(/past its end|permission denied/);
        else if (!canMove("given", state))
          await expect(attempt).rejects.toThrow(/permission denied|not become/);
        else if (states.includes(state)) expect(await attempt, `${role} ${state}`).toBe(1);
        else await expect(attempt, `${role} ${state}`).rejects.toThrow(denied);
      }
    }
  });

  test("lets an advisor take back what they asked for and nobody answered, and change nothing else", async () => {
    const statementFor = (consentId: string, state: ConsentState) =>
      `update consents set state = '${state}', revision = revision + 1,
        ended_at = ${isOpen(state) ? "null" : "now()"} where consent_id = '${consentId}'`;
    const [given, asked] = [await consents.given(), await consents.requested()];
    const colleague = await people.add("advisor");
    for (const state of consentStates) {
      expect(await changed("advisor", given.advisor, statementFor(given.consentId, state)), state).toBe(0);
      const own = changed("advisor", asked.advisor, statementFor(asked.consentId, state));
      if (state === "terminated") expect(await own).toBe(1);
      else await expect(own, state).rejects.toThrow(/row-level security|not become/);
      expect(await changed("advisor", colleague, statementFor(asked.consentId, state)), state).toBe(0);
    }
  });

  test("knows the same steps as the model", async () => {
    const rows = await people.superuser<{ from: ConsentState; to: ConsentState; may: boolean }[]>`
      select f::text as from, t::text as to, consent_may_become(f, t) as may
      from unnest(enum_range(null::consent_state)) f, unnest(enum_range(null::consent_state)) t`;
    expect(rows).toHaveLength(consentStates.length ** 2);
    for (const { from, to, may } of rows) {
      expect(may, `${from} ${to}`).toBe(canMove(from, to) || (from === "given" && to === "given"));
    }
  });

  test("changes nothing of a consent that has ended", async () => {
    const { consentId, investor } = await consents.given();
    await withdrawConsent(people.as(investor), { consentId, reason: "notSaid" });
    const back = `update consents set state = 'given', ended_at = null where consent_id = '${consentId}'`;
    await expect(changed("investor", investor, back)).rejects.toThrow("an ended consent is not changed");
    await expect(people.superuser.unsafe(back)).rejects.toThrow("an ended consent is not changed");
  });

  test("keeps no consent beyond twelve months from when it was given or renewed", async () => {
    const { consentId, investor } = await consents.given();
    const until = (interval: string) => `update consents set confirmed_at = '2026-01-31T10:00:00Z', given_at =
      '2026-01-31T10:00:00Z', valid_until = '2026-01-31T10:00:00Z'::timestamptz + interval '${interval}',
      revision = revision + 1 where consent_id = '${consentId}'`;
    expect(await changed("investor", investor, until("365 days"))).toBe(1);
    await expect(changed("investor", investor, until("365 days 1 second"))).rejects.toThrow(
      /check constraint/,
    );
  });

  test("counts twelve months as the model does, wherever its server stands", async () => {
    const from = new Date("2023-12-20T00:00:00Z").getTime();
    const instants = Array.from({ length: 1_500 }, (_, index) => new Date(from + index * 19 * 3_600_000));
    for (const zone of ["UTC", "Europe/Zurich", "America/Sao_Paulo", "Pacific/Apia"]) {
      const rows = await undone(people.superuser, async (tx) => {
        await tx`select set_config('timezone', ${zone}, true)`;
        return tx<
          { end: Date }[]
        >`select (at::timestamptz at time zone 'UTC' + interval '12 months') at time zone 'UTC'
          as end from unnest(${instants.map((at) => at.toISOString())}::text[]) as at`;
      });
      expect(rows.map(({ end }) => end.getTime())).toEqual(instants.map((at) => addMonths(at, 12).getTime()));
    }
  });

  test.each([
    ["state = 'given'", "a request that is valid already"],
    ["requested_by = '%other'", "somebody else's request"],
    ["whole_team = false, advisor_ids = '{%other}'", "a request that does not name its advisor"],
    ["tenant_id = '%foreign'", "a request at another firm"],
    ["account_ids = '{acc_1}'", "accounts that nobody but the investor may choose"],
    ["client_ids = '{cli_1}'", "somebody's program beside the advisor"],
    ["region = 'ch-zh'", "data that would be kept elsewhere"],
    ["replaces_id = 'con_1'", "an ended consent that it would take up again"],
  ])("takes no request with %s: %s", async (change) => {
    const { advisor, investor } = north;
    const asked = {
      ...{
        tenant_id: `'${north.tenantId}'`,
        consent_id: `'${newId("con")}'`,
        investor_id: `'${investor.personId}'`,
      },
      ...{ state: "'requested'", revision: "1", whole_team: "true", advisor_ids: "'{}'", client_ids: "'{}'" },
      ...{
        account_ids: "null",
        replaces_id: "null",
        terms: `'{"retentionDays":30}'`,
        region: "'eu-nl'",
        requested_by: `'${advisor.personId}'`,
      },
      ...{ requested_at: "now()", answer_by: "now() + interval '1 day'" },
    };
    const insert = (values: Record<string, string>) =>
      changed(
        "advisor",
        advisor,
        `insert into consents (${Object.keys(values)}) values (${Object.values(values)})`,
      );
    expect(await insert(asked)).toBe(1);
    const wrong = change.replace("%other", newId("per")).replace("%foreign", south.tenantId);
    const changes = Object.fromEntries(wrong.split(", ").map((one) => one.split(" = ") as [string, string]));
    await expect(insert({ ...asked, ...changes })).rejects.toThrow(denied);
  });

  test("lets nobody write a line of history for somebody else, or change one", async () => {
    const { consentId, investor, advisor } = await consents.given();
    const line = (
      act: string,
      actorId: string,
      actorType: string,
    ) => `insert into consent_events select tenant_id,
      consent_id, 99, investor_id, '${act}', state, at, '${actorType}', '${actorId}', channel, reason, event_id
      from consent_events where consent_id = '${consentId}' limit 1`;
    await expect(changed("investor", investor, line("given", advisor.personId, "investor"))).rejects.toThrow(
      denied,
    );
    await expect(
      changed("compliance", north.compliance, line("given", north.compliance.personId, "compliance")),
    ).rejects.toThrow(denied);
    for (const [role, person] of Object.entries({
      investor,
      compliance: north.compliance,
      job: north.compliance,
    })) {
      for (const statement of ["update consent_events set reason = null", "delete from consent_events"]) {
        await expect(changed(role, person, statement)).rejects.toThrow(denied);
      }
    }
  });

  test("lets nobody change what was shown, and only its investor agree to it", async () => {
    const consent = await consents.requested();
    const { presentationId } = await consents.shown(consent);
    const where = `where presentation_id = '${presentationId}'`;
    for (const set of ["sha256 = sha256('x')", "facts = '{}'", "locale = 'fr'"]) {
      await expect(
        changed("investor", consent.investor, `update consent_presentations set ${set} ${where}`),
      ).rejects.toThrow(denied);
    }
    const accept = `update consent_presentations set accepted_at = now() ${where}`;
    expect(await changed("investor", consent.investor, accept)).toBe(1);
    expect(await changed("investor", await people.add("investor"), accept)).toBe(0);
    for (const role of ["compliance", "job", "advisor", "client"]) {
      await expect(changed(role, north.compliance, accept)).rejects.toThrow(denied);
    }
  });

  test("lets recipients grant themselves nothing", async () => {
    const { consentId, advisor } = await consents.given();
    for (const role of ["advisor", "client", "compliance", "job", "admin"]) {
      for (const statement of [
        `update consent_grants set valid_until = 'infinity' where consent_id = '${consentId}'`,
        `insert into consent_grants select * from consent_grants where consent_id = '${consentId}'`,
      ]) {
        await expect(changed(role, advisor, statement), `${role}: ${statement}`).rejects.toThrow(denied);
      }
    }
  });

  test("tells a recipient the names of investors who name them, and no others", async () => {
    const { advisor, investor } = await consents.given();
    await people.add("investor");
    const names = (role: string, person: { tenantId: string; personId: string }) =>
      undone(people.superuser, async (tx) => {
        await tx`select set_config('app.tenant_id', ${person.tenantId}, true),
          set_config('app.person_id', ${person.personId}, true), set_config('role', ${`licet_${role}`}, true)`;
        return (await tx`select person_id from gate.consenting_investors()`).map(
          ({ person_id }) => person_id,
        );
      });
    expect(await names("advisor", advisor)).toEqual([investor.personId]);
    expect(await names("advisor", await people.add("advisor"))).toEqual([]);
    expect(await names("client", { tenantId: north.tenantId, personId: newId("cli") })).toEqual([]);
    await expect(names("investor", investor)).rejects.toThrow(denied);
  });
});
