import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import { ChangeHousehold } from "./change-household.ts";
import type { AccountHoldings, Holdings } from "./holdings.ts";
import { membersBetween } from "./household.ts";
import { mergeHoldings } from "./merge-holdings.ts";

const now = new Date("2026-11-21T12:00:00Z");
const iban = "DE02120300000000202051";

function account(number: string | null, asOf = now, more: Partial<AccountHoldings> = {}): AccountHoldings {
  const told = { kind: "known" as const, asOf, isStale: false, hasFailedSince: false };
  const facts = [{ fact: "iban", value: number, share: null }] as unknown as RecordOf<"identity">[];
  return {
    ...{ accountId: newId("acc"), institutionId: "bank", kind: "current", currency: "EUR" },
    identity: number === null ? { kind: "unavailable", why: "notConsented" } : { ...told, records: facts },
    balances: { ...told, records: [] },
    ...{ positions: null, liabilities: null, share: null },
    ...more,
  };
}

const of = (...accounts: AccountHoldings[]): Holdings => ({
  ...{ accounts, manualAssets: [], hiddenAccounts: 1, now },
});
const idsOf = ({ holdings }: ReturnType<typeof mergeHoldings>) =>
  holdings.accounts.map(({ accountId }) => accountId);

describe("what several have together", () => {
  test("counts an account that two of them have once, as it was told last, whoever comes first", () => {
    const older = account(iban, new Date(now.getTime() - 1));
    const newer = account("DE02 1203 0000 0000 2020 51");
    for (const both of [
      [of(older), of(newer)],
      [of(newer), of(older)],
    ]) {
      const merged = mergeHoldings(both, now);
      expect([idsOf(merged), merged.countedOnce]).toEqual([[newer.accountId], 1]);
      expect(merged.holdings.hiddenAccounts).toBe(2);
    }
  });

  test("takes each kind of data from whom it is known of and newest, so that a newer copy hides nothing", () => {
    const later = new Date(now.getTime() + 3_600_000);
    const told = (asOf: Date) => ({ kind: "known" as const, asOf, isStale: false, hasFailedSince: false });
    const refused = { kind: "unavailable" as const, why: "notConsented" as const };
    const positions = { ...told(now), records: [] };
    const custody = { kind: "custody" as const };
    const older = account(iban, now, { ...custody, positions });
    const newer = account(iban, later, { ...custody, positions: refused });
    for (const both of [
      [of(older), of(newer)],
      [of(newer), of(older)],
    ]) {
      const { accounts } = mergeHoldings(both, now).holdings;
      expect(accounts).toEqual([{ ...newer, positions }]);
    }
    const failed = { kind: "unavailable" as const, why: "failed" as const };
    const third = account(iban, now, { ...custody, positions: failed });
    const { holdings, countedOnce } = mergeHoldings([of(newer), of(third)], now);
    expect([holdings.accounts[0]?.positions, countedOnce]).toEqual([failed, 1]);
  });

  test("leaves accounts apart that differ in bank, kind or currency, or whose number nobody may see", () => {
    const first = account(iban);
    const others = [
      account(iban, now, { institutionId: "other" }),
      account(iban, now, { kind: "custody" }),
      account(iban, now, { currency: "CHF" }),
      account(null),
      account(null),
    ];
    const merged = mergeHoldings([of(first), of(...others)], now);
    expect(idsOf(merged)).toEqual([first, ...others].map(({ accountId }) => accountId));
    expect(merged.countedOnce).toBe(0);
  });

  test("takes nothing from one of them who has two accounts under one number", () => {
    const [one, two] = [account(iban), account(iban)];
    expect(idsOf(mergeHoldings([of(one, two), of()], now))).toEqual([one.accountId, two.accountId]);
    const older = account(iban, new Date(now.getTime() - 1));
    const merged = mergeHoldings([of(account(iban)), of(older, two)], now);
    expect([merged.holdings.accounts.length, merged.countedOnce]).toEqual([2, 1]);
  });
});

describe("a household’s form", () => {
  const householdId = newId<"hhd">("hhd");
  const [one, two] = [newId<"per">("per"), newId<"per">("per")];

  test("takes one ticked box as a list, each member once, and the name on one line", () => {
    const parse = (member: unknown, name = " A \n B ") =>
      ChangeHousehold.safeParse({ householdId, name, member });
    expect(parse(one).data).toEqual({ householdId, name: "A B", member: [one] });
    expect(parse([one, two, one]).data?.member).toEqual([one, two]);
    for (const wrong of [undefined, [], "con_1", Array.from({ length: 21 }, () => newId("per"))]) {
      expect(parse(wrong).success).toBe(false);
    }
    expect(parse(one, "  ").success).toBe(false);
    expect(parse(one, "x".repeat(81)).success).toBe(false);
  });

  test("says who joins and who leaves", () => {
    expect(membersBetween([one], [two])).toEqual({ joining: [two], leaving: [one] });
    expect(membersBetween([one, two], [two, one])).toEqual({ joining: [], leaving: [] });
  });
});
