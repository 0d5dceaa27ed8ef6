import { describe, expect, test } from "vitest";

import { accountsOf, cashAccounts } from "../family/cash-accounts.ts";
import { dayOf, isoOf } from "../family/days.ts";
import { people } from "../family/people.ts";
import { bookingsUntil } from "./bookings.ts";
import { ledgerOf } from "./ledger.ts";

const today = dayOf("2026-11-20");
const accountNamed = (id: string) => {
  const found = cashAccounts.find((account) => account.id === id);
  if (!found) throw new Error(id);
  return found;
};

describe("the family's books", () => {
  test("are the same each time they are made", () => {
    for (const account of cashAccounts) {
      expect(bookingsUntil(account, today)).toEqual(bookingsUntil(account, today));
    }
  });

  test("only grow: what was booked yesterday is booked today as it was", () => {
    for (const account of cashAccounts) {
      const before = ledgerOf(account, today - 1).booked;
      const now = new Map(ledgerOf(account, today).booked.map((entry) => [entry.reference, entry]));
      for (const entry of before) expect(now.get(entry.reference)).toEqual(entry);
    }
  });

  test("go back eight years and have one reference for one entry", () => {
    for (const account of cashAccounts) {
      const { booked } = ledgerOf(account, today);
      expect(isoOf(booked[0]?.bookedOn ?? 0) < "2018-11-20").toBe(true);
      expect(new Set(booked.map(({ reference }) => reference)).size).toBe(booked.length);
      expect(booked.every(({ reference }) => reference.length <= 35)).toBe(true);
    }
  });

  test("agree on both sides of what moves within the family", () => {
    const card = ledgerOf(accountNamed("acc-5"), today).booked.filter(
      ({ code }) => code === "PMNT-CCRD-CCRD",
    );
    const payer = ledgerOf(accountNamed("acc-1"), today).booked.filter(
      ({ code }) => code === "PMNT-CCRD-CCRD",
    );
    expect(card.length).toBeGreaterThan(80);
    expect(card.map(({ bookedOn, minor }) => [bookedOn, minor])).toEqual(
      payer.map(({ bookedOn, minor }) => [bookedOn, -minor]),
    );
  });

  test("settle a card by exactly what was bought with it in the month before", () => {
    const { booked } = ledgerOf(accountNamed("acc-5"), today);
    const bought = booked
      .filter(({ shop, orderedOn }) => shop && isoOf(orderedOn).startsWith("2026-09"))
      .reduce((sum, { minor }) => sum + minor, 0n);
    const settled = booked.find(({ text }) => text === "Card settlement 2026-09");
    expect(settled?.minor).toBe(-bought);
  });

  test("exchange both sides at one rate", () => {
    const [pays] = ledgerOf(accountNamed("acc-1"), today)
      .booked.filter(({ text }) => text === "Exchange EUR into CHF")
      .slice(-1);
    const [gets] = ledgerOf(accountNamed("acc-3"), today)
      .booked.filter(({ text }) => text === "Exchange EUR into CHF")
      .slice(-1);
    expect(gets?.exchange).toEqual(pays?.exchange);
    expect(gets?.bookedOn).toBe(pays?.bookedOn);
    const exact = (Number(-(pays?.minor ?? 0n)) * Number(pays?.exchange?.rateTenThousandths)) / 10_000;
    expect(Math.abs(Number(gets?.minor) - exact)).toBeLessThanOrEqual(0.5);
  });

  test("hold a card payment for two days, and then book the same", () => {
    const account = accountNamed("acc-11");
    const day = Array.from({ length: 30 }, (_, back) => today - back).find(
      (one) => ledgerOf(account, one).pending.length > 0,
    );
    const ledger = ledgerOf(account, day ?? 0);
    const later = ledgerOf(account, (day ?? 0) + 2);
    for (const entry of ledger.pending) expect(later.booked).toContainEqual(entry);
    const held = ledger.pending.reduce((sum, { minor }) => sum + minor, 0n);
    expect(ledger.expectedMinor).toBe(ledger.bookedMinor + held);
  });

  test("make a balance of nothing but their entries", () => {
    for (const account of cashAccounts) {
      const { booked, bookedMinor } = ledgerOf(account, today);
      expect(booked.reduce((sum, { minor }) => sum + minor, 0n)).toBe(bookedMinor);
    }
  });

  test("hold more than ten thousand entries where much is bought", () => {
    expect(ledgerOf(accountNamed("acc-30"), today, 5).booked.length).toBeGreaterThan(10_000);
  });
});

describe("the accounts", () => {
  test("have IBANs whose check digits hold, the national ones too", () => {
    for (const { iban } of cashAccounts) {
      if (iban === null) continue;
      const moved = iban.slice(4) + iban.slice(0, 4);
      const figures = [...moved].map((one) => Number.parseInt(one, 36)).join("");
      expect(BigInt(figures) % 97n).toBe(1n);
    }
    expect(accountNamed("acc-1").iban).toBe("ES1299970001250000000001");
  });

  test("belong to people who exist, everyone has one, some hold theirs together", () => {
    const keys = people.map(({ key }) => key);
    for (const { owners } of cashAccounts) expect(keys).toEqual(expect.arrayContaining([...owners]));
    for (const key of keys) expect(accountsOf(key).length, key).toBeGreaterThan(0);
    expect(cashAccounts.filter(({ owners }) => owners.length > 1).length).toBeGreaterThanOrEqual(3);
    expect(new Set(cashAccounts.map(({ currency }) => currency))).toEqual(
      new Set(["EUR", "CHF", "USD", "GBP"]),
    );
  });
});
