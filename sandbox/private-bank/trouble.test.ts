import { request } from "node:https";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Body } from "../bank/tpp-for-test.ts";
import { type Custodian, dayText, startCustodian } from "./custodian-for-test.ts";
import { checkDigit } from "./wealth/isin.ts";

let custodian: Custodian;
beforeAll(async () => {
  custodian = await startCustodian();
});
afterAll(() => custodian.close());

const today = dayText(Date.now());

/** Linked without trouble, and in trouble from then on. */
async function linkedThen(contract: string, ...words: string[]) {
  const id = await custodian.link(contract);
  const [customer] = (await custodian.custody(id, "customers")).body as Body[];
  await custodian.control("/words", { userName: contract, words });
  const positions = `customers/${customer.id}/positions?date=${today}`;
  const transactions = `customers/${customer.id}/transactions?date=2024-01-01&dateTo=2024-12-31`;
  return { id, customer: customer.id as string, positions, transactions };
}

const problemOf = ({ status, text }: { status: number; text: string }) => [status, JSON.parse(text).type];

describe("while linking", () => {
  test.each([
    ["sms.wrong-password", 401, "PSU_CREDENTIALS_INVALID"],
    ["sms.blocked", 403, "SERVICE_BLOCKED"],
    ["sms.expired-password", 401, "PSU_CREDENTIALS_INVALID"],
  ])("%s is refused", async (contract, status, code) => {
    const reply = await custodian.startWithPassword(await custodian.askConsent(contract), contract);
    expect([reply.status, reply.body.tppMessages[0].code]).toEqual([status, code]);
    expect((await custodian.phone(contract)).messages).toEqual([]);
  });

  test("a code can come too late", async () => {
    const consent = await custodian.askConsent("sms.timeout");
    const started = await custodian.startWithPassword(consent, "sms.timeout");
    const scaAuthenticationData = await custodian.codeFor("sms.timeout", started.body);
    await custodian.control("/clock", { passMs: 6_000 });
    const late = await custodian.call("PUT", started.body._links.authoriseTransaction.href, {
      body: { scaAuthenticationData },
    });
    expect([late.status, late.body.tppMessages[0].code]).toEqual([400, "RESOURCE_EXPIRED"]);
  });

  test("the bank may refuse what was confirmed, or change its mind midway", async () => {
    await expect(custodian.link("sms.refused")).rejects.toThrow("not linked");
    const consent = await custodian.askConsent("sms.switches");
    const started = await custodian.startWithPassword(consent, "sms.switches");
    expect(started.headers.get("aspsp-sca-approach")).toBe("DECOUPLED");
  });
});

describe("on the way", () => {
  test("the bank is down, for everything or for reading", async () => {
    expect((await custodian.askConsent("sms.down")).status).toBe(503);
    const { id } = await linkedThen("sms@down", "down-on-read");
    expect(problemOf(await custodian.custody(id, "customers"))).toEqual([
      503,
      "/problems/SERVICE_UNAVAILABLE",
    ]);
  });

  test("maintenance is a page of HTML with an hour of return", async () => {
    const { id } = await linkedThen("sms@maintenance", "maintenance");
    const reply = await custodian.custody(id, "customers");
    expect([reply.status, reply.headers.get("retry-after")]).toEqual([503, "1800"]);
    expect(reply.text).toContain("<!doctype html>");
  });

  test("every read without the person is refused, and none with", async () => {
    const { id, positions } = await linkedThen("sms@limited", "limited");
    expect((await custodian.custody(id, positions, { present: false })).status).toBe(429);
    expect((await custodian.custody(id, positions)).status).toBe(200);
  });

  test("a slow bank takes three seconds", async () => {
    const { id } = await linkedThen("sms@slow", "slow");
    const since = performance.now();
    expect((await custodian.custody(id, "customers")).status).toBe(200);
    expect(performance.now() - since).toBeGreaterThan(2_900);
  });

  test("a caller without a certificate is refused where one is needed", async () => {
    const { id } = await linkedThen("sms@mtls", "mtls");
    expect((await custodian.custody(id, "customers")).status).toBe(401);
  });

  test.each(["malformed", "html"])("a list is %s with status 200", async (word) => {
    const { id, positions, transactions } = await linkedThen(`sms@${word}`, word);
    for (const path of [positions, transactions]) {
      const url = `${custodian.sandbox.privateApi}/openwealth/v3/${path}`;
      const headers = { "consent-id": id, "x-correlation-id": "c", "psu-ip-address": "203.0.113.7" };
      const answer = await fetch(url, { headers });
      expect(answer.status).toBe(200);
      const text = await answer.text();
      expect(() => JSON.parse(text)).toThrow();
    }
    expect((await custodian.custody(id, "customers")).status).toBe(200);
  });

  test("such an answer may be given to everything", async () => {
    const { id } = await linkedThen("sms@everywhere", "html", "everywhere");
    expect((await custodian.custody(id, "customers")).text).toContain("<!doctype html>");
  });

  test("a connection breaks in the middle of a list", async () => {
    const { id, positions } = await linkedThen("sms@cut", "cut");
    await expect(custodian.custody(id, positions)).rejects.toThrow();
  });

  test.each([
    ["huge", undefined],
    ["bomb", "gzip"],
  ])("a list is %s and is made as it is read", async (word, encoding) => {
    const { id, positions } = await linkedThen(`sms@${word}`, word);
    const headers = { "consent-id": id, "x-correlation-id": "c", "psu-ip-address": "203.0.113.7" };
    const seen = await new Promise<string | undefined>((resolve, reject) => {
      const url = `${custodian.sandbox.privateApi}/openwealth/v3/${positions}`;
      const sent = request(url, { headers }, (incoming) => {
        let bytes = 0;
        incoming.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes < 200_000) return;
          resolve(incoming.headers["content-encoding"]);
          sent.destroy();
        });
      });
      sent.on("error", reject).end();
    });
    expect(seen).toBe(encoding);
  });
});

describe("inside a list", () => {
  const first = async (word: string, kind: "positions" | "transactions") => {
    const linked = await linkedThen(`sms@${word}-${kind}`, word);
    const reply = await custodian.custody(linked.id, linked[kind]);
    return { text: reply.text, body: reply.body as Body[] };
  };

  test("an amount is larger than any number, is none, or has more digits than a double", async () => {
    for (const kind of ["positions", "transactions"] as const) {
      expect((await first("absurd", kind)).text).toContain('"value":1E400');
      expect((await first("not-a-number", kind)).text).toContain('"value":"NaN"');
      expect((await first("precise", kind)).text).toMatch(/"value":-?\d+\.\d+0{15,}1\b/);
    }
  });

  test("a currency, a day, a type or an ISIN is not what it can be, and the next is as it should be", async () => {
    const [odd, next] = (await first("wrong-currency", "positions")).body;
    expect([odd.valuation.valueInPositionCurrency.currency, odd.currency]).toEqual(["XTS", "EUR"]);
    expect(next.valuation.valueInPositionCurrency.currency).not.toBe("XTS");
    expect((await first("future", "transactions")).body[0].transactionDate).toBe("2999-12-31");
    expect((await first("unlisted-type", "positions")).text.match(/tokenisedNote/g)).toHaveLength(1);
    const isins = [...(await first("odd-isin", "positions")).text.matchAll(/"(\w{12})","type":"isin"/g)];
    const wrong = isins.filter(([, isin = ""]) => checkDigit(isin.slice(0, -1)) !== Number(isin.at(-1)));
    expect(wrong).toHaveLength(1);
  });

  test("two entries carry one identifier and say different things", async () => {
    for (const kind of ["positions", "transactions"] as const) {
      const [one, two] = (await first("duplicates", kind)).body;
      expect(two.id).toBe(one.id);
      expect(two).not.toEqual(one);
    }
  });

  test("amounts are strings, days are times, and what is absent is null", async () => {
    const { body } = await first("strings", "positions");
    expect(body[0].quantity.value).toMatch(/^\d+\.\d\d$/);
    expect((await first("datetimes", "transactions")).body[0].transactionDate).toMatch(
      /^2024-\d\d-\d\dT00:00:00/,
    );
    const [cash] = (await first("nulls", "positions")).body;
    expect([cash.price, cash.accruedInterest]).toEqual([null, null]);
  });

  test("entries come in no order, each once all the same", async () => {
    const { id, transactions } = await linkedThen("sms@shuffled", "shuffled", "paged");
    const found = await custodian.every(id, transactions);
    await custodian.control("/words", { userName: "sms@shuffled", words: [] });
    const inOrder = await custodian.every(id, transactions);
    const ids = (list: Body[]) => list.map((one) => one.id);
    expect(ids(found)).not.toEqual(ids(inOrder));
    expect(ids(found).toSorted()).toEqual(ids(inOrder).toSorted());
  });
});

describe("between pages", () => {
  const cursorAfter = async (id: string, path: string, cursor: string | null) => {
    const reply = await custodian.custody(id, cursor === null ? path : `${path}&cursor=${cursor}`);
    return { cursor: reply.headers.get("nextcursor"), ids: (reply.body as Body[]).map((one) => one.id) };
  };

  test("a cursor can lead to where one is", async () => {
    const { id, transactions } = await linkedThen("sms@looping", "looping", "paged");
    const first = await cursorAfter(id, transactions, null);
    const second = await cursorAfter(id, transactions, first.cursor);
    const third = await cursorAfter(id, transactions, second.cursor);
    expect(second.ids).not.toEqual(first.ids);
    expect(third).toEqual(second);
    expect(second.cursor).toBe(first.cursor);
  });

  test("a page in the middle can be empty, and nothing is lost by it", async () => {
    const { id, transactions } = await linkedThen("sms@empty", "empty-page", "paged");
    const pages = await custodian.pages(id, transactions);
    expect(pages[1]).toEqual([]);
    expect(pages.length).toBeGreaterThan(3);
    await custodian.control("/words", { userName: "sms@empty", words: [] });
    expect(pages.flat()).toEqual(await custodian.every(id, transactions));
  });

  test("each page can begin with the end of the one before", async () => {
    const { id, transactions } = await linkedThen("sms@overlapping", "overlapping", "paged");
    const pages = await custodian.pages(id, transactions);
    expect(pages.length).toBeGreaterThan(3);
    for (const [at, page] of pages.entries()) {
      if (at > 0) expect(page[0]).toEqual(pages[at - 1]?.at(-1));
    }
    const ids = pages.flat().map((one: Body) => one.id);
    await custodian.control("/words", { userName: "sms@overlapping", words: [] });
    expect(new Set(ids).size).toBe((await custodian.every(id, transactions)).length);
  });

  test("the last page can leave its cursor out", async () => {
    const { id, positions } = await linkedThen("sms@nocursor", "no-cursor");
    expect((await custodian.custody(id, positions)).headers.get("nextcursor")).toBeNull();
  });

  test("a bank can know no range of days and say nothing of it", async () => {
    const { id, customer } = await linkedThen("sms@days", "day-by-day");
    const path = `customers/${customer}/transactions?date=2021-08-31&dateTo=2024-08-31`;
    const days = (await custodian.every(id, path)).map(({ transactionDate }) => transactionDate);
    expect(new Set(days)).toEqual(new Set(["2021-08-31"]));
  });
});

test("much can be kept: ten thousand transactions and five hundred positions", async () => {
  const id = await custodian.link("sms.busy");
  const [customer] = (await custodian.custody(id, "customers")).body as Body[];
  const held = await custodian.every(id, `customers/${customer.id}/positions?date=${today}&limit=1000`);
  expect(held.length).toBeGreaterThan(500);
  const years = `customers/${customer.id}/transactions?date=2018-09-01&dateTo=${today}&limit=1000`;
  const found = await custodian.every(id, years);
  expect(found.length).toBeGreaterThan(10_000);
  expect(new Set(found.map((one) => one.id)).size).toBe(found.length);
});
