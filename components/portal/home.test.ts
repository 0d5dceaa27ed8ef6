import { describe, expect, test } from "vitest";
import { nextInLine } from "#components/connections/sitting.ts";
import type { ConnectionView } from "#lib/connections/view.ts";
import type { ConsentView, ReminderView } from "#lib/consent/view.ts";
import { homeOf } from "./home.ts";

const consent = (id: string, about: Partial<ConsentView> = {}) =>
  ({ id, state: "given", isInForce: true, validUntil: "2027-01-01T00:00:00.000Z", ...about }) as ConsentView;
const request = (id: string, answerBy: string) =>
  consent(id, { state: "requested", isInForce: false, validUntil: null, answerBy });
const bank = (id: string, about: Partial<ConnectionView> = {}) => ({
  bank: `Bank ${id}`,
  connection: {
    ...{ id, state: "active", needs: null, authorisationId: null, consentId: "con_1" },
    ...{ accounts: { offered: 0, chosen: 1 } },
    ...about,
  } as ConnectionView,
});
const reminder = (consentId: string) => ({ consentId }) as ReminderView;

describe("the investor's first page", () => {
  test("names requests in the order in which they lapse", () => {
    const home = homeOf([request("con_b", "2026-12-02"), request("con_a", "2026-12-01")], [], [], []);
    expect(home.requests.map(({ id }) => id)).toEqual(["con_a", "con_b"]);
    expect(home.inForce).toEqual([]);
  });

  test("asks for a first bank only where none was ever connected under the consent", () => {
    const [used, unused] = [consent("con_1"), consent("con_2")];
    expect(homeOf([used, unused], [bank("cnx_1")], [], []).unused).toEqual([unused]);
    expect(homeOf([used], [bank("cnx_1", { state: "ended" })], [], []).unused).toEqual([]);
  });

  test("tells of an end that somebody was reminded of while the consent is in force", () => {
    const [soon, over] = [consent("con_1"), consent("con_2", { state: "expired", isInForce: false })];
    const later = consent("con_3");
    const home = homeOf([soon, over, later], [], [reminder("con_1"), reminder("con_2")], []);
    expect(home.endings).toEqual([soon]);
  });

  test("puts the bank that waits for an answer before those that can wait", () => {
    const waiting = [
      bank("cnx_new", { accounts: { offered: 2, chosen: 1 } }),
      bank("cnx_fine"),
      bank("cnx_ask", { state: "linking", authorisationId: "aut_1" }),
    ];
    const home = homeOf([], waiting, [], []);
    expect(home.banks.map(({ connection }) => connection.id)).toEqual(["cnx_ask", "cnx_new"]);
    expect(home.toConfirm.map(({ connection }) => connection.id)).toEqual(["cnx_ask"]);
  });
});

describe("several banks in one sitting", () => {
  const asks = (id: string) => bank(id, { needs: "confirm" });

  test("are offered one after the other, once the one at hand is settled", () => {
    expect(nextInLine([bank("cnx_1"), asks("cnx_2"), asks("cnx_3")], "cnx_1")).toMatchObject({
      next: { connection: { id: "cnx_2" } },
      count: 2,
    });
  });

  test("and none is offered while the one at hand waits itself, or where none waits", () => {
    expect(nextInLine([asks("cnx_1"), asks("cnx_2")], "cnx_1")).toBeNull();
    expect(nextInLine([bank("cnx_1"), bank("cnx_2", { state: "ended" })], "cnx_1")).toBeNull();
  });
});
