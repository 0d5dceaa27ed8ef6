import { beforeAll, describe, expect, test } from "vitest";
import type { Context } from "#lib/access/context.ts";
import { holders, mayDo } from "#lib/access/permissions.ts";
import { newId } from "#lib/kernel/id.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import {
  type ActedOn,
  type ConsentAct,
  consentActs,
  consentIn,
  everythingOf,
} from "#scripts/testing/consent-acts.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type ConsentState, consentStates } from "./consent.ts";

/* What holds for each act on a consent that there is already, whichever it is. */

const people = testPeople(testDatabase());
const consents = testConsents(people);
const { north, south } = people;
const acts = Object.entries(consentActs) as readonly (readonly [string, ConsentAct])[];

const inEach = new Map<ConsentState, ActedOn>();
beforeAll(async () => {
  for (const state of consentStates) inEach.set(state, await consentIn(state, people, consents));
});
const oneIn = (state: ConsentState): ActedOn => inEach.get(state) ?? expect.unreachable();

const actorOf = (by: ConsentAct["by"], { investor }: ActedOn): Context => {
  if (by === "investor") return people.as(investor);
  return by === "compliance" ? people.as(north.compliance) : people.job(investor.tenantId);
};

/** A refusal with a code of ours, and not a row more or less than before. */
async function refusal(consent: ActedOn, attempt: () => Promise<unknown>): Promise<string> {
  const before = await everythingOf(people, consent);
  const cause = await attempt().then(
    () => expect.unreachable("it was done"),
    (thrown: unknown) => thrown,
  );
  expect(await everythingOf(people, consent)).toBe(before);
  return (cause as { code?: string }).code ?? String(cause);
}

describe.each(acts)("to %s", (_name, { run, by, permission, possible }) => {
  const elsewhere = consentStates.filter((state) => !possible.includes(state));

  test.each(elsewhere)("a consent that is %s is refused, and nothing is written", async (state) => {
    const consent = oneIn(state);
    const code = await refusal(consent, () => run(actorOf(by, consent), consent));
    expect(code).toMatch(/^consent\.(not_open|not_in_force|not_re_establishable|not_found)$/);
  });

  test("finds nothing where it is another person's, another firm's or nobody's, and writes nothing", async () => {
    const consent = oneIn(possible[0] ?? "given");
    const stranger = await people.add("investor");
    const others: Record<ConsentAct["by"], Context[]> = {
      investor: [people.as(stranger), people.as(south.investor)],
      compliance: [people.as(south.compliance)],
      job: [people.job(south.tenantId)],
    };
    for (const other of others[by]) {
      expect(await refusal(consent, () => run(other, consent))).toBe("consent.not_found");
    }
    const nobodys = { ...consent, consentId: newId("con") };
    expect(await refusal(consent, () => run(actorOf(by, consent), nobodys))).toBe("consent.not_found");
  });

  test("is for those whom the matrix names, and nothing is written by others", async () => {
    const consent = oneIn(possible[0] ?? "given");
    const everybody: Record<(typeof holders)[number], Context> = {
      visitor: people.visitor(),
      pending: people.as(consent.investor, { type: "pending" }),
      investor: people.as(consent.investor),
      advisor: people.as(consent.advisor),
      compliance: people.as(north.compliance),
      admin: people.as(north.admin),
      client: people.client(north.tenantId),
      job: people.job(north.tenantId),
      system: people.system(),
    };
    const barred = holders.filter((holder) => !mayDo(holder, permission));
    expect(barred).toHaveLength(holders.length - 1);
    for (const holder of barred) {
      const code = await refusal(consent, () => run(everybody[holder], consent));
      expect(code, holder).toMatch(/^auth\.(unauthenticated|second_factor_required|forbidden)$/);
    }
  });

  // Showing what is in force another time changes nothing of it, and so there is an event of it and no line of history.
  const witnesses = ["audit_events", "consent_events"].filter(
    (table) => table === "audit_events" || !/^show an? (amendment|renewal)$/.test(_name),
  );
  test.each(witnesses)("is not done if it cannot be written to %s", async (table) => {
    const consent = oneIn(possible[0] ?? "given");
    await people.superuser.unsafe(`revoke insert on ${table} from licet_${by}`);
    const code = await refusal(consent, () => run(actorOf(by, consent), consent)).finally(() =>
      people.superuser.unsafe(`grant insert on ${table} to licet_${by}`),
    );
    expect(code).toContain("Failed query");
  });
});

describe("of everything that can be done to a consent", () => {
  test("each works where it is possible", async () => {
    for (const [name, { run, by, possible }] of acts) {
      for (const state of possible) {
        const consent = await consentIn(state, people, consents);
        const before = await everythingOf(people, consent);
        await run(actorOf(by, consent), consent);
        expect(await everythingOf(people, consent), `${name}, ${state}`).not.toBe(before);
      }
    }
  });
});
