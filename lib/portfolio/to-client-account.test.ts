import { describe, expect, test } from "vitest";
import type { GrantedAccount, GrantedProduct } from "#lib/connections/list-granted.ts";
import type { Granted } from "#lib/consent/granted.ts";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import { newId } from "#lib/kernel/id.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import { type Known, staleAfterMs, toClientAccount } from "./to-client-account.ts";

const accountId = newId<"acc">("acc");
const investorId = newId<"per">("per");
const now = new Date("2026-11-21T12:00:00.000Z");
const asOf = new Date("2026-11-21T06:00:00.000Z");

const account = (more: Partial<GrantedAccount> = {}): GrantedAccount => ({
  ...{ accountId, investorId, institutionId: "bank", kind: "custody", currency: "EUR" },
  ...more,
});
const granted = (...clusters: DataCluster[]): Granted[] =>
  clusters.map((cluster) => ({ accountId, cluster, historyFrom: null, consentIds: [newId("con")] }));
const product = (cluster: DataCluster, more: Partial<GrantedProduct> = {}): GrantedProduct => ({
  ...{ accountId, investorId, cluster, state: "ok", reason: null, asOf, attemptedAt: asOf },
  ...more,
});
const chunk = (cluster: DataCluster, records: readonly object[], at = asOf) =>
  ({
    ...{ connectionId: newId("cnx"), accountId, cluster, asOf: at, chunkId: newId("rch"), version: 1 },
    ...{ from: "2026-11-21", to: "2026-11-22", records },
  }) as unknown as Chunk;
const euros = (amount: string) => ({
  ...{ balanceType: "closingBooked", amount, currency: "EUR", referenceDate: "2026-11-20" },
});

const see = (more: Partial<Known> = {}, of = account()) =>
  toClientAccount(of, {
    granted: granted("identity", "balances", "positions"),
    products: [],
    chunks: [],
    now,
    ...more,
  });

describe("what an advisor is shown of an account", () => {
  test("is a figure with its currency and its date, in the bank's own digits", () => {
    const { balances } = see({ chunks: [chunk("balances", [euros("10482.170")])] });
    expect(balances).toEqual({
      ...{ kind: "known", asOf: asOf.toISOString(), isStale: false, hasFailedSince: false },
      value: [{ type: "closingBooked", amount: { amount: "10482.170", currency: "EUR" }, day: "2026-11-20" }],
    });
  });

  test("is the newest that is known, whatever stands beside it", () => {
    const older = new Date(asOf.getTime() - 1);
    const chunks = [chunk("balances", [euros("1")], older), chunk("balances", [euros("2")])];
    for (const order of [chunks, chunks.toReversed()]) {
      expect(see({ chunks: order }).balances).toMatchObject({ value: [{ amount: { amount: "2" } }] });
    }
  });

  test("is never a nought where nothing is known: it says why there is nothing", () => {
    const why = (more: Partial<Known>) => see(more).balances;
    expect(why({ granted: granted("identity") })).toEqual({ kind: "unavailable", why: "notConsented" });
    expect(why({})).toEqual({ kind: "unavailable", why: "notRead" });
    expect(why({ products: [product("balances", { state: "pending", asOf: null })] })).toEqual({
      ...{ kind: "unavailable", why: "notRead" },
    });
    const failed = product("balances", { state: "failed", reason: "bankDown", asOf: null });
    expect(why({ products: [failed] })).toEqual({ kind: "unavailable", why: "failed" });
  });

  test("is not shown where it is not consented to, even if it were there", () => {
    const { balances, identity } = see({
      granted: granted("balances"),
      chunks: [
        chunk("balances", [euros("5")]),
        chunk("identity", [{ fact: "iban", value: "DE02120300000000202051", share: null }]),
      ],
    });
    expect(balances.kind).toBe("known");
    expect(identity).toEqual({ kind: "unavailable", why: "notConsented" });
  });

  test("says empty as empty, old as old, and what failed since as that", () => {
    expect(see({ chunks: [chunk("positions", [])] }).positions).toMatchObject({ kind: "known", value: [] });
    const old = new Date(now.getTime() - staleAfterMs - 1);
    const products = [product("balances", { state: "failed", reason: "bankDown", asOf: old })];
    expect(see({ chunks: [chunk("balances", [euros("5")], old)], products }).balances).toMatchObject({
      ...{ kind: "known", isStale: true, hasFailedSince: true, asOf: old.toISOString() },
    });
    const justNot = new Date(now.getTime() - staleAfterMs);
    expect(see({ chunks: [chunk("balances", [euros("5")], justNot)] }).balances).toMatchObject({
      isStale: false,
    });
  });

  test("names an account and hides all of its number but the end", () => {
    const facts = [
      { fact: "name", value: "Depot", share: null },
      { fact: "iban", value: "DE02 1203 0000 0000 2020 51", share: null },
      { fact: "holder", value: "Somebody", share: null },
    ];
    expect(see({ chunks: [chunk("identity", facts)] }).identity).toMatchObject({
      ...{ kind: "known", value: { name: "Depot", product: null, maskedNumber: "••••2051" } },
    });
  });

  test("has investments only where such an account holds any", () => {
    expect(see({}, account({ kind: "current" })).positions).toBeNull();
    expect(see({}, account({ kind: "other" })).positions).not.toBeNull();
    expect(see({}, account({ currency: "X".repeat(3) })).currency).toBeNull();
  });

  test("leaves a price or a value without its currency untold", () => {
    const held = (more: object) => {
      const base = { name: null, isin: null, otherIdentification: "X1", quantityType: "unit", quantity: "3" };
      const money = {
        price: "12.5",
        priceType: "amount",
        priceCurrency: null,
        marketValue: "37.5",
        currency: null,
      };
      const { positions } = see({ chunks: [chunk("positions", [{ ...base, ...money, ...more }])] });
      return positions?.kind === "known" ? positions.value[0] : null;
    };
    expect(held({})).toMatchObject({ price: null, marketValue: null, identification: "X1" });
    expect(held({ priceType: "percentage" })).toMatchObject({ price: { kind: "percent", of: "12.5" } });
    expect(held({ priceCurrency: "CHF", currency: "USD", quantityType: "faceAmount" })).toMatchObject({
      price: { kind: "amount", amount: { amount: "12.5", currency: "CHF" } },
      ...{ marketValue: { amount: "37.5", currency: "USD" }, isNominal: true },
    });
  });
});
