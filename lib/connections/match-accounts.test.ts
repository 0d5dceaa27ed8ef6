import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AspspAccount } from "#lib/aspsp/records.ts";
import { newId } from "#lib/kernel/id.ts";
import type { Account } from "./account-repository.ts";
import { matchAccounts, type Named } from "./match-accounts.ts";

const own = { connectionId: newId("cnx") };
const other = newId("cnx");
const hash = (number: number) => createHash("sha256").update(String(number)).digest();
const named = (number: number): Named => ({ account: {} as AspspAccount, identityHash: hash(number) });
const known = (number: number, more: Partial<Account> = {}): Account => ({
  accountId: newId("acc"),
  connectionId: own.connectionId,
  identityHash: hash(number),
  ...{ kind: "current", currency: "EUR", state: "chosen" },
  ...{ offeredAt: new Date(0), chosenAt: new Date(0) },
  ...more,
});
const none: ReadonlySet<never> = new Set();

describe("a bank's list of accounts", () => {
  test("makes of each account one, however often and in whatever order it is named", () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 20 });
    fc.assert(
      fc.property(numbers, numbers, (before, now) => {
        const accounts = before.map((number) => known(number));
        const matched = matchAccounts(own, now.map(named), accounts, none);
        const isKnown = (number: number) => before.includes(number);
        expect(matched?.again.length).toBe(now.filter(isKnown).length);
        expect(matched?.fresh.length).toBe(now.filter((number) => !isKnown(number)).length);
        expect(matched?.gone.length).toBe(before.filter((number) => !now.includes(number)).length);
      }),
    );
  });

  test("leaves what was decided, also of an account that was away", () => {
    const states = [
      known(1, { state: "declined", chosenAt: null }),
      known(2, { state: "gone" }),
      known(3, { state: "gone", chosenAt: null }),
    ];
    const matched = matchAccounts(own, [1, 2, 3].map(named), states, none);
    expect(matched?.again.map(({ state }) => state)).toEqual(["declined", "chosen", "offered"]);
  });

  test("takes over accounts of a connection that works no more, and leaves those of one that does", () => {
    const elsewhere = [known(1, { connectionId: other }), known(2, { connectionId: other, state: "gone" })];
    const list = [1, 2].map(named);
    expect(matchAccounts(own, list, elsewhere, new Set([other]))).toMatchObject({
      again: [{ accountId: elsewhere[1]?.accountId }],
      elsewhere: [list[0]],
      gone: [],
    });
    expect(matchAccounts(own, list, elsewhere, none)).toMatchObject({ elsewhere: [], gone: [] });
  });

  test("means nothing where it names one account twice", () => {
    expect(matchAccounts(own, [1, 1].map(named), [], none)).toBeNull();
  });
});
