import { request } from "node:https";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Body, startTpp } from "./tpp-for-test.ts";

let tpp: Awaited<ReturnType<typeof startTpp>>;
beforeAll(async () => {
  tpp = await startTpp();
});
afterAll(() => tpp.close());

const codeOf = ({ status, body }: { status: number; body: { tppMessages: { code: string }[] } }) => [
  status,
  body.tppMessages[0]?.code,
];

async function transactionsPath(id: string): Promise<string> {
  const [account] = await tpp.accounts(id);
  return `/psd2/v1/accounts/${account.resourceId}/transactions?bookingStatus=booked&dateFrom=2024-01-01`;
}

/** Linked without trouble, and in trouble from then on. */
async function linkedThen(userName: string, ...words: string[]) {
  const id = await tpp.link(userName);
  const path = await transactionsPath(id);
  await tpp.control("/words", { userName, words });
  return { id, path, read: () => tpp.read(id, path) };
}

describe("while linking", () => {
  test.each([
    ["sms.wrong-password", 401, "PSU_CREDENTIALS_INVALID"],
    ["sms.blocked", 403, "SERVICE_BLOCKED"],
    ["sms.expired-password", 401, "PSU_CREDENTIALS_INVALID"],
  ])("%s is refused", async (userName, status, code) => {
    const reply = await tpp.startWithPassword(await tpp.askConsent(userName), userName);
    expect(codeOf(reply)).toEqual([status, code]);
    expect(reply.body._links?.changePassword !== undefined).toBe(userName.includes("expired"));
    expect((await tpp.phone(userName)).messages).toEqual([]);
  });

  test("a person without accounts has an empty list", async () => {
    expect(await tpp.accounts(await tpp.link("sms.no-accounts"))).toEqual([]);
  });

  test("the bank may refuse what the person has confirmed", async () => {
    const consent = await tpp.askConsent("sms.refused");
    const started = await tpp.startWithPassword(consent, "sms.refused");
    const scaAuthenticationData = await tpp.codeFor("sms.refused", started.body);
    const done = await tpp.call("PUT", started.body._links.authoriseTransaction.href, {
      body: { scaAuthenticationData },
    });
    expect(done.body.scaStatus).toBe("failed");
    expect((await tpp.call("GET", consent.body._links.status.href)).body.consentStatus).toBe("rejected");
  });

  test("the person may withdraw at the bank a minute later", async () => {
    const id = await tpp.link("sms.revoked");
    expect((await tpp.read(id, "accounts")).status).toBe(200);
    await tpp.control("/clock", { passMs: 61_000 });
    expect(codeOf(await tpp.read(id, "accounts"))).toEqual([401, "CONSENT_INVALID"]);
  });
});

describe("on the way", () => {
  test("a bank that is down says so, from the first call on", async () => {
    expect((await tpp.askConsent("sms.down")).status).toBe(503);
  });

  test("a bank may be down for reading only", async () => {
    const { read } = await linkedThen("sms@downread", "down-on-read");
    expect((await read()).status).toBe(503);
  });

  test("maintenance is a page of HTML with an hour of return", async () => {
    const reply = await tpp.askConsent("sms.maintenance");
    expect([reply.status, reply.headers.get("retry-after")]).toEqual([503, "1800"]);
    expect(reply.text).toContain("<!doctype html>");
  });

  test("a bank may refuse every read without the person", async () => {
    const { id, path, read } = await linkedThen("sms@limited", "limited");
    expect((await tpp.read(id, path, { present: false })).status).toBe(429);
    expect((await read()).status).toBe(200);
  });

  test("a slow bank takes three seconds", async () => {
    const since = performance.now();
    expect((await tpp.askConsent("sms.slow")).status).toBe(201);
    expect(performance.now() - since).toBeGreaterThan(2_900);
  });

  test.each(["malformed", "html"])("a list may be %s with status 200", async (word) => {
    const { id, path } = await linkedThen(`sms@${word}`, word);
    const answer = await fetch(`${tpp.sandbox.retailApi}${path}`, {
      headers: { "consent-id": id, "x-request-id": crypto.randomUUID(), "psu-ip-address": "203.0.113.7" },
    });
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(() => JSON.parse(text)).toThrow();
  });

  test("a connection may break in the middle of a list", async () => {
    const { read } = await linkedThen("sms@cut", "cut");
    await expect(read()).rejects.toThrow();
  });

  test("a list may arrive byte by byte", async () => {
    const { id, path } = await linkedThen("sms@crawl", "crawl");
    const leaves = AbortSignal.timeout(2_600);
    const answer = await fetch(`${tpp.sandbox.retailApi}${path}`, {
      signal: leaves,
      headers: { "consent-id": id, "x-request-id": crypto.randomUUID(), "psu-ip-address": "203.0.113.7" },
    });
    let bytes = 0;
    await expect(
      (async () => {
        for await (const chunk of answer.body ?? []) bytes += chunk.length;
      })(),
    ).rejects.toThrow();
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(4);
  });

  test.each([
    ["huge", undefined],
    ["bomb", "gzip"],
  ])("a list may be %s and is made as it is read, not before", async (word, encoding) => {
    const { id, path } = await linkedThen(`sms@${word}`, word);
    const before = process.memoryUsage().rss;
    const seen = await new Promise<{ encoding: string | undefined; bytes: number }>((resolve, reject) => {
      const headers = {
        "consent-id": id,
        "x-request-id": crypto.randomUUID(),
        "psu-ip-address": "203.0.113.7",
      };
      const sent = request(`${tpp.sandbox.retailApi}${path}`, { headers }, (incoming) => {
        let bytes = 0;
        const enough = encoding === undefined ? 20_000_000 : 200_000;
        incoming.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes < enough) return;
          resolve({ encoding: incoming.headers["content-encoding"], bytes });
          sent.destroy();
        });
      });
      sent.on("error", reject).end();
    });
    expect(seen.encoding).toBe(encoding);
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  });

  test("such answers may be given everywhere", async () => {
    const { id } = await linkedThen("sms@everywhere", "html", "everywhere");
    expect((await tpp.read(id, "accounts")).text).toContain("<!doctype html>");
  });
});

describe("inside a list", () => {
  test.each([
    ["absurd", { transactionAmount: { amount: "1E400" } }],
    ["not-a-number", { transactionAmount: { amount: "NaN" } }],
    ["wrong-currency", { transactionAmount: { currency: "XTS" } }],
    ["future", { bookingDate: "2999-12-31" }],
  ])("%s spoils one entry", async (word, expected) => {
    const { read } = await linkedThen(`sms@${word}`, word);
    const { booked } = (await read()).body.transactions;
    expect(booked[0]).toMatchObject(expected);
    expect(booked[1]).not.toMatchObject(expected);
  });

  test("two entries may carry the same reference and say different things", async () => {
    const { read } = await linkedThen("sms@duplicates", "duplicates");
    const [first, second] = (await read()).body.transactions.booked;
    expect(second.transactionId).toBe(first.transactionId);
    expect(second).not.toEqual(first);
  });

  test("books may be looked at again: of the last days entries move, change, go and come", async () => {
    const { read } = await linkedThen("sms@restated");
    const entries = async () =>
      (await read()).body.transactions.booked.map((one: object) => JSON.stringify(one));
    const before: string[] = await entries();
    await tpp.control("/words", { userName: "sms@restated", words: ["restated"] });
    const after: string[] = await entries();
    const changed = after.filter((one) => !before.includes(one)).map((one) => JSON.parse(one).bookingDate);
    expect(changed.length).toBeGreaterThan(1);
    const oldest = new Date(Date.now() - 15 * 86_400_000).toISOString().slice(0, 10);
    for (const day of changed) expect(day >= oldest).toBe(true);
    await tpp.control("/words", { userName: "sms@restated", words: [] });
    expect(await entries()).toEqual(before);
  });

  test("entries may come in no order, each once all the same", async () => {
    const { id, path } = await linkedThen("sms@shuffled", "shuffled", "paged");
    const references: string[] = [];
    const dates: string[] = [];
    for (let href: string | undefined = `${path}&dateTo=2024-02-28`; href; ) {
      const { transactions }: Body = (await tpp.read(id, href)).body;
      expect(transactions.booked.length).toBeLessThanOrEqual(10);
      for (const { entryReference, bookingDate } of transactions.booked) {
        references.push(entryReference);
        dates.push(bookingDate);
      }
      href = transactions._links.next?.href;
    }
    expect(new Set(references).size).toBe(references.length);
    expect(dates).not.toEqual([...dates].sort().reverse());
  });
});
