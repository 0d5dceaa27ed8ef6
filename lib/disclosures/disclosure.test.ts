import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { type Disclosure, together, togetherWithinMinutes } from "./disclosure.ts";
import { parseDisclosureQuery } from "./disclosure-query.ts";
import { placeText } from "./place.ts";

const one: Disclosure = {
  tenantId: newId("ten"),
  disclosureId: newId("dsc"),
  investorId: newId("per"),
  viewerType: "advisor",
  viewerId: newId("per"),
  what: "clientPage",
  consentIds: [newId("con")],
  clusters: ["balances", "positions"],
  accountIds: [newId("acc"), newId("acc")],
  at: new Date("2026-11-21T12:00:00.000Z"),
  eventId: newId("evt"),
};
const earlier = (minutes: number, more: Partial<Disclosure> = {}): Disclosure => ({
  ...one,
  disclosureId: newId("dsc"),
  at: new Date(one.at.getTime() - minutes * 60_000),
  ...more,
});

describe("the list as it is drawn", () => {
  test("says views of the same thing in a row as one line, with how often and since when", () => {
    const views = [one, earlier(3), earlier(togetherWithinMinutes + 3), earlier(60)];
    expect(together(views)).toEqual([
      { disclosure: one, times: 3, firstAt: views[2]?.at },
      { disclosure: views[3], times: 1, firstAt: views[3]?.at },
    ]);
  });

  test("keeps apart whatever differs in anything that the line says", () => {
    const [account] = one.accountIds;
    const others: Partial<Disclosure>[] = [
      { viewerId: newId("per") },
      { consentIds: [newId("con")] },
      { clusters: ["balances"] },
      { accountIds: account ? [account] : [] },
    ];
    for (const more of others) expect(together([one, earlier(1, more), earlier(2)])).toHaveLength(3);
    expect(together([one, earlier(1, { clusters: ["positions", "balances"] })])).toHaveLength(1);
  });

  test("loses no view, however they follow each other", () => {
    const views = Array.from({ length: 200 }, (_, at) =>
      earlier(at * 7, at % 3 === 0 ? { what: "clientPage", clusters: ["identity"] } : {}),
    );
    const drawn = together(views);
    expect(drawn.reduce((sum, { times }) => sum + times, 0)).toBe(views.length);
    expect(together([])).toEqual([]);
  });
});

describe("an address of the list", () => {
  test("says who, under which consent, when, and behind which line", () => {
    const [consentId] = one.consentIds;
    const parameters = { who: one.viewerId, consent: consentId, when: "week", behind: placeText(one) };
    expect(parseDisclosureQuery(parameters)).toEqual({
      ...{ viewerId: one.viewerId, consentId, period: "week" },
      behind: { at: one.at, disclosureId: one.disclosureId },
    });
  });

  test.each([
    ["nothing", {}],
    ["what is nobody", { who: "somebody", consent: "con_1", when: "yesterday", behind: "12.dsc_x" }],
    ["a thing twice", { who: [one.viewerId, one.viewerId], when: ["week", "month"] }],
    ["a place of no time", { behind: `99999999999999.${one.disclosureId}` }],
  ])("that names %s narrows nothing", (_name, parameters) => {
    const everything = { viewerId: null, consentId: null, period: "all", behind: null };
    expect(parseDisclosureQuery(parameters)).toEqual(everything);
  });
});
