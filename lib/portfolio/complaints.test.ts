import { describe, expect, test } from "vitest";
import {
  booked,
  custody,
  holdingsOf,
  known,
  moneyAccount,
  readAt,
  unknown,
  worth,
} from "#scripts/testing/holdings.ts";
import { rateTableOf } from "#scripts/testing/rates.ts";
import { consolidate } from "./consolidate.ts";
import type { AccountHoldings } from "./holdings.ts";
import type { FigureView } from "./wealth-view.ts";

/*
 * What users of other tools complain about most is numbers that are quietly wrong. Each of their complaints has its
 * number here. Those about entries and returns over time (14, 16, 17, 18) have their other half where these are made.
 */

const rates = rateTableOf({ "2026-11-20": { USD: "1.25", CHF: "0.8" } });
const see = (accounts: readonly AccountHoldings[], base = "EUR") =>
  consolidate(holdingsOf(accounts), rates, base);
const amountOf = (figure: FigureView) => (figure.kind === "known" ? figure.value : null);
const euros = (amount: string) => ({ amount, currency: "EUR" });
const apple = "US0378331005";
const nestle = "CH0038863350";

describe("complaint 10: a bank's limit of readings is shown as a problem with the connection", () => {
  test("what an account's last attempt came to stands beside its figure, by its own reason", () => {
    const limited = known([booked("100")], { hasFailedSince: true, failure: "readsExhausted" });
    const { accounts, netWorth } = see([moneyAccount("a", [], { balances: limited })]);
    expect(netWorth.figure).toMatchObject({ kind: "known", value: euros("100"), marks: ["failed"] });
    expect(accounts[0]?.data.find(({ data }) => data === "balances")).toEqual({
      ...{ data: "balances", why: null, asOf: readAt.toISOString(), isStale: false },
      ...{ hasFailedSince: true, failure: "readsExhausted" },
    });
  });
});

describe("complaint 11: an interface dies, and the holdings are nothing without an error", () => {
  test("what was never read is not nothing: the total is of the rest, and names what is not in it", () => {
    const dead = custody("dead", [], {
      positions: { kind: "unavailable", why: "failed", failure: "bankDown" },
    });
    const { netWorth, accounts, parts } = see([moneyAccount("a", [booked("100")]), dead]);
    const missing = [{ reason: "failed", accountId: "acc_dead", what: null, data: "positions" }];
    expect(netWorth).toMatchObject({ figure: { value: euros("100") }, missing });
    const its = accounts.find(({ id }) => id === "acc_dead");
    expect(its?.value).toEqual({ figure: { kind: "unavailable", missing }, missing });
    expect(its?.weight).toBeNull();
    expect(its?.data).toContainEqual(expect.objectContaining({ data: "positions", failure: "bankDown" }));
    expect(parts.class.find(({ key }) => key === "notTold")?.value.missing).toEqual(missing);
  });

  test("with nothing else there is no total at all", () => {
    const { netWorth, owned } = see([custody("dead", [], { positions: unknown("failed") })]);
    for (const { figure } of [netWorth, owned]) expect(figure.kind).toBe("unavailable");
  });

  test("what was read before it died is still there, with its date and a mark", () => {
    const before = known([worth("50", "EUR")], {
      hasFailedSince: true,
      isStale: true,
      asOf: new Date("2026-11-01"),
    });
    const { netWorth } = see([
      custody("dead", [], { positions: before }),
      moneyAccount("a", [booked("100")]),
    ]);
    expect(netWorth.figure).toMatchObject({
      ...{ value: euros("150"), asOf: "2026-11-01T00:00:00.000Z", marks: ["failed", "stale"] },
    });
  });

  test("an account that the bank says is empty is worth nothing, which is known", () => {
    expect(see([custody("a", [])]).netWorth).toMatchObject({ figure: { value: euros("0") }, missing: [] });
  });
});

describe("complaint 12: rows of an old snapshot count as current holdings", () => {
  const of = (day: string, marketValue: string) =>
    worth(marketValue, "EUR", { isin: apple, positionId: "p1", positionDate: day });

  test("a position that is told of two days is held once, as of the later", () => {
    for (const rows of [
      [of("2026-11-20", "90"), of("2026-11-13", "80")],
      [of("2026-11-13", "80"), of("2026-11-20", "90")],
    ]) {
      expect(see([custody("a", rows)])).toMatchObject({
        ...{
          netWorth: { figure: { value: euros("90") } },
          instruments: [{ held: [{ accountId: "acc_a" }] }],
        },
      });
    }
  });

  test("a position of days long before the reading is marked as old", () => {
    const { netWorth } = see([custody("a", [of("2026-11-13", "80")])]);
    expect(netWorth.figure).toMatchObject({ value: euros("80"), marks: ["stale"] });
    expect(see([custody("a", [of("2026-11-14", "80")])]).netWorth.figure).toMatchObject({ marks: [] });
  });

  test("a position told twice alike is one; told twice of one day and otherwise it is none", () => {
    const one = of("2026-11-20", "90");
    expect(see([custody("a", [one, { ...one }])]).netWorth.figure).toMatchObject({ value: euros("90") });
    const { netWorth, instruments } = see([custody("a", [one, of("2026-11-20", "91"), worth("5", "EUR")])]);
    const missing = [{ reason: "invalid", accountId: "acc_a", what: apple }];
    expect(netWorth).toMatchObject({ figure: { value: euros("5") }, missing });
    expect(instruments.find(({ isin }) => isin === apple)?.value.figure.kind).toBe("unavailable");
  });
});

describe("complaint 13: something is said to be old, and not what to do about it", () => {
  test("the account and the kind of data that is old are named, with what the last attempt came to", () => {
    const old = known([booked("1")], { isStale: true, hasFailedSince: true, failure: "consentExpired" });
    const { accounts, netWorth } = see([
      moneyAccount("a", [], { balances: old }),
      moneyAccount("b", [booked("1")]),
    ]);
    expect(netWorth.figure).toMatchObject({ marks: ["failed", "stale"] });
    const stale = accounts.flatMap(({ id, data }) =>
      data.filter(({ isStale }) => isStale).map((one) => [id, one]),
    );
    expect(stale).toMatchObject([["acc_a", { data: "balances", failure: "consentExpired" }]]);
  });
});

describe("complaint 14: what is pending is counted again when it is booked", () => {
  test("of a balance that is booked and one that is only expected, one counts", () => {
    const expected = booked("70", "EUR", { balanceType: "expected" });
    const available = booked("5000", "EUR", { balanceType: "interimAvailable" });
    const { netWorth } = see([moneyAccount("a", [expected, booked("100"), available])]);
    expect(netWorth).toMatchObject({ figure: { value: euros("100"), marks: [] }, missing: [] });
    const pending = see([moneyAccount("a", [expected, available])]).netWorth;
    expect(pending.figure).toMatchObject({ value: euros("70"), marks: ["pending"] });
    const none = see([moneyAccount("a", [available])]).netWorth;
    expect(none.figure).toEqual({
      ...{ kind: "unavailable", missing: [{ reason: "noBalance", accountId: "acc_a", what: "EUR" }] },
    });
  });
});

describe("complaint 15: currencies are added one to one, or one of them is dropped", () => {
  const accounts = [moneyAccount("a", [booked("100"), booked("250", "USD"), booked("80", "CHF")])];

  test("each is converted by its rate, which is told with its day", () => {
    const { netWorth, accounts: views } = see(accounts);
    expect(netWorth.figure).toMatchObject({
      value: euros("400"),
      rates: [
        { from: "CHF", to: "EUR", value: "1.25", day: "2026-11-20", isStale: false },
        { from: "USD", to: "EUR", value: "0.8", day: "2026-11-20", isStale: false },
      ],
    });
    expect(views[0]?.own).toEqual([
      { amount: "80", currency: "CHF" },
      euros("100"),
      { amount: "250", currency: "USD" },
    ]);
    expect(amountOf(see(accounts, "CHF").netWorth.figure)).toEqual({ amount: "320", currency: "CHF" });
  });

  test("without a rate an amount is in no sum and is named, in every total that it belongs to", () => {
    const { netWorth, owned, parts } = see([...accounts, moneyAccount("b", [booked("7", "XYZ")])]);
    const missing = [{ reason: "noRate", accountId: "acc_b", what: "XYZ" }];
    for (const total of [netWorth, owned])
      expect(total).toMatchObject({ figure: { value: euros("400") }, missing });
    expect(parts.currency.find(({ key }) => key === "XYZ")).toEqual({
      ...{ key: "XYZ", weight: null, value: { figure: { kind: "unavailable", missing }, missing } },
    });
  });

  test("without any rates nothing but the currency itself is known", () => {
    const { netWorth } = consolidate(holdingsOf(accounts), rateTableOf({}), "CHF");
    expect(netWorth.figure).toMatchObject({ value: { amount: "80", currency: "CHF" } });
    expect(netWorth.missing.map(({ what }) => what)).toEqual(["EUR", "USD"]);
  });

  test("the rate is of the day that the figure is of, and an old one says so", () => {
    const days = rateTableOf({ "2026-11-02": { USD: "2" }, "2026-11-20": { USD: "1.25" } });
    const of = (asOf: string) => {
      const balances = known([booked("100", "USD")], { asOf: new Date(asOf) });
      return consolidate(holdingsOf([moneyAccount("a", [], { balances })]), days, "EUR").netWorth.figure;
    };
    expect(of("2026-11-21T06:00:00Z")).toMatchObject({ value: euros("80"), marks: [] });
    expect(of("2026-11-03T06:00:00Z")).toMatchObject({ value: euros("50"), marks: [] });
    expect(of("2026-11-15T06:00:00Z")).toMatchObject({ value: euros("50"), marks: ["staleRate"] });
    expect(of("2026-11-01T06:00:00Z")).toMatchObject({ kind: "unavailable" });
  });
});

describe("complaint 16: a return that nobody can explain beside the gain in money", () => {
  test("a position's gain is its market value less what the bank says that it cost, and both are shown", () => {
    const row = worth("150", "USD", {
      ...{
        quantity: "10",
        costPriceType: "amount",
        costPrice: "12",
        costCurrency: "USD",
        accruedInterest: "3",
      },
    });
    const [held] = see([custody("a", [row])]).instruments.flatMap((one) => one.held);
    expect(held).toMatchObject({
      cost: { value: { amount: "120", currency: "USD" } },
      gain: { value: { amount: "30", currency: "USD" } },
    });
  });
});

describe("complaint 17: an account that was emptied is a loss of everything", () => {
  test("what it held is not in the present any more, and it is known to hold nothing", () => {
    const { accounts } = see([custody("emptied", []), moneyAccount("a", [booked("0")])]);
    for (const { value } of accounts)
      expect(value).toMatchObject({ figure: { value: euros("0") }, missing: [] });
  });
});

describe("complaint 18: a delivery loses what the shares were bought for, without a word", () => {
  const delivered = (costPrice: string | null) =>
    custody("a", [
      worth("150", "EUR", { name: "Delivered", costPriceType: "amount", costPrice, costCurrency: "EUR" }),
    ]);

  test.each([
    ["noPrice", null],
    ["invalid", "0"],
    ["invalid", "-1"],
  ])(
    "a cost that is not known stays unknown (%s), and is never a gain of everything",
    (reason, costPrice) => {
      const [held] = see([delivered(costPrice)]).instruments.flatMap((one) => one.held);
      const missing = [{ reason, accountId: "acc_a", what: "Delivered" }];
      expect(held?.cost).toEqual({ kind: "unavailable", missing });
      expect(held?.gain).toEqual({ kind: "unavailable", missing });
      expect(held?.value).toMatchObject({ value: euros("150") });
    },
  );
});

describe("complaint 19: one holding stands twice because its letters differ", () => {
  test("the same ISIN is one instrument however it is written", () => {
    const { instruments } = see([
      custody("a", [
        worth("10", "EUR", { isin: apple }),
        worth("20", "EUR", { isin: ` ${apple.toLowerCase()} ` }),
      ]),
      custody("b", [worth("30", "EUR", { isin: "uS0378331005" })], { institutionId: "retail" }),
    ]);
    expect(instruments).toMatchObject([
      { key: apple, isin: apple, value: { figure: { value: euros("60") } } },
    ]);
    expect(instruments[0]?.held.map(({ accountId, place }) => [accountId, place])).toEqual([
      ["acc_a", 0],
      ["acc_a", 1],
      ["acc_b", 0],
    ]);
  });

  test("a code whose check digit is wrong names something at one bank only, and is no ISIN", () => {
    const wrong = { isin: "US0378331006" };
    const { instruments } = see([
      custody("a", [worth("10", "EUR", wrong)]),
      custody("b", [worth("20", "EUR", wrong)]),
      custody("c", [worth("30", "EUR", wrong)], { institutionId: "retail" }),
    ]);
    expect(instruments.map(({ key, isin, value }) => [key, isin, amountOf(value.figure)?.amount])).toEqual([
      ["private US0378331006", null, "30"],
      ["retail US0378331006", null, "30"],
    ]);
  });

  test("what has no identification at all is never taken for another", () => {
    const nameless = worth("10", "EUR", { name: "Certificate" });
    expect(
      see([custody("a", [nameless, { ...nameless }]), custody("b", [nameless])]).instruments,
    ).toHaveLength(3);
  });
});

describe("complaint 20: a weight is of the account and not of everything", () => {
  const accounts = [
    custody("a", [worth("100", "EUR", { isin: apple }), worth("100", "EUR", { isin: nestle })]),
    custody("b", [worth("200", "EUR", { isin: apple })]),
    moneyAccount("c", [booked("400")]),
  ];

  test("weights are of all that is owned, and each account's part of an instrument is there too", () => {
    const { instruments, accounts: views, parts } = see(accounts);
    expect(instruments.map(({ isin, weight }) => [isin, weight])).toEqual([
      [apple, "37.50"],
      [nestle, "12.50"],
    ]);
    expect(instruments[0]?.held.map(({ accountId, value }) => [accountId, amountOf(value)])).toEqual([
      ["acc_a", euros("100")],
      ["acc_b", euros("200")],
    ]);
    expect(views.map(({ id, weight }) => [id, weight])).toEqual([
      ["acc_c", "50.00"],
      ["acc_a", "25.00"],
      ["acc_b", "25.00"],
    ]);
    expect(parts.custodian.map(({ key, weight }) => [key, weight])).toEqual([
      ["private", "50.00"],
      ["retail", "50.00"],
    ]);
  });
});
