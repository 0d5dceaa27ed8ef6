import { describe, expect, test } from "vitest";
import type { ConnectionView } from "#lib/connections/view.ts";
import { mostPressingFirst, todosOf } from "./todos.ts";

const connection = (more: Partial<ConnectionView>): ConnectionView => ({
  ...{
    id: "cnx",
    institutionId: "bank",
    credentialId: "crd",
    consentId: "con",
    state: "active",
    needs: null,
  },
  ...{ needsReason: null, needsSince: null, authorisationId: null, accounts: { offered: 0, chosen: 2 } },
  ...{ beganAt: "2026-01-01", linkedAt: null, endedAt: null, endedReason: null, lastReadAt: null },
  ...{ nextRefreshAt: null, confirmBefore: null },
  ...more,
});

describe("what waits for the investor", () => {
  test.each<[string, Partial<ConnectionView>, readonly string[]]>([
    ["nothing where all is well", {}, []],
    ["the bank’s question, wherever it is asked", { state: "linking", authorisationId: "aut" }, ["goOn"]],
    ["connecting again, where it came to nothing", { state: "linking" }, ["link"]],
    [
      "another password, rather than trying the same again",
      { state: "linking", needs: "credential" },
      ["credential"],
    ],
    ["the choice of accounts", { state: "choosing", accounts: { offered: 3, chosen: 0 } }, ["choose"]],
    ["confirming again", { needs: "confirm" }, ["confirm"]],
    ["the question rather than asking for it twice", { needs: "confirm", authorisationId: "aut" }, ["goOn"]],
    ["new accounts", { accounts: { offered: 1, chosen: 2 } }, ["new"]],
    ["several things", { needs: "confirm", accounts: { offered: 1, chosen: 2 } }, ["confirm", "new"]],
    [
      "nothing once it has ended",
      { state: "ended", needs: "confirm", accounts: { offered: 1, chosen: 2 } },
      [],
    ],
  ])("is %s", (_what, more, todos) => {
    expect(todosOf(connection(more))).toEqual(todos);
  });
});

test("what waits at several banks stands in the order of what it holds up", () => {
  const waiting = [["new"], [], ["choose"], ["goOn", "choose"], ["link"], ["confirm", "new"]] as const;
  expect(mostPressingFirst(waiting, (todos) => todos).map(([first]) => first)).toEqual([
    ...["goOn", "confirm", "choose", "link", "new"],
  ]);
});
