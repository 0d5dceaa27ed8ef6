import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Body } from "../../bank/tpp-for-test.ts";
import { type Custodian, dayText, startCustodian } from "../custodian-for-test.ts";

let custodian: Custodian;
let id: string;
let customer: string;
const today = dayText(Date.now());
const everything = (of: string) => `customers/${of}/transactions?date=2018-09-01&dateTo=${today}`;

beforeAll(async () => {
  custodian = await startCustodian();
  id = await custodian.link("sms@custody");
  [{ id: customer }] = (await custodian.custody(id, "customers")).body;
});
afterAll(() => custodian.close());

/** The decimals as they were written: nothing here may pass through a float. */
const written = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`"${name}":(-?[\\d.]+)`, "g"))].map(([, figures = ""]) => figures);

const fixedOf = (value: number): bigint => BigInt(Math.round(value * 10_000));

describe("customers and accounts", () => {
  test("are two custody accounts and four currencies, held jointly, the same for both holders", async () => {
    const accounts = await custodian.every(id, `customers/${customer}/accounts`);
    expect(accounts.map(({ type, referenceCurrency }) => [type, referenceCurrency])).toEqual([
      ["cashAccount", "EUR"],
      ["cashAccount", "CHF"],
      ["cashAccount", "USD"],
      ["cashAccount", "GBP"],
      ["safekeepingAccount", "EUR"],
      ["safekeepingAccount", "EUR"],
    ]);
    expect(accounts[0].name).toBe("Elena Aranda Keller, Matthias Keller");
    const other = await custodian.link("call@custody");
    const [{ id: same }] = (await custodian.custody(other, "customers")).body;
    expect(same).toBe(customer);
    expect(await custodian.every(other, `customers/${same}/accounts`)).toEqual(accounts);
  });

  test("are found one by one, and somebody else's are no different from none", async () => {
    const [account] = await custodian.every(id, `customers/${customer}/accounts`);
    expect((await custodian.custody(id, `customers/${customer}/accounts/${account.id}`)).body).toEqual(
      account,
    );
    const stranger = await custodian.link("chip@stranger");
    for (const path of [
      `customers/${customer}`,
      `customers/${customer}/accounts`,
      `customers/${customer}/positions?date=${today}`,
      `customers/${customer}/transactions?date=${today}`,
      `accounts/${account.id}/positions?date=${today}`,
    ]) {
      const reply = await custodian.custody(stranger, path);
      expect([reply.status, reply.body.type]).toEqual([404, "/problems/RESOURCE_DOES_NOT_EXIST"]);
    }
  });

  test("can be several customers for one person, none, or one account more", async () => {
    const two = await custodian.link("exempt@one");
    expect((await custodian.custody(two, "customers")).body).toHaveLength(1);
    expect((await custodian.custody(await custodian.link("sms.no-accounts"), "customers")).body).toEqual([]);
    await custodian.control("/words", { userName: "sms@custody", words: ["new-account"] });
    const more = await custodian.every(id, `customers/${customer}/accounts`);
    expect(more.at(-1)).toMatchObject({ designation: "Notice account", type: "cashAccount" });
    const [held] = (await custodian.custody(id, `accounts/${more.at(-1).id}/positions?date=${today}`)).body;
    expect(held.quantity.value).toBe(25_000);
    await custodian.control("/words", { userName: "sms@custody", words: [] });
  });

  test("are the same under another consent", async () => {
    const again = await custodian.link("sms@again");
    expect((await custodian.custody(again, "customers")).text).toBe(
      (await custodian.custody(id, "customers")).text,
    );
  });
});

describe("positions", () => {
  test("are the sum of every movement that the transactions' pages tell, to the last digit", async () => {
    const sums = new Map<string, bigint>();
    for (const { movementList } of await custodian.every(id, everything(customer))) {
      for (const { positionId, quantity } of movementList) {
        sums.set(positionId, (sums.get(positionId) ?? 0n) + fixedOf(quantity.value));
      }
    }
    const held = await custodian.every(id, `customers/${customer}/positions?date=${today}`);
    expect(held.length).toBeGreaterThan(20);
    for (const { id: position, quantity } of held) {
      expect(fixedOf(quantity.value)).toBe(sums.get(position));
      sums.delete(position);
    }
    expect([...sums.values()].every((sum) => sum === 0n)).toBe(true);
  });

  test("of money are what was posted to the account", async () => {
    const posted = new Map<string, bigint>();
    for (const { postingAmountList = [] } of await custodian.every(id, everything(customer))) {
      for (const { account, amount } of postingAmountList) {
        posted.set(account.id, (posted.get(account.id) ?? 0n) + fixedOf(amount));
      }
    }
    const held = await custodian.every(id, `customers/${customer}/positions?date=${today}`);
    const cash = held.filter(({ financialInstrument }) => financialInstrument.type === "cash");
    expect(cash).toHaveLength(4);
    for (const { account, quantity } of cash) expect(fixedOf(quantity.value)).toBe(posted.get(account.id));
  });

  test("say units or nominal, price or per cent, and what interest has come together", async () => {
    const held = await custodian.every(id, `customers/${customer}/positions?date=2026-10-30`);
    const oneOf = (kind: string) =>
      held.find(({ financialInstrument }: Body) => financialInstrument.type === kind) as Body;
    expect(oneOf("equity")).toMatchObject({
      quantity: { type: "unit" },
      price: { type: "actual", currency: expect.any(String) },
    });
    const bond = oneOf("bond");
    expect(bond).toMatchObject({ quantity: { type: "faceAmount" }, price: { type: "percentage" } });
    expect(bond.price.currency).toBeUndefined();
    expect(bond.accruedInterest.amount).toBeGreaterThan(0);
    const { value } = bond.financialInstrument.interestRate;
    const exact = (bond.quantity.value * value * bond.numberOfDaysAccrued) / 360;
    expect(Math.abs(bond.accruedInterest.amount - exact)).toBeLessThanOrEqual(0.0051);
    expect(bond.valuation.valueInPositionCurrency.amount).toBeCloseTo(
      (bond.quantity.value * bond.price.value) / 100,
      2,
    );
    const product = oneOf("other").financialInstrument;
    expect(product.underlyingFinancialInstrument).toMatchObject({ type: "equity" });
    expect(oneOf("fund").costPrice.type).toBe("actual");
  });

  test("in another currency are worth in the customer's what the rate beside them says", async () => {
    const held = await custodian.every(id, `customers/${customer}/positions?date=${today}`);
    const foreign = held.filter(({ currency }) => currency !== "EUR");
    expect(foreign.length).toBeGreaterThan(5);
    for (const { valuation, foreignExchangeRate } of foreign) {
      const { valueInPositionCurrency: own, valueInReferenceCurrency: reference } = valuation;
      expect(Math.abs(reference.amount - own.amount * foreignExchangeRate.value)).toBeLessThan(0.006);
      expect(foreignExchangeRate.targetCurrency).toBe(reference.currency);
    }
  });

  test("are written as exact decimals, money with its cents", async () => {
    const { text } = await custodian.custody(id, `customers/${customer}/positions?date=${today}`);
    const amounts = written(text, "amount");
    expect(amounts.length).toBeGreaterThan(30);
    expect(amounts.every((figures) => /^-?\d+\.\d\d$/.test(figures))).toBe(true);
    expect(/:-?[\d.]+e/i.test(text)).toBe(false);
  });

  test("are those of the day asked for, confirmed once it is over", async () => {
    const on = async (query: string) =>
      (await custodian.custody(id, `customers/${customer}/positions?${query}&limit=1000`)).body as Body[];
    expect(await on("date=2018-09-01")).toEqual([]);
    const early = await on("date=2019-01-31");
    expect(early.length).toBeLessThan((await on(`date=${today}`)).length);
    expect(
      early.every(
        ({ positionDate, endOfDayIndicator }) => positionDate === "2019-01-31" && endOfDayIndicator,
      ),
    ).toBe(true);
    expect((await on(`date=${today}`)).every(({ endOfDayIndicator }) => !endOfDayIndicator)).toBe(true);
    expect(await on(`date=${today}&end_of_day_indicator=true`)).toEqual([]);
    expect((await on("date=2019-01-31&end_of_day_indicator=true")).length).toBe(early.length);
    const reply = await custodian.custody(id, `customers/${customer}/positions?date=2999-01-01`);
    expect([reply.status, reply.body.type]).toEqual([404, "/problems/RESOURCE_NOT_READY"]);
  });

  test("of each account make those of the customer, and are found one by one", async () => {
    const day = "2023-03-31";
    const whole = await custodian.every(id, `customers/${customer}/positions?date=${day}`);
    const accounts = await custodian.every(id, `customers/${customer}/accounts`);
    const parts: Body[] = [];
    for (const { id: account } of accounts)
      parts.push(...(await custodian.every(id, `accounts/${account}/positions?date=${day}`)));
    expect(parts).toEqual(whole);
    const [first] = whole;
    const one = await custodian.custody(id, `accounts/${first.account.id}/positions/${first.id}?date=${day}`);
    expect(one.body).toEqual(first);
  });
});

describe("transactions", () => {
  test("of one day are those of that day", async () => {
    const found = await custodian.every(id, `customers/${customer}/transactions?date=2021-08-31`);
    expect(found.map(({ type }) => type)).toContain("stockSplit");
    expect(found.every(({ transactionDate }) => transactionDate === "2021-08-31")).toBe(true);
  });

  test("go back eight years, and each comes once", async () => {
    const found = await custodian.every(id, everything(customer));
    expect(found[0].transactionDate < dayText(Date.now() - 8 * 365.25 * 86_400_000)).toBe(true);
    expect(new Set(found.map(({ id: one }) => one)).size).toBe(found.length);
    expect(found.length).toBeGreaterThan(500);
    const one = await custodian.custody(id, `customers/${customer}/transactions/${found[7].id}`);
    expect(one.body).toEqual(found[7]);
  });

  test("tell splits, dividends, coupons, redemptions, exchanges, fees and what was taken back", async () => {
    const found = await custodian.every(id, everything(customer));
    expect(new Set(found.map(({ type }) => type))).toEqual(
      new Set([
        "buy",
        "sell",
        "subscription",
        "dividendCash",
        "dividendReinvestment",
        "stockSplit",
        "coupon",
        "redemption",
        "receiveFreeOfPayment",
        "inflowCash",
        "outflowCash",
        "fxSpot",
        "fees",
        "interestPayment",
      ]),
    );
    const back = found.find(({ reversalIndicator }) => reversalIndicator);
    expect(found.find(({ id: one }) => one === back.reversedTransactionId)).toMatchObject({ type: "fees" });
    const dividend = found.find(({ type }) => type === "dividendCash");
    expect(dividend).toMatchObject({
      exDate: dividend.transactionDate,
      triggeringFinancialInstrument: { type: expect.any(String) },
      triggeringQuantity: { value: expect.any(Number) },
    });
  });

  test("post what they move", async () => {
    for (const { movementList, postingAmountList = [] } of await custodian.every(id, everything(customer))) {
      for (const { account, amount } of postingAmountList) {
        const moved = movementList
          .filter((one: Body) => one.account.id === account.id)
          .reduce((sum: bigint, { quantity }: Body) => sum + fixedOf(quantity.value), 0n);
        expect(moved).toBe(fixedOf(amount));
      }
    }
  });

  test("stay as they were when time passes, and today's are confirmed tomorrow", async () => {
    const reader = await custodian.link("sms@passing");
    const before = await custodian.every(reader, everything(customer));
    await custodian.control("/clock", { passMs: 30 * 86_400_000 });
    const later = dayText(Date.now() + 30 * 86_400_000);
    const after = await custodian.every(
      reader,
      `customers/${customer}/transactions?date=2018-09-01&dateTo=${later}`,
    );
    expect(after.length).toBeGreaterThan(before.length);
    expect(after.slice(0, before.length).map((one) => ({ ...one, endOfDayIndicator: true }))).toEqual(
      before.map((one) => ({ ...one, endOfDayIndicator: true })),
    );
    expect(after.slice(0, before.length).every(({ endOfDayIndicator }) => endOfDayIndicator)).toBe(true);
  });
});

describe("pages", () => {
  test("are as long as the caller says, led by a cursor, and make the same list", async () => {
    const whole = (await custodian.custody(id, `customers/${customer}/positions?date=2024-01-31&limit=1000`))
      .body;
    const paged = await custodian.pages(id, `customers/${customer}/positions?date=2024-01-31&limit=7`);
    expect(paged.slice(0, -1).every((page) => page.length === 7)).toBe(true);
    expect(paged.flat()).toEqual(whole);
    const last = await custodian.custody(id, `customers/${customer}/positions?date=2024-01-31&limit=1000`);
    expect(last.headers.get("nextcursor")).toBe("");
  });

  test("have cursors that are good for one question", async () => {
    const path = `customers/${customer}/positions`;
    const first = await custodian.custody(id, `${path}?date=2024-01-31&limit=5`);
    const cursor = first.headers.get("nextcursor");
    const other = await custodian.custody(id, `${path}?date=2024-02-29&limit=5&cursor=${cursor}`);
    expect([other.status, other.body.type]).toEqual([400, "/problems/MALFORMED_PAYLOAD"]);
  });
});

describe("a call", () => {
  test("is told by its own identifier, and is refused without", async () => {
    const reply = await custodian.custody(id, "customers", { headers: { "x-correlation-id": "call-7" } });
    expect(reply.headers.get("x-correlation-id")).toBe("call-7");
    const without = await custodian.call("GET", "/openwealth/v3/customers", { consentId: id });
    expect([without.status, without.headers.get("content-type")]).toEqual([
      400,
      "application/problem+json; charset=utf-8",
    ]);
  });

  test("that would change something is not offered", async () => {
    for (const method of ["POST", "PUT", "DELETE"]) {
      const reply = await custodian.call(method, `/openwealth/v3/customers/${customer}/transactions`, {
        consentId: id,
        headers: { "x-correlation-id": "c" },
      });
      expect([reply.status, JSON.parse(reply.text).type]).toEqual([405, "/problems/WRONG_METHOD"]);
    }
  });

  test("without the person is good four times a day for each question, its pages among them", async () => {
    const reader = await custodian.link("sms@budget");
    const ask = async (path: string) => (await custodian.custody(reader, path, { present: false })).status;
    const path = `customers/${customer}/positions?date=2024-01-31`;
    for (const _ of [1, 2, 3, 4]) expect(await ask(path)).toBe(200);
    const refused = await custodian.custody(reader, path, { present: false });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "86400"]);
    expect(await ask(`customers/${customer}/positions?date=2024-02-29`)).toBe(200);
    expect((await custodian.custody(reader, path)).status).toBe(200);
    const first = await custodian.custody(reader, `${path}&limit=5`);
    expect(await ask(`${path}&limit=5&cursor=${first.headers.get("nextcursor")}`)).toBe(200);
  });
});
