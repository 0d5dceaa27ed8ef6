import { describe, expect, test } from "vitest";
import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import { newId } from "#lib/kernel/id.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import { booked } from "#scripts/testing/holdings.ts";
import { type KnownAccount, type KnownRecords, staleAfterMs, toHoldings } from "./to-holdings.ts";

const accountId = newId<"acc">("acc");
const now = new Date("2026-11-21T12:00:00.000Z");
const asOf = new Date("2026-11-21T06:00:00.000Z");
const account: KnownAccount = { accountId, institutionId: "bank", kind: "custody", currency: "EUR" };
const all = ["identity", "balances", "positions", "liabilities"] as const;

const granted = (...clusters: DataCluster[]) => clusters.map((cluster) => ({ accountId, cluster }));
type Product = KnownRecords["products"][number];

const product = (cluster: DataCluster, more: Partial<Product> = {}): Product => ({
  ...{ accountId, cluster, state: "ok", reason: null },
  ...more,
});
const chunk = (cluster: DataCluster, records: readonly object[], more: object = {}) =>
  ({
    ...{ connectionId: newId("cnx"), accountId, cluster, asOf, chunkId: newId("rch"), version: 1 },
    ...{ from: "2026-11-21", to: "2026-11-22", records },
    ...more,
  }) as unknown as Chunk;

const see = (more: Partial<KnownRecords> = {}) =>
  toHoldings({
    ...{ accounts: [account], granted: granted(...all), products: [], chunks: [] },
    ...{ hiddenAccounts: 0, manualAssets: [], shares: new Map(), now },
    ...more,
  });
const only = (more: Partial<KnownRecords> = {}) => see(more).accounts[0];
const euros = (amount: string, more: object = {}) => chunk("balances", [booked(amount)], more);

describe("what a viewer holds in hand of an account", () => {
  test("is what was told last, in the bank's own digits, whatever stands beside it", () => {
    const earlier = euros("1.0", { asOf: new Date(asOf.getTime() - 1), from: "2026-11-22" });
    const chunks = [earlier, euros("10482.170"), chunk("balances", [], { accountId: newId("acc") })];
    for (const order of [chunks, chunks.toReversed()]) {
      expect(only({ chunks: order })?.balances).toEqual({
        ...{ kind: "known", records: [booked("10482.170")], asOf },
        ...{ isStale: false, hasFailedSince: false, failure: null },
      });
    }
  });

  test("of one moment, is the later day's, and of one day the later version", () => {
    const days = [euros("1"), euros("2", { from: "2026-11-22" })];
    const versions = [euros("3", { version: 2 }), euros("1")];
    for (const [chunks, amount] of [
      [days, "2"],
      [days.toReversed(), "2"],
      [versions, "3"],
      [versions.toReversed(), "3"],
    ] as const)
      expect(only({ chunks })?.balances).toMatchObject({ records: [{ amount }] });
  });

  test("is not there, and says why: not allowed, never read, or tried in vain and with what outcome", () => {
    const of = (more: Partial<KnownRecords>) => only(more)?.balances;
    expect(of({ granted: granted("identity"), chunks: [euros("5")] })).toEqual({
      ...{ kind: "unavailable", why: "notConsented" },
    });
    expect(of({})).toEqual({ kind: "unavailable", why: "notRead", failure: null });
    expect(of({ products: [product("balances", { state: "pending" })] })).toMatchObject({ why: "notRead" });
    const failed = product("balances", { state: "failed", reason: "readsExhausted" });
    expect(of({ products: [failed] })).toEqual({
      ...{ kind: "unavailable", why: "failed", failure: "readsExhausted" },
    });
    expect(of({ products: [failed], chunks: [euros("5")] })).toMatchObject({
      ...{ kind: "known", hasFailedSince: true, failure: "readsExhausted" },
    });
  });

  test("is old after two days, and empty where the bank said so", () => {
    const at = (ms: number) => euros("5", { asOf: new Date(now.getTime() - ms) });
    expect(only({ chunks: [at(staleAfterMs)] })?.balances).toMatchObject({ isStale: false });
    expect(only({ chunks: [at(staleAfterMs + 1)] })?.balances).toMatchObject({ isStale: true });
    expect(only({ chunks: [chunk("positions", [])] })?.positions).toMatchObject({
      kind: "known",
      records: [],
    });
  });

  test("is nothing of an account of which nothing may be seen, and an account that is named twice is one", () => {
    expect(see({ granted: [], hiddenAccounts: 1 })).toMatchObject({ accounts: [], hiddenAccounts: 1 });
    expect(see({ accounts: [account, { ...account }] }).accounts).toHaveLength(1);
  });

  test("has positions and debts where such an account can have any", () => {
    const of = (kind: KnownAccount["kind"], more: Partial<KnownRecords> = {}) =>
      only({ accounts: [{ ...account, kind }], ...more });
    expect(of("custody")?.positions).not.toBeNull();
    for (const kind of ["current", "savings", "card", "loan"] as const)
      expect(of(kind)?.positions).toBeNull();
    for (const kind of ["card", "loan"] as const) expect(of(kind)?.liabilities).not.toBeNull();
    for (const kind of ["current", "custody", "other"] as const) expect(of(kind)?.liabilities).toBeNull();
    expect(of("other")?.positions).not.toBeNull();
    const asked = [product("balances")];
    expect(of("other", { products: asked })?.positions).toBeNull();
    expect(of("other", { products: [...asked, product("positions")] })?.positions).not.toBeNull();
    expect(of("custody", { products: asked })?.positions).toMatchObject({ why: "notRead" });
  });

  test("has the share that its owner said, and no one currency where it holds several", () => {
    expect(only()).toMatchObject({ share: null, currency: "EUR" });
    expect(only({ shares: new Map([[accountId, "0.5"]]) })?.share).toBe("0.5");
    expect(only({ accounts: [{ ...account, currency: "X".repeat(3) }] })?.currency).toBeNull();
  });
});
