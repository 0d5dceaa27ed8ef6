import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { undone } from "#scripts/testing/consent-sight.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

/*
 * What somebody would write who has a role of the web server's and none of our code in their way. Everything is tried
 * up to its commit, which is where the last of the rules are asked, and taken back.
 */

const people = testPeople(testDatabase());
const consents = testConsents(people);
const { north } = people;
const denied = /permission denied|row-level security/;
const foreignKey = /violates foreign key constraint/;

type Person = { readonly tenantId: string; readonly personId: string };

/** Rows that a statement would have changed at its commit. */
const forged = (role: string, { tenantId, personId }: Person, ...statements: string[]) =>
  undone(people.superuser, async (tx) => {
    await tx`select set_config('app.tenant_id', ${tenantId}, true), set_config('app.person_id', ${personId}, true),
      set_config('role', ${`licet_${role}`}, true)`;
    let count = 0;
    for (const statement of statements) count = (await tx.unsafe(statement)).count;
    await tx`set constraints all immediate`;
    return count;
  });

/** A request that the role may make, apart from what is changed of it. */
function request(
  role: "investor" | "client",
  { tenantId, personId }: Person,
  more: Record<string, string> = {},
) {
  const values = {
    ...{ tenant_id: `'${tenantId}'`, consent_id: `'${newId("con")}'`, state: "'requested'", revision: "1" },
    investor_id: `'${role === "investor" ? personId : north.investor.personId}'`,
    ...{
      whole_team: "true",
      advisor_ids: "'{}'",
      client_ids: "'{}'",
      terms: `'{"retentionDays":30}'`,
      region: "'eu-nl'",
    },
    ...{ requested_by: `'${personId}'`, requested_at: "now()", answer_by: "now()" },
    ...more,
  };
  return `insert into consents (${Object.keys(values)}) values (${Object.values(values)})`;
}

describe("an investor's role", () => {
  test("puts nothing beside somebody else's consent", async () => {
    const { consentId, investor } = await consents.given();
    const { tenantId, personId } = await people.add("investor");
    const [event] =
      await people.superuser`select event_id from consent_events where consent_id = ${consentId}`;
    const foreign = {
      consent_presentations: `insert into consent_presentations (tenant_id, consent_id, investor_id, presentation_id,
          presented_for, revision, text_version, locale, sha256, facts, presented_at)
        values ('${tenantId}', '${consentId}', '${personId}', '${newId("cpr")}', 'give', 1, 'v1', 'en', sha256('x'),
          '{}', now())`,
      consent_events: `insert into consent_events (tenant_id, consent_id, investor_id, revision, act, state, at,
          actor_type, actor_id, channel, reason, event_id)
        values ('${tenantId}', '${consentId}', '${personId}', 9, 'withdrawn', 'withdrawn', now(), 'investor',
          '${personId}', 'portal', 'other', '${event?.event_id}')`,
      consents_tenant_id_replaces_id: request(
        "investor",
        { tenantId, personId },
        { replaces_id: `'${consentId}'` },
      ),
    };
    for (const [constraint, statement] of Object.entries(foreign)) {
      const attempt = forged("investor", { tenantId, personId }, statement);
      await expect(attempt).rejects.toThrow(new RegExp(`foreign key constraint "${constraint}`));
    }
    const basis = `insert into lawful_bases (tenant_id, consent_id, investor_id, basis, recorded_at)
      values ('${tenantId}', '${consentId}', '${personId}', 'contract', now())`;
    await expect(forged("investor", { tenantId, personId }, basis)).rejects.toThrow(denied);
    // The same is well formed, and their own consent would take it.
    const own = foreign.consent_presentations.replaceAll(personId, investor.personId);
    expect(await forged("investor", investor, own)).toBe(1);
  });

  test("takes up again with data in its firm's own region alone", async () => {
    const { consentId, investor } = await consents.given();
    const replaces = { replaces_id: `'${consentId}'` };
    const attempt = (more: Record<string, string>) =>
      forged("investor", investor, request("investor", investor, { ...replaces, ...more }));
    // What is missing for the first is its line of history.
    await expect(attempt({})).rejects.toThrow("consents_told");
    await expect(attempt({ region: "'ch-zh'" })).rejects.toThrow(denied);
  });

  test("grants no payment with what its consent leaves out", async () => {
    const { consentId, investor } = await consents.given({
      clusters: [
        { cluster: "transactions", purposes: ["advice"], historyFrom: null, leavesOut: ["counterparties"] },
      ],
    });
    const grant = (leavesOut: string) => `with ended as (delete from consent_grants
        where consent_id = '${consentId}' returning *)
      insert into consent_grants (tenant_id, consent_id, investor_id, account_id, recipient_id, cluster, history_from,
        leaves_out, valid_from, valid_until)
      select tenant_id, consent_id, investor_id, account_id, recipient_id, cluster, history_from,
        '${leavesOut}', now(), valid_until from ended`;
    for (const more of ["{}", "{paymentTexts}"])
      await expect(forged("investor", investor, grant(more))).rejects.toThrow(denied);
    for (const less of ["{counterparties}", "{counterparties,paymentTexts}"])
      expect(await forged("investor", investor, grant(less))).toBe(1);
  });

  test("says neither until when data is kept nor that it is deleted", async () => {
    const { consentId, investor } = await consents.given();
    await withdrawConsent(people.as(investor), { consentId, reason: "other" });
    for (const statement of [
      `update retentions set deleted_at = kept_until where consent_id = '${consentId}'`,
      `update retentions set kept_until = now() where consent_id = '${consentId}'`,
      `delete from retentions where consent_id = '${consentId}'`,
    ]) {
      await expect(forged("investor", investor, statement)).rejects.toThrow(denied);
    }
    // A job notes that it is deleted, after its time and never before.
    const early = `update retentions set deleted_at = now() where consent_id = '${consentId}'`;
    await expect(forged("job", investor, early)).rejects.toThrow("retentions_check");
    const sooner = `update retentions set kept_until = now() where consent_id = '${consentId}'`;
    await expect(forged("job", investor, sooner)).rejects.toThrow(denied);
  });

  test("grants what its consent says and nothing besides", async () => {
    const { consentId, investor, advisor } = await consents.given();
    const grant = (change: Record<string, string> = {}) => {
      const values = {
        ...{ recipient_id: "recipient_id", account_id: "account_id", cluster: "cluster" },
        ...{ history_from: "history_from", valid_until: "valid_until" },
        ...change,
      };
      return `with ended as (delete from consent_grants where consent_id = '${consentId}' and cluster = 'transactions'
          returning *)
        insert into consent_grants (tenant_id, consent_id, investor_id, valid_from, ${Object.keys(values)})
        select tenant_id, consent_id, investor_id, now(), ${Object.values(values)} from ended`;
    };
    expect(
      await forged("investor", investor, `delete from consent_grants where consent_id = '${consentId}'`),
    ).toBe(2);
    const wrong: Record<string, string>[] = [
      { recipient_id: `'${newId("per")}'` },
      { recipient_id: "tenant_id" },
      { recipient_id: `'${newId("cli")}'` },
      { account_id: `'${newId("acc")}'` },
      { cluster: "'positions'::data_cluster" },
      { history_from: "null::date" },
      { history_from: "history_from - 1" },
      { valid_until: "valid_until + interval '1 minute'" },
    ];
    for (const change of wrong) {
      await expect(forged("investor", investor, grant(change)), JSON.stringify(change)).rejects.toThrow(
        denied,
      );
    }
    const longer = `update consent_grants set valid_until = valid_until + interval '1 day'
      where consent_id = '${consentId}'`;
    await expect(forged("investor", investor, longer)).rejects.toThrow(denied);
    await expect(forged("investor", await people.add("investor"), longer)).resolves.toBe(0);
    await expect(forged("advisor", advisor, longer)).rejects.toThrow(denied);
  });

  test("changes no consent without a line of history, an event of the trail and another revision", async () => {
    const { consentId, investor } = await consents.given();
    const change = (set: string) => `update consents set ${set} where consent_id = '${consentId}'`;
    await expect(forged("investor", investor, change("revision = revision + 1"))).rejects.toThrow(
      "consents_told",
    );
    for (const revision of ["revision", "revision - 1", "revision + 2"]) {
      const attempt = forged("investor", investor, change(`revision = ${revision}, whole_team = true`));
      await expect(attempt).rejects.toThrow("every change of a consent is counted");
    }
    const line = (
      eventId: string,
    ) => `insert into consent_events (tenant_id, consent_id, revision, investor_id, act,
        state, at, actor_type, actor_id, channel, event_id)
      select tenant_id, consent_id, revision, investor_id, 'amended', state, now(), 'investor', investor_id, 'portal',
        '${eventId}' from consents where consent_id = '${consentId}'`;
    const untold = forged("investor", investor, change("revision = revision + 1"), line(newId("evt")));
    await expect(untold).rejects.toThrow(foreignKey);
  });

  test("gives no consent in the future, and prolongs none that is over", async () => {
    const consent = await consents.given();
    const change = (set: string) =>
      `update consents set revision = revision + 1, ${set} where consent_id = '${consent.consentId}'`;
    const later = change(
      "confirmed_at = now() + interval '1 year', valid_until = now() + interval '2 years'",
    );
    await expect(forged("investor", consent.investor, later)).rejects.toThrow("not given in the future");
    await consents.endsIn(consent, -1);
    const longer = change("confirmed_at = now(), valid_until = now() + interval '1 month'");
    await expect(forged("investor", consent.investor, longer)).rejects.toThrow("not changed past its end");
    const asked = await consents.requested();
    await consents.shown(asked);
    await consents.lapsesNow(asked);
    const give = `update consents set revision = revision + 1, state = 'given', given_at = now(), confirmed_at = now(),
      valid_until = now() + interval '1 day' where consent_id = '${asked.consentId}'`;
    await expect(forged("investor", asked.investor, give)).rejects.toThrow("not changed past its end");
  });

  test.each([
    ["1990-01-01T00:00:00Z", "so that all of its data goes at once"],
    ["2999-01-01T00:00:00Z", "so that none of it ever goes"],
  ])("ends no consent at %s, %s", async (at) => {
    const [given, asked] = [await consents.given(), await consents.requested()];
    const end = ({ consentId }: { consentId: string }, state: string, endedAt: string) => `update consents
      set state = '${state}', revision = revision + 1, ended_at = ${endedAt} where consent_id = '${consentId}'`;
    for (const [consent, state] of [
      [given, "withdrawn"],
      [asked, "declined"],
    ] as const) {
      const attempt = (endedAt: string) => forged("investor", consent.investor, end(consent, state, endedAt));
      // What is missing of an end that is now is its line of history.
      await expect(attempt("clock_timestamp()"), state).rejects.toThrow("consents_told");
      await expect(attempt(`'${at}'`), state).rejects.toThrow("ends when it is ended");
    }
    const terminate = end(given, "terminated", `'${at}'`);
    await expect(forged("compliance", north.compliance, terminate)).rejects.toThrow("ends when it is ended");
  });

  test("agrees once to what was shown, and not while it is shown", async () => {
    const consent = await consents.requested();
    const { presentationId } = await consents.shown(consent);
    const { investor } = consent;
    const set = (to: string) =>
      `update consent_presentations set accepted_at = ${to} where presentation_id = '${presentationId}'`;
    expect(await forged("investor", investor, set("now()"), set("now()"))).toBe(0);
    await expect(forged("investor", investor, set("null"))).rejects.toThrow(denied);
    const agreedAtOnce = `insert into consent_presentations select tenant_id, '${newId("cpr")}', consent_id, investor_id,
      presented_for, revision, text_version, locale, sha256, facts, presented_at, now() from consent_presentations
      where presentation_id = '${presentationId}'`;
    await expect(forged("investor", investor, agreedAtOnce)).rejects.toThrow(denied);
  });

  test("ends the basis of a consent once, and names no other than the consent does", async () => {
    const { consentId, investor } = await consents.given();
    const end = (to: string) => `update lawful_bases set ended_at = ${to} where consent_id = '${consentId}'`;
    for (const [role, person] of [
      ["investor", investor],
      ["compliance", north.compliance],
      ["job", north.compliance],
    ] as const) {
      expect(await forged(role, person, end("now()"))).toBe(1);
      expect(await forged(role, person, end("now()"), end("now()"))).toBe(0);
      expect(await forged(role, person, end("now()"), end("null"))).toBe(0);
      await expect(forged(role, person, end("null"))).rejects.toThrow(denied);
    }
    await people.superuser`delete from lawful_bases where consent_id = ${consentId}`;
    const record = (basis: string, ended = "null") => `insert into lawful_bases values ('${north.tenantId}',
      '${consentId}', '${investor.personId}', '${basis}', now(), ${ended})`;
    expect(await forged("investor", investor, record("contract"))).toBe(1);
    await expect(forged("investor", investor, record("consent"))).rejects.toThrow(denied);
    await expect(forged("investor", investor, record("contract", "now()"))).rejects.toThrow(denied);
  });
});

describe("the history of a consent", () => {
  test.each([
    ["channel = 'console'", "an investor's act from the console"],
    ["actor_type = 'compliance'", "an investor's act as compliance's"],
    ["actor_id = null", "an act of nobody"],
    ["reason = null", "an end without a reason"],
    ["state = 'given'", "an end that ended nothing"],
    ["act = 'given'", "a reason of what needs none"],
  ])("holds no line with %s: %s", async (change) => {
    const { consentId } = await consents.given();
    const act = "act = 'withdrawn', state = 'withdrawn', reason = 'privacy'";
    const where = `where consent_id = '${consentId}' and revision = 4`;
    const attempt = (set: string) =>
      undone(
        people.superuser,
        async (tx) => (await tx.unsafe(`update consent_events set ${set} ${where}`)).count,
      );
    expect(await attempt(act)).toBe(1);
    const columns = Object.fromEntries(
      [...act.split(", "), change].map((one) => one.split(" = ") as [string, string]),
    );
    const set = Object.entries(columns).map(([column, value]) => `${column} = ${value}`);
    await expect(attempt(set.join(", "))).rejects.toThrow(/check constraint/);
  });

  test.each(["expired", "terminated", "revokedAtBank", "requested"])(
    "holds no line of an investor's that it is %s, which is others' to do",
    async (act) => {
      const { consentId, investor } = await consents.given();
      const state = act === "requested" ? "requested" : act;
      const line = `insert into consent_events (tenant_id, consent_id, revision, investor_id, act, state, at, actor_type,
          actor_id, channel, reason, event_id)
        select tenant_id, consent_id, 9, investor_id, '${act}', '${state}', at, 'investor', investor_id, 'portal',
          ${act === "requested" ? "null" : "'other'"}, event_id from consent_events
        where consent_id = '${consentId}' and revision = 4`;
      await expect(forged("investor", investor, line)).rejects.toThrow(denied);
    },
  );
});

describe("a program's role", () => {
  const own = { tenantId: north.tenantId, personId: newId("cli") };

  test.each<[Record<string, string>, string]>([
    [{ account_ids: "'{acc_1}'" }, "accounts that nobody but the investor may choose"],
    [{ client_ids: "'{cli_1}'" }, "another program"],
    [{ region: "'ch-zh'" }, "data that would be kept elsewhere"],
    [{ requested_by: "'cli_1'" }, "somebody else's name"],
    [{ replaces_id: "'con_1'" }, "what would be taken up again"],
    [{ revision: "2" }, "a past"],
  ])("makes no request with %j: %s", async (more, _what) => {
    const ask = (changes: Record<string, string>) => forged("client", own, request("client", own, changes));
    await expect(ask({ client_ids: `'{${own.personId}}'` })).rejects.toThrow("consents_told");
    await expect(ask(more)).rejects.toThrow(denied);
  });
});

describe.each([
  ["advisor", () => north.advisor.personId],
  ["client", () => newId("cli")],
] as const)("the line of history of a request, by the %s role,", (role, id) => {
  test("is of one's own request and says who one is", async () => {
    const own = { tenantId: north.tenantId, personId: id() };
    const asked = request("client", own).replace(/'con_[^']+'/, "'con_asked'");
    const others = await consents.requested({
      recipients: { wholeTeam: true, advisorIds: [], clientIds: [] },
    });
    const [event] =
      await people.superuser`select event_id from consent_events where consent_id = ${others.consentId}`;
    const line = (more: Record<string, string> = {}) => {
      const channel = role === "advisor" ? "'advisor'" : "'api'";
      const values = {
        ...{ tenant_id: `'${north.tenantId}'`, consent_id: "'con_asked'", revision: "1", act: "'requested'" },
        ...{ investor_id: `'${north.investor.personId}'`, state: "'requested'", at: "now()", channel },
        ...{ actor_type: `'${role}'`, actor_id: `'${own.personId}'`, event_id: `'${event?.event_id}'` },
        ...more,
      };
      return `insert into consent_events (${Object.keys(values)}) values (${Object.values(values)})`;
    };
    expect(await forged(role, own, asked, line())).toBe(1);
    const wrong: Record<string, string>[] = [
      { actor_type: "'investor'", channel: "'portal'" },
      { actor_id: "'per_1'" },
      { act: "'given'", state: "'given'" },
      { revision: "2" },
      { consent_id: `'${others.consentId}'`, investor_id: `'${others.investor.personId}'`, revision: "1" },
    ];
    for (const more of wrong) {
      await expect(forged(role, own, asked, line(more)), JSON.stringify(more)).rejects.toThrow(denied);
    }
  });
});

describe("a job's role", () => {
  test("reminds nobody of another's consent", async () => {
    const { consentId } = await consents.given();
    const reminder = `insert into consent_reminders (tenant_id, consent_id, valid_until, days_before, investor_id, made_at)
      values ('${north.tenantId}', '${consentId}', now(), 7, '${north.investor.personId}', now())`;
    await expect(forged("job", north.compliance, reminder)).rejects.toThrow(foreignKey);
  });

  test("lets nothing expire before its time", async () => {
    const [inForce, asked] = [await consents.given(), await consents.requested()];
    const expire = ({ consentId }: { consentId: string }) => `update consents set state = 'expired',
      revision = revision + 1, ended_at = now() where consent_id = '${consentId}'`;
    for (const consent of [inForce, asked]) {
      await expect(forged("job", north.compliance, expire(consent))).rejects.toThrow(denied);
    }
  });
});
