import { describe, expect, test } from "vitest";

import { dayOf, isoOf, nextWorkday } from "../../bank/family/days.ts";
import { people } from "../../bank/family/people.ts";
import { instrumentsOf } from "../wealth/instruments-for-test.ts";
import { checkDigit } from "../wealth/isin.ts";
import { priceOf } from "../wealth/prices.ts";
import { relationships, withFurtherAccount, withModelPortfolio } from "../wealth/relationships.ts";
import type { Entry } from "./entry.ts";
import { decimalText, fixed } from "./fixed.ts";
import { holdingsAt, ledgerOf } from "./ledger.ts";

const today = dayOf("2026-11-20");
const nowhere = 0n;

const sumOf = (entries: readonly Entry[], accountId: string, instrumentKey: string | null): bigint =>
  entries
    .flatMap(({ movements }) => movements)
    .filter(
      ({ account, instrument }) => account.id === accountId && (instrument?.key ?? null) === instrumentKey,
    )
    .reduce((sum, { quantity }) => sum + quantity, nowhere);

describe("the private bank's books", () => {
  test("are the same each time they are made, and only grow", () => {
    for (const relation of relationships) {
      const before = ledgerOf(relation, today - 40).entries;
      const now = ledgerOf({ ...relation }, today).entries;
      expect(now.slice(0, before.length)).toEqual(before);
      expect(now.length).toBeGreaterThan(before.length);
    }
  });

  test("go back eight years, in order, one key for one entry", () => {
    for (const relation of relationships) {
      const { entries } = ledgerOf(relation, today);
      expect(isoOf(entries[0]?.day ?? 0) < "2018-11-20").toBe(true);
      expect(entries.map(({ day }) => day)).toEqual(entries.map(({ day }) => day).toSorted((a, b) => a - b));
      expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
    }
  });

  test("make each position of nothing but what moved, on any day", () => {
    for (const relation of relationships) {
      const ledger = ledgerOf(relation, today);
      for (const day of [dayOf("2019-06-30"), dayOf("2022-02-28"), dayOf("2025-12-31"), today]) {
        const until = ledger.entries.filter((entry) => entry.day <= day);
        for (const { account, instrument, quantity } of holdingsAt(ledger, day)) {
          expect(quantity).toBe(sumOf(until, account.id, instrument?.key ?? null));
        }
      }
    }
  });

  test("make a cash balance of money alone, in whole cents, and never go below nothing", () => {
    const muchLater = dayOf("2041-05-05");
    for (const relation of relationships) {
      const balances = new Map<string, bigint>();
      for (const { movements, key } of ledgerOf(relation, muchLater).entries) {
        for (const { account, instrument, quantity } of movements) {
          expect(account.kind).toBe(instrument === null ? "cash" : "safekeeping");
          if (instrument !== null) continue;
          expect(quantity % 100n).toBe(0n);
          balances.set(account.id, (balances.get(account.id) ?? 0n) + quantity);
        }
        for (const balance of balances.values()) expect(balance, key).toBeGreaterThanOrEqual(0n);
      }
    }
  });

  test("pay and are paid in the currency of what it is about", () => {
    for (const relation of [...relationships, ...relationships.map(withModelPortfolio)]) {
      for (const { movements, trigger } of ledgerOf(relation, today).entries) {
        const moved = trigger?.instrument ?? movements.find(({ instrument }) => instrument)?.instrument;
        for (const { account, instrument } of movements) {
          if (moved && instrument === null) expect(account.currency).toBe(moved.currency);
        }
      }
    }
  });

  test("never hold less than nothing of anything", () => {
    for (const relation of relationships) {
      for (const day of [dayOf("2020-01-31"), dayOf("2024-07-01"), today]) {
        for (const { quantity, cost } of holdingsAt(ledgerOf(relation, today), day)) {
          expect(quantity).toBeGreaterThanOrEqual(0n);
          expect(cost).toBeGreaterThanOrEqual(0n);
        }
      }
    }
  });

  test("hold shares, ETFs, funds, bonds and structured products in four currencies", () => {
    const held = relationships.flatMap((relation) => holdingsAt(ledgerOf(relation, today), today));
    expect(new Set(held.map(({ instrument }) => instrument?.kind ?? "cash"))).toEqual(
      new Set(["cash", "equity", "fund", "bond", "structured"]),
    );
    expect(new Set(held.map(({ account, instrument }) => instrument?.currency ?? account.currency))).toEqual(
      new Set(["EUR", "CHF", "USD", "GBP"]),
    );
    expect(held.some(({ instrument }) => instrument?.cfi.startsWith("CE"))).toBe(true);
    expect(
      held.some(({ instrument, quantity }) => instrument?.kind === "fund" && quantity % 10_000n !== 0n),
    ).toBe(true);
  });

  test("grow to ten thousand entries and five hundred positions where much is held", () => {
    const [relation] = relationships;
    if (!relation) throw new Error("nobody");
    const ledger = ledgerOf(withModelPortfolio(relation), today);
    expect(ledger.entries.length).toBeGreaterThan(10_000);
    expect(holdingsAt(ledger, today).length).toBeGreaterThan(500);
  });
});

describe("what happens to what is held", () => {
  const [relation] = relationships;
  if (!relation) throw new Error("nobody");
  const ledger = ledgerOf(relation, today);
  const heldOf = (key: string, day: number): bigint =>
    holdingsAt(ledger, day)
      .filter(({ instrument }) => instrument?.key === key)
      .reduce((sum, { quantity }) => sum + quantity, 0n);

  test("a split makes more of it and leaves what it is worth and what it cost", () => {
    const on = dayOf("2021-08-31");
    expect(heldOf("prairie", on)).toBe(heldOf("prairie", on - 1) * 4n);
    const costOf = (day: number) =>
      holdingsAt(ledger, day).find(({ instrument }) => instrument?.key === "prairie")?.cost;
    expect(costOf(on)).toBe(costOf(on - 1));
    const prairie = instrumentsOf(relation).find(({ key }) => key === "prairie");
    if (!prairie) throw new Error("no such share");
    const [before, after] = [Number(priceOf(prairie, on - 1)), Number(priceOf(prairie, on))];
    expect(before / after).toBeGreaterThan(3.7);
    expect(before / after).toBeLessThan(4.3);
  });

  test("a dividend is paid on what was held before, and less what is withheld", () => {
    const paid = ledger.entries.findLast(
      ({ type, trigger }) => type === "dividendCash" && trigger?.instrument.key === "helvion",
    );
    if (!paid?.trigger?.price) throw new Error("no dividend");
    const [gross, withheld] = paid.movements.map(({ quantity }) => quantity);
    expect(gross).toBe((paid.trigger.quantity * paid.trigger.price) / 10_000n);
    expect(withheld).toBe(-((gross ?? 0n) * 35n) / 100n);
  });

  test("a reinvested one comes back as units, and what is left of it stays", () => {
    const entry = ledger.entries.findLast(({ type }) => type === "dividendReinvestment");
    const units = entry?.movements.find(({ type }) => type === "asset")?.quantity ?? 0n;
    const left = (entry?.movements ?? [])
      .filter(({ instrument }) => instrument === null)
      .reduce((sum, { quantity }) => sum + quantity, 0n);
    expect(units).toBeGreaterThan(0n);
    expect(left).toBeGreaterThanOrEqual(0n);
    expect(left).toBeLessThan(fixed(1));
  });

  test("a bond pays its coupons and then its nominal, and a product may pay in shares instead", () => {
    const redeemed = relationships.flatMap((one) =>
      ledgerOf(one, today).entries.filter(({ type }) => type === "redemption"),
    );
    const inMoney = redeemed.find(({ trigger }) => trigger?.instrument.kind === "bond");
    expect(inMoney?.movements.map(({ quantity }) => quantity)).toEqual([
      -(inMoney?.trigger?.quantity ?? 0n),
      inMoney?.trigger?.quantity,
    ]);
    expect(redeemed.some(({ movements }) => movements[1]?.instrument?.key === "helvion")).toBe(true);
    const products = redeemed.filter(({ trigger }) => trigger?.instrument.kind === "structured");
    expect(products.some(({ movements }) => movements[1]?.instrument === null)).toBe(true);
  });

  test("interest that is bought with a bond comes back with its first coupon", () => {
    const bought = ledger.entries.find(({ movements }) =>
      movements.some(({ type }) => type === "accruedInterest"),
    );
    const accrued = bought?.movements.find(({ type }) => type === "accruedInterest")?.quantity ?? 0n;
    const paper = bought?.movements[0]?.instrument;
    const coupon = ledger.entries.find(
      ({ type, trigger }) => type === "coupon" && trigger?.instrument.key === paper?.key,
    );
    expect(accrued).toBeLessThan(0n);
    expect(-accrued).toBeLessThan(coupon?.movements[0]?.quantity ?? 0n);
  });

  test("an exchange takes and gives at the rate that it names", () => {
    const exchanged = ledger.entries.filter(({ type }) => type === "fxSpot");
    expect(exchanged.length).toBeGreaterThan(10);
    for (const { movements } of exchanged) {
      const [paid, got] = movements;
      const exact = (Number(got?.quantity) * Number(paid?.rate?.value)) / 10_000;
      expect(Math.abs(Number(-(paid?.quantity ?? 0n)) - exact)).toBeLessThanOrEqual(50);
      expect([paid?.account.currency, got?.account.currency]).toEqual([paid?.rate?.to, paid?.rate?.from]);
    }
  });

  test("a fee that was taken twice is taken back on the next workday, and says so", () => {
    const back = ledger.entries.filter(({ reverses }) => reverses !== undefined);
    expect(back.length).toBeGreaterThanOrEqual(8);
    for (const { reverses, movements, day } of back) {
      const twice = ledger.entries.find(({ key }) => key === reverses);
      expect(movements.map(({ quantity }) => -quantity)).toEqual(
        twice?.movements.map(({ quantity }) => quantity),
      );
      expect(day).toBe(nextWorkday((twice?.day ?? 0) + 1));
    }
  });
});

describe("what there is", () => {
  const all = relationships.flatMap(instrumentsOf);

  test("has ISINs whose check digit holds, one for each", () => {
    for (const { isin } of all) {
      expect(isin).toMatch(/^[A-Z]{2}9990\d{6}$/);
      expect(checkDigit(isin.slice(0, -1))).toBe(Number(isin.at(-1)));
    }
    // Of a real share that everybody knows: the figures of the rule itself.
    expect(checkDigit("US037833100")).toBe(5);
    const isinOfKey = new Map(all.map(({ key, isin }) => [key, isin]));
    expect(new Set(isinOfKey.values()).size).toBe(isinOfKey.size);
  });

  test("has IBANs that hold, and accounts that nobody else has", () => {
    const accounts = relationships.flatMap((relation) => withFurtherAccount(relation).accounts);
    for (const { iban } of accounts) {
      if (iban === null) continue;
      const figures = [...(iban.slice(4) + iban.slice(0, 4))].map((one) => Number.parseInt(one, 36)).join("");
      expect(BigInt(figures) % 97n).toBe(1n);
      expect(iban).toHaveLength(21);
    }
    expect(new Set(accounts.map(({ id }) => id)).size).toBe(accounts.length);
    expect(new Set(accounts.map(({ bban }) => bban)).size).toBe(accounts.length);
  });

  test("belongs to people of the family; some hold together, one has two relationships", () => {
    const keys = people.map(({ key }) => key);
    for (const { owners } of relationships) expect(keys).toEqual(expect.arrayContaining([...owners]));
    expect(relationships.filter(({ owners }) => owners.length > 1).length).toBeGreaterThanOrEqual(3);
    expect(relationships.filter(({ owners }) => owners.includes("push"))).toHaveLength(2);
    for (const { accounts } of relationships.slice(0, 1)) {
      expect(accounts.filter(({ kind }) => kind === "safekeeping")).toHaveLength(2);
      expect(accounts.filter(({ kind }) => kind === "cash").map(({ currency }) => currency)).toEqual([
        "EUR",
        "CHF",
        "USD",
        "GBP",
      ]);
    }
  });
});

test("decimals are written with the places that they have", () => {
  expect(decimalText(fixed(1.5), 2)).toBe("1.50");
  expect(decimalText(fixed(-0.0001), 2)).toBe("-0.0001");
  expect(decimalText(fixed(12), 0)).toBe("12");
  expect(decimalText(0n, 2)).toBe("0.00");
});
