import { describe, expect, test } from "vitest";
import {
  bond,
  booked,
  custody,
  holdingsOf,
  known,
  loan,
  lookedAt,
  moneyAccount,
  owed,
  pieces,
  unknown,
  worth,
} from "#scripts/testing/holdings.ts";
import { rateTableOf } from "#scripts/testing/rates.ts";
import { consolidate } from "./consolidate.ts";
import type { AccountHoldings, Holdings, ManualAsset } from "./holdings.ts";
import type { FigureView, TotalView } from "./wealth-view.ts";

const rates = rateTableOf({ "2026-11-20": { USD: "1.25", CHF: "0.8" } });
const see = (accounts: readonly AccountHoldings[], more: Partial<Holdings> = {}) =>
  consolidate(holdingsOf(accounts, more), rates, "EUR");
const amountOf = (figure: FigureView) => (figure.kind === "known" ? figure.value.amount : null);
const sumOf = ({ figure }: TotalView) => amountOf(figure);
const holder = (value: string) => ({ fact: "holder", value, share: null }) as const;

describe("a view of nothing", () => {
  test("knows nothing, and counts what is hidden", () => {
    const { netWorth, owned, owed: debts, accounts, instruments, ...rest } = see([], { hiddenAccounts: 2 });
    for (const total of [netWorth, owned, debts]) {
      expect(total).toEqual({ figure: { kind: "unavailable", missing: [] }, missing: [] });
    }
    expect([accounts, instruments]).toEqual([[], []]);
    expect(rest).toMatchObject({
      base: "EUR",
      at: lookedAt.toISOString(),
      hiddenAccounts: 2,
      rateSource: "Test",
    });
  });
});

describe("debts", () => {
  test("are what is owed on loans and cards, and in no way of dividing what is owned", () => {
    const {
      netWorth,
      owned,
      owed: debts,
      accounts,
      parts,
    } = see([
      moneyAccount("a", [booked("1000")]),
      loan("l", [owed("300")]),
      loan("c", [owed("50", "USD", { liabilityType: "card" })], { kind: "card" }),
    ]);
    expect([netWorth, owned, debts].map(sumOf)).toEqual(["660", "1000", "-340"]);
    expect(accounts.map(({ id, weight }) => [id, weight])).toEqual([
      ["acc_a", "100.00"],
      ["acc_c", null],
      ["acc_l", null],
    ]);
    expect(accounts[1]?.own).toEqual([{ amount: "-50", currency: "USD" }]);
    expect(parts.account.map(({ key }) => key)).toEqual(["acc_a"]);
  });

  test("are none where all accounts are others, as of now; and unknown where nobody says how much", () => {
    const none = see([moneyAccount("a", [booked("1")])]).owed;
    expect(none).toMatchObject({
      figure: { value: { amount: "0" }, asOf: lookedAt.toISOString() },
      missing: [],
    });
    const missing = [{ reason: "noBalance", accountId: "acc_l", what: "EUR" }];
    for (const told of [[owed(null)], []]) {
      expect(see([loan("l", told)]).owed).toEqual({ figure: { kind: "unavailable", missing }, missing });
    }
  });

  test("that are told of several days are owed once, as they were last; contradictory ones are not known", () => {
    const of = (amount: string, referenceDate: string) => owed(amount, "EUR", { referenceDate });
    expect(sumOf(see([loan("l", [of("300", "2026-10-31"), of("290", "2026-11-20")])]).owed)).toBe("-290");
    expect(sumOf(see([loan("l", [of("300", "2026-12-31"), of("290", "2026-11-20")])]).owed)).toBe("-290");
    for (const told of [[of("1", "2026-11-20"), of("2", "2026-11-20")], [of("1", "2026-12-31")]]) {
      expect(see([loan("l", told)]).owed.missing).toMatchObject([{ reason: "invalid" }]);
    }
  });

  test("are told by the balance where what is owed may not be seen", () => {
    const { owed: debts, owned } = see([
      loan("l", [], { liabilities: unknown(), balances: known([booked("-300")]) }),
      moneyAccount("a", [booked("1")]),
    ]);
    expect([debts, owned].map(sumOf)).toEqual(["-300", "1"]);
  });

  test("among positions are what a custodian has lent; told with a plus, nobody knows which way they count", () => {
    const lent = (amount: string) => worth(amount, "EUR", { instrumentType: "mortgage", name: "Mortgage" });
    const view = see([custody("a", [worth("900", "EUR"), lent("-500")])]);
    expect([view.netWorth, view.owned, view.owed].map(sumOf)).toEqual(["400", "900", "-500"]);
    expect(view.accounts[0]).toMatchObject({ weight: null, value: { figure: { value: { amount: "400" } } } });
    expect(view.parts.class.map(({ key, weight }) => [key, weight])).toEqual([["notTold", "100.00"]]);
    const plus = see([custody("a", [worth("900", "EUR"), lent("500")])]);
    expect(plus.owed.missing).toEqual([{ reason: "invalid", accountId: "acc_a", what: "Mortgage" }]);
    expect(sumOf(plus.netWorth)).toBe("900");
  });
});

describe("an account", () => {
  test("of several people counts whole and says so, until its owner says what part is theirs", () => {
    const identity = known([
      holder("Ana"),
      holder("Bo"),
      { fact: "name", value: "Ours", share: null } as const,
    ]);
    const of = (share: string | null) => see([moneyAccount("a", [booked("100")], { identity, share })]);
    expect(of(null).netWorth.figure).toMatchObject({ value: { amount: "100" }, marks: ["joint"] });
    const half = of("0.5");
    expect(half.netWorth.figure).toMatchObject({ value: { amount: "50" }, marks: [] });
    expect(half.accounts[0]).toMatchObject({
      ...{ name: "Ours", holders: 2, share: "0.5", own: [{ amount: "100", currency: "EUR" }] },
    });
  });

  test("is as old as the oldest of what it is made of", () => {
    const { accounts } = see([
      custody("a", [], {
        balances: known([booked("5")]),
        positions: known([worth("7", "EUR")], { asOf: new Date("2026-11-20T06:00:00Z") }),
      }),
    ]);
    expect(accounts[0]?.value.figure).toMatchObject({
      value: { amount: "12" },
      asOf: "2026-11-20T06:00:00.000Z",
    });
  });

  test("whose money may not be seen is what its positions are worth, and names what is not in it", () => {
    const { accounts, parts } = see([custody("a", [worth("7", "EUR")], { balances: unknown() })]);
    const missing = [{ reason: "notConsented", accountId: "acc_a", what: null, data: "balances" }];
    expect(accounts[0]).toMatchObject({ value: { figure: { value: { amount: "7" } }, missing } });
    expect(parts.class.find(({ key }) => key === "cash")?.value.missing).toEqual(missing);
  });

  test("that is overdrawn takes from what is owned: no weight is made of less than nothing", () => {
    const view = see([moneyAccount("a", [booked("-100")]), custody("b", [worth("300", "EUR")])]);
    expect([view.netWorth, view.owned, view.owed].map(sumOf)).toEqual(["200", "200", "0"]);
    expect(view.parts.class.map(({ key, weight }) => [key, weight])).toEqual([
      ["notTold", "150.00"],
      ["cash", "-50.00"],
    ]);
    expect(see([moneyAccount("a", [booked("-100")])]).parts.class[0]?.weight).toBeNull();
  });

  test("whose balance is of a day to come, or contradicts itself, has none that counts", () => {
    const of = (balances: Parameters<typeof moneyAccount>[1]) => see([moneyAccount("a", balances)]).netWorth;
    const missing = [{ reason: "invalid", accountId: "acc_a", what: "EUR" }];
    expect(of([booked("5", "EUR", { referenceDate: "2026-11-23" })]).missing).toEqual(missing);
    expect(of([booked("5"), booked("6")]).missing).toEqual(missing);
    expect(sumOf(of([booked("5", "EUR", { referenceDate: "2026-11-22" }), booked("6")]))).toBe("5");
  });
});

describe("what is owned is divided", () => {
  const accounts = [
    custody("a", [
      bond("1000", "90", "USD", {
        isin: "US912828U816",
        accruedInterest: "5",
        accruedInterestCurrency: "USD",
        marketValue: "900",
        currency: "USD",
      }),
      worth("200", "EUR", { isin: "CH0038863350", cfiCode: "ESVUFR", instrumentCurrency: "CHF" }),
    ]),
    custody("b", [worth("100", "EUR", { isin: "CH0038863350" })], { institutionId: "other" }),
    moneyAccount("m", [booked("80", "CHF")]),
  ];

  test("by custodian, account, class, currency, country and issuer, by what is told and nothing else", () => {
    const { parts, instruments } = see(accounts);
    const of = (dimension: keyof typeof parts) =>
      parts[dimension].map(({ key, value, weight }) => [key, sumOf(value), weight]);
    expect(of("custodian")).toEqual([
      ["private", "924", "82.21"],
      ["other", "100", "8.90"],
      ["retail", "100", "8.90"],
    ]);
    expect(of("class")).toEqual([
      ["bond", "724", "64.41"],
      ["equity", "300", "26.69"],
      ["cash", "100", "8.90"],
    ]);
    expect(of("currency")).toEqual([
      ["USD", "724", "64.41"],
      ["CHF", "400", "35.59"],
    ]);
    expect(of("region")).toEqual([
      ["US", "724", "64.41"],
      ["CH", "300", "26.69"],
      [null, "100", "8.90"],
    ]);
    expect(of("issuer")).toEqual([
      [null, "1024", "91.10"],
      ["retail", "100", "8.90"],
    ]);
    expect(instruments.map(({ isin, currency, country }) => [isin, currency, country])).toEqual([
      ["US912828U816", "USD", "US"],
      ["CH0038863350", "CHF", "CH"],
    ]);
  });

  test("and an instrument of two ways of counting has no quantity all in all", () => {
    const of = (...rows: Parameters<typeof custody>[1]) => see([custody("a", rows)]).instruments[0]?.quantity;
    const isin = "CH0038863350";
    expect(of(pieces("1.50", { isin }))).toBe("1.50");
    expect(of(pieces("1.50", { isin }), pieces("-0.25", { isin }))).toBe("1.25");
    expect(of(pieces("1.50", { isin }), bond("100", "99", "CHF", { isin }))).toBeNull();
    const half = bond("50", "99", "CHF", { isin, quantityType: "amortised" });
    expect(of(bond("100", "99", "CHF", { isin }), half)).toBeNull();
  });
});

describe("what no bank keeps", () => {
  const house: ManualAsset = {
    ...{ assetId: "ast_1", kind: "property", name: "House", currency: "CHF", share: "0.5" },
    valuations: [
      { day: "2026-11-20", amount: "800000" },
      { day: "2024-01-01", amount: "700000" },
    ],
  };

  test("counts at what its owner said last, with their share, and is always an estimate", () => {
    const { manualAssets, owned, parts } = see([moneyAccount("a", [booked("500000")])], {
      manualAssets: [house],
    });
    expect(sumOf(owned)).toBe("1000000");
    expect(owned.figure).toMatchObject({ marks: ["estimated"], accountIds: ["acc_a"] });
    expect(manualAssets).toMatchObject([
      { valuedOn: "2026-11-20", own: { amount: "800000", currency: "CHF" } },
    ]);
    expect(parts.custodian.map(({ key, weight }) => [key, weight])).toEqual([
      ["retail", "50.00"],
      [null, "50.00"],
    ]);
    expect(parts.class.map(({ key }) => key)).toEqual(["cash", "property"]);
    expect(parts.account.map(({ key }) => key)).toEqual(["acc_a", "ast_1"]);
  });

  test("is old after a year, and not known where all it has is of days to come", () => {
    const of = (day: string) => {
      const asset = { ...house, currency: "EUR", valuations: [{ day, amount: "1" }] };
      return see([], { manualAssets: [asset] }).owned;
    };
    expect(of("2025-11-21").figure).toMatchObject({ marks: ["estimated"] });
    expect(of("2025-11-20").figure).toMatchObject({ marks: ["stale", "estimated"] });
    expect(of("2026-11-23").missing).toEqual([{ reason: "invalid", accountId: null, what: "House" }]);
  });
});

describe("an account's own total", () => {
  const total = (amount: string, currency = "EUR") => booked(amount, currency, { balanceType: "HOLS" });

  test("is never added, and stands beside the sum of positions and money with the difference", () => {
    const { netWorth, accounts } = see([
      custody("a", [worth("100", "USD", { accruedInterest: "25" })], {
        balances: known([booked("20"), total("120.05")]),
      }),
    ]);
    expect(sumOf(netWorth)).toBe("120");
    expect(accounts[0]?.reconciliations).toMatchObject([
      {
        ...{ by: "total", told: { amount: "120.05", currency: "EUR" } },
        ...{ summed: { value: { amount: "120" } }, difference: { amount: "0.05", currency: "EUR" } },
      },
    ]);
  });

  test("stands beside nothing where part of the sum is not known, and names that part", () => {
    const { accounts } = see([
      custody("a", [worth("100", "USD"), pieces("1", { name: "Untold" })], { balances: known([total("1")]) }),
    ]);
    expect(accounts[0]?.reconciliations).toEqual([
      {
        ...{ by: "total", told: { amount: "1", currency: "EUR" }, difference: null },
        summed: {
          ...{ kind: "unavailable", missing: [{ reason: "noValue", accountId: "acc_a", what: "Untold" }] },
        },
      },
    ]);
  });

  test.each([
    ["1010", null],
    ["990", null],
    ["1010.01", "10.01"],
    ["989.99", "-10.01"],
    ["1000.001", null],
    ["0", "-1000"],
    ["-1000", "-2000"],
  ])("and a market value of %s for what comes to 1000 differs by %s", (marketValue, amount) => {
    const row = {
      price: "100",
      priceType: "amount",
      priceCurrency: "EUR",
      marketValue,
      currency: "EUR",
    } as const;
    const [held] = see([custody("a", [pieces("10", row)])]).instruments.flatMap((one) => one.held);
    expect(held?.difference).toEqual(amount === null ? null : { amount, currency: "EUR" });
  });

  test("of market values stands beside quantity times price of the positions that tell both", () => {
    const priced = (marketValue: string, more = {}) =>
      pieces("10", {
        ...{ price: "5", priceType: "amount", priceCurrency: "EUR", marketValue, currency: "EUR" },
        ...more,
      });
    const { accounts, instruments } = see([
      custody("a", [priced("50.01"), priced("60"), priced("7", { price: null }), worth("3", "USD")]),
    ]);
    expect(accounts[0]?.reconciliations).toMatchObject([
      {
        ...{ by: "prices", told: { amount: "110.01" }, summed: { value: { amount: "100" } } },
        difference: { amount: "10.01", currency: "EUR" },
      },
    ]);
    const differences = instruments.flatMap(({ held }) => held.flatMap(({ difference }) => difference ?? []));
    expect(differences).toEqual([{ amount: "10", currency: "EUR" }]);
  });
});
