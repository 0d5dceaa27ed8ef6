import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import { dataClusters } from "#lib/kernel/data-cluster.ts";
import { type AccountId, newId } from "#lib/kernel/id.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import {
  fillRecords,
  months,
  noteEverything,
  type Seen,
  seenBy,
  seenName,
  summariesSeenBy,
  undone,
  type Viewer,
} from "#scripts/testing/consent-sight.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

/*
 * Every check in the code is forgotten here: plain SQL, as each role that the web server can become. What is seen is
 * what the database lets be seen.
 */

const people = testPeople(testDatabase());
const consents = testConsents(people);
const { north, south } = people;
const [granted, other] = [newId("acc"), newId("acc")];
const clientId = newId("cli");
const boundary = months[1];

const viewer = (role: string, personId: string, tenantId: string = north.tenantId): Viewer => ({
  role: `licet_${role}`,
  tenantId,
  personId,
});
/** Each kind of recipient, with the identifier that its grants name. */
const recipients = [
  { who: "a named advisor", sees: viewer("advisor", north.advisor.personId), named: north.advisor.personId },
  { who: "an advisor of the team", sees: viewer("advisor", north.advisor.personId), named: north.tenantId },
  { who: "a program", sees: viewer("client", clientId), named: clientId },
] as const;

/** Where the present moment is in a grant's time, and whether anything is visible then. */
const moments = [
  { when: "before it begins", from: "1 hour", until: "2 hours", isOpen: false },
  { when: "while it lasts", from: "-1 hour", until: "1 hour", isOpen: true },
  { when: "after its end", from: "-2 hours", until: "-1 millisecond", isOpen: false },
] as const;
/** What makes a policy on bank data forget a condition. */
const forgotten = {
  "g.investor_id": "record_chunks.investor_id",
  "g.account_id": "record_chunks.account_id",
  "g.cluster": "record_chunks.cluster",
  "g.history_from": "null::date",
  "g.valid_from": "'-infinity'::timestamptz",
  "g.valid_until": "'infinity'::timestamptz",
};
/** All of it, from the first day of a chunk on, from the middle of one, and nothing that there is. */
const histories = [null, boundary, "2025-02-10", "2999-01-01"] as const;

let all: readonly Seen[] = [];
let consentId = "";

beforeAll(async () => {
  all = await fillRecords(people.superuser, north.investor, [granted, other]);
  // Nobody gives two accounts one identifier; what names another's is worth nothing all the same.
  for (const stranger of [await people.add("investor"), await people.add("investor", south)])
    await fillRecords(people.superuser, stranger, [granted]);
  consentId = (await consents.given({}, { investor: north.investor, accountIds: [] })).consentId;
});

interface Given {
  readonly named: string;
  readonly cluster: string;
  readonly historyFrom: string | null;
  readonly from: string;
  readonly until: string;
}

const grant = (tx: postgres.TransactionSql, { named, cluster, historyFrom, from, until }: Given) => tx`
  insert into consent_grants (tenant_id, consent_id, investor_id, account_id, recipient_id, cluster, history_from,
    valid_from, valid_until)
  values (${north.tenantId}, ${consentId}, ${north.investor.personId}, ${granted}, ${named}, ${cluster},
    ${historyFrom}, statement_timestamp() + ${from}::interval, statement_timestamp() + ${until}::interval)`;

/** Every case in which something else is seen than the one grant that there is covers. */
async function surprises(tx: postgres.TransactionSql, enough = Number.POSITIVE_INFINITY) {
  const found: string[] = [];
  for (const { who, sees, named } of recipients) {
    for (const cluster of dataClusters) {
      for (const historyFrom of histories) {
        for (const { when, from, until, isOpen } of moments) {
          await grant(tx, { named, cluster, historyFrom, from, until });
          const covered = all.filter(
            (one) => one.account === granted && one.cluster === cluster && one.from >= (historyFrom ?? ""),
          );
          const expected = isOpen ? covered.map(seenName).sort() : [];
          const seen = await seenBy(tx, sees);
          if (seen.join() !== expected.join()) found.push(`${who}, ${cluster} from ${historyFrom}, ${when}`);
          await tx`delete from consent_grants`;
          if (found.length === enough) return found;
        }
      }
    }
  }
  return found;
}

describe("bank data", () => {
  test("is seen by every kind of recipient for each kind, account, history and moment as granted, and no more", async () => {
    expect(await undone(people.superuser, (tx) => surprises(tx))).toEqual([]);
  });

  test("would be seen wrongly, and that be noticed, by a policy that forgot any one of its conditions", async () => {
    for (const [condition, anything] of Object.entries(forgotten)) {
      const noticed = await undone(people.superuser, async (tx) => {
        await forget(tx, condition, anything);
        return surprises(tx, 3);
      });
      expect(noticed, condition).toHaveLength(3);
    }
  });

  test("is held to its recipient twice: by its own policy, and by that of the grants, which shows nobody another's", async () => {
    const ownForgets = (tx: postgres.TransactionSql) => forget(tx, "g.recipient_id", "app_person()");
    const grantsForget = async (tx: postgres.TransactionSql) => {
      await tx`alter policy to_them_or_team on consent_grants using (tenant_id = app_tenant())`;
      await tx`alter policy to_them on consent_grants using (tenant_id = app_tenant())`;
    };
    const noticed = (...forgetful: readonly ((tx: postgres.TransactionSql) => Promise<void>)[]) =>
      undone(people.superuser, async (tx) => {
        for (const one of forgetful) await one(tx);
        const open = { cluster: "balances", historyFrom: null, from: "-1 hour", until: "1 hour" };
        await grant(tx, { ...open, named: newId("per") });
        return (await Promise.all(recipients.map(({ sees }) => seenBy(tx, sees)))).flat();
      });
    expect(await noticed(ownForgets)).toEqual([]);
    expect(await noticed(grantsForget)).toEqual([]);
    expect((await noticed(ownForgets, grantsForget)).length).toBeGreaterThan(0);
  });

  test.each(["visitor", "pending", "compliance", "admin", "system"])("is closed to %s", async (role) => {
    const attempt = undone(people.superuser, (tx) => seenBy(tx, viewer(role, north.compliance.personId)));
    await expect(attempt).rejects.toThrow(/permission denied for table record_chunks/);
  });

  test("is seen whole by its own investor, and not by another", async () => {
    const seen = (personId: string, tenantId?: string) =>
      undone(people.superuser, (tx) => seenBy(tx, viewer("investor", personId, tenantId)));
    expect(await seen(north.investor.personId)).toEqual(all.map(seenName).sort());
    expect(await seen((await people.add("investor")).personId)).toEqual([]);
    expect(await seen(south.investor.personId, south.tenantId)).toEqual([]);
    expect(await seen(north.investor.personId, south.tenantId)).toEqual([]);
  });

  test("is not seen by others than whom a grant names, team or not", async () => {
    const colleague = await people.add("advisor");
    await undone(people.superuser, async (tx) => {
      const open = { cluster: "balances", historyFrom: null, from: "-1 hour", until: "1 hour" };
      await grant(tx, { ...open, named: north.advisor.personId });
      expect(await seenBy(tx, viewer("advisor", north.advisor.personId))).toHaveLength(3);
      expect(await seenBy(tx, viewer("advisor", colleague.personId))).toEqual([]);
      expect(await seenBy(tx, viewer("advisor", north.advisor.personId, south.tenantId))).toEqual([]);
      expect(await seenBy(tx, viewer("client", clientId))).toEqual([]);
      await grant(tx, { ...open, named: north.tenantId });
      expect(await seenBy(tx, viewer("advisor", colleague.personId))).toHaveLength(3);
      expect(await seenBy(tx, viewer("advisor", south.advisor.personId, south.tenantId))).toEqual([]);
      expect(await seenBy(tx, viewer("client", clientId))).toEqual([]);
      expect(await seenBy(tx, viewer("advisor", ""))).toEqual([]);
      expect(await seenBy(tx, viewer("advisor", north.advisor.personId, ""))).toEqual([]);
    });
  });

  test("disappears with the very moment of the end, in a query that asks right then", async () => {
    await people.superuser.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await grant(tx, {
        named: clientId,
        cluster: "balances",
        historyFrom: null,
        from: "100 milliseconds",
        until: "300 milliseconds",
      });
    });
    const program = viewer("client", clientId);
    const { role, ...identity } = program;
    const seen: { isOpen: boolean; isOver: boolean; count: number }[] = [];
    await people.superuser.begin(async (tx) => {
      await noteEverything(tx, program);
      await tx`select set_config('app.tenant_id', ${identity.tenantId}, true),
        set_config('app.person_id', ${identity.personId}, true), set_config('role', ${role}, true)`;
      // One transaction over the whole time: what it began with is not what it goes on seeing.
      while (!seen.at(-1)?.isOver) {
        seen.push(
          ...(await tx<{ isOpen: boolean; isOver: boolean; count: number }[]>`
            select statement_timestamp() >= valid_from and statement_timestamp() < valid_until as "isOpen",
              statement_timestamp() >= valid_until as "isOver",
              (select count(*)::int from record_chunks) as count
            from consent_grants`),
        );
      }
    });
    for (const { isOpen, count } of seen) expect(count).toBe(isOpen ? 3 : 0);
    expect(new Set(seen.map(({ count }) => count))).toEqual(new Set([0, 3]));
    await people.superuser`delete from consent_grants where recipient_id = ${clientId}`;
  });

  test("of a real consent is seen until it is withdrawn, and not by a grant for an account that it does not name", async () => {
    const {
      investor,
      advisor,
      consentId: id,
    } = await consents.given({}, { investor: north.investor, advisor: north.advisor, accountIds: [granted] });
    const sees = viewer("advisor", advisor.personId);
    const look = () => undone(people.superuser, (tx) => seenBy(tx, sees));
    expect((await look()).length).toBe(3 + 3);
    await expect(grantByHand(id, other)).rejects.toThrow(/row-level security/);
    await withdrawConsent(people.as(investor), { consentId: id, reason: "notSaid" });
    expect(await look()).toEqual([]);
    await expect(grantByHand(id, granted)).rejects.toThrow(/row-level security/);
  });
});

describe("a summary", () => {
  const sees = viewer("advisor", north.advisor.personId);
  const store = (tx: postgres.TransactionSql, recipientId: string) => tx`
    insert into book_summaries (tenant_id, investor_id, recipient_id, region, as_of, version, envelope)
    values (${north.tenantId}, ${north.investor.personId}, ${recipientId}, 'eu-nl', now(), 1, ${randomBytes(64)})`;
  const open = { cluster: "balances", historyFrom: null, from: "-1 hour", until: "1 hour" };

  test.each([
    ["an advisor", sees],
    ["a program", viewer("client", clientId)],
  ])("is seen by its recipient alone, while all that was granted to them lasts: %s", async (_who, own) => {
    const seen = async (tx: postgres.TransactionSql) => (await summariesSeenBy(tx, own)).length;
    await undone(people.superuser, async (tx) => {
      await store(tx, own.personId);
      expect(await seen(tx)).toBe(0);
      await grant(tx, { ...open, named: own.personId });
      expect(await summariesSeenBy(tx, own)).toEqual([north.investor.personId]);
      for (const role of ["advisor", "client"])
        expect(await summariesSeenBy(tx, viewer(role, newId("per")))).toEqual([]);
      for (const [from, until] of [
        ["-1 hour", "-1 millisecond"],
        ["1 hour", "2 hours"],
      ] as const) {
        await grant(tx, { ...open, named: own.personId, cluster: "positions", from, until });
        expect(await seen(tx)).toBe(0);
        await tx`delete from consent_grants where cluster = 'positions'`;
        await store(tx, own.personId);
        expect(await seen(tx)).toBe(1);
      }
    });
  });

  test("is not seen by what was granted of another investor, or to another recipient", async () => {
    const another = await people.add("investor");
    await consents.given({}, { investor: another, advisor: north.advisor });
    await undone(people.superuser, async (tx) => {
      await store(tx, sees.personId);
      await grant(tx, { ...open, named: north.tenantId });
      expect((await seenBy(tx, sees)).length).toBeGreaterThan(0);
      expect(await summariesSeenBy(tx, sees)).toEqual([]);
    });
    const program = viewer("client", clientId);
    await undone(people.superuser, async (tx) => {
      await store(tx, program.personId);
      await tx`update consent_grants set recipient_id = ${clientId} where investor_id = ${another.personId}`;
      expect(await summariesSeenBy(tx, program)).toEqual([]);
    });
  });

  test("goes in the same commit as a grant that it was made of, and another recipient's stays", async () => {
    await undone(people.superuser, async (tx) => {
      for (const named of [sees.personId, north.tenantId]) {
        await store(tx, named);
        await grant(tx, { ...open, named });
      }
      await tx`delete from consent_grants where recipient_id = ${sees.personId}`;
      const left = await tx`select recipient_id from book_summaries where tenant_id = ${north.tenantId}`;
      expect(left.map(({ recipient_id }) => recipient_id)).toEqual([north.tenantId]);
    });
  });

  test("shows nothing of itself to compliance, who may only take it away", async () => {
    for (const role of ["compliance", "admin"]) {
      const attempt = undone(people.superuser, (tx) =>
        summariesSeenBy(tx, viewer(role, north.compliance.personId)),
      );
      await expect(attempt).rejects.toThrow(/permission denied for table book_summaries/);
    }
  });
});

/** A grant as the investor's own transaction would write it, past every use case. */
async function grantByHand(id: string, accountId: AccountId): Promise<unknown> {
  return undone(people.superuser, async (tx) => {
    const [row] = await tx`select valid_until from consents where consent_id = ${id}`;
    await tx`select set_config('app.tenant_id', ${north.tenantId}, true),
      set_config('app.person_id', ${north.investor.personId}, true), set_config('role', 'licet_investor', true)`;
    return tx`insert into consent_grants (tenant_id, consent_id, investor_id, account_id, recipient_id, cluster,
        valid_from, valid_until)
      values (${north.tenantId}, ${id}, ${north.investor.personId}, ${accountId}, ${north.advisor.personId}, 'balances', now(),
        ${row?.valid_until})`;
  });
}

/** Makes a column of the grants anything that the policies on bank data ask of it. */
async function forget(tx: postgres.TransactionSql, column: string, anything: string): Promise<void> {
  const policies = await tx`select policyname as name, qual from pg_policies
    where tablename = 'record_chunks' and policyname in ('advisor_granted', 'client_granted')`;
  expect(policies).toHaveLength(2);
  for (const { name, qual } of policies) {
    expect(qual).toContain(column);
    await tx.unsafe(`alter policy ${name} on record_chunks using (${qual.replaceAll(column, anything)})`);
  }
}
