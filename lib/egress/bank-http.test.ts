import { type AddressInfo, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";

import { selfSigned } from "#sandbox/start-for-test.ts";
import { type StubBank, startStubBank } from "#scripts/testing/stub-bank.ts";
import { type BankCall, type BankHttp, createBankHttp } from "./bank-http.ts";
import type { EgressLimits, EgressPolicy } from "./egress-policy.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

type Answer = Parameters<typeof startStubBank>[0];

async function bankThat(
  answer: Answer,
  limits: Partial<EgressLimits> = {},
  policy: Partial<EgressPolicy> = {},
): Promise<{ bank: StubBank; http: BankHttp }> {
  const bank = await startStubBank(answer);
  const http = createBankHttp(bank.policy(policy, limits));
  open.push(http, bank);
  return { bank, http };
}

const get = (bank: StubBank, more: Partial<BankCall> = {}): BankCall => ({
  method: "GET",
  url: `${bank.origin}/v1/accounts`,
  headers: {},
  signal: AbortSignal.timeout(20_000),
  ...more,
});
const post = (bank: StubBank, more: Partial<BankCall> = {}): BankCall =>
  get(bank, { method: "POST", body: { type: "application/json", text: "{}" }, ...more });

describe("an answer", () => {
  test("comes whole, packed or not", async () => {
    const { bank, http } = await bankThat((request, response) => {
      const isPacked = request.headers["accept-encoding"] === "gzip" && request.url === "/packed";
      response.writeHead(200, isPacked ? { "content-encoding": "gzip" } : {});
      response.end(isPacked ? gzipSync("packed") : "plain");
    });
    expect((await http.send(get(bank))).body.toString()).toBe("plain");
    const packed = await http.send(get(bank, { url: `${bank.origin}/packed` }));
    expect(packed.body.toString()).toBe("packed");
  });

  test("that redirects is an answer, and nobody goes there", async () => {
    const { bank, http } = await bankThat((_, response) => {
      response.writeHead(302, { location: "https://169.254.169.254/latest/meta-data" }).end();
    });
    expect(await http.send(get(bank))).toMatchObject({ status: 302 });
    expect(bank.heard).toEqual(["GET /v1/accounts"]);
  });

  test.each([
    ["larger than the limit", { "x-size": "plain" }],
    ["small and unpacks beyond the limit", { "content-encoding": "gzip" }],
  ])("that is %s is let go of", async (_, headers) => {
    const body = Buffer.alloc(3_000_000, "a");
    const { bank, http } = await bankThat(
      (_request, response) => {
        response.writeHead(200, headers);
        response.end("content-encoding" in headers ? gzipSync(body) : body);
      },
      { bodyBytes: 1_000_000 },
    );
    await expect(http.send(get(bank))).rejects.toMatchObject({ reason: "tooLarge" });
  });

  test("whose packed form alone is too large is let go of", async () => {
    const noise = Buffer.from(Array.from({ length: 300_000 }, () => Math.random() * 256));
    const { bank, http } = await bankThat(
      (_, response) => {
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(noise));
      },
      { packedBytes: 100_000 },
    );
    await expect(http.send(get(bank))).rejects.toMatchObject({ reason: "tooLarge" });
  });

  test.each([
    ["br", "undecodable"],
    ["gzip, gzip", "undecodable"],
    ["gzip", "undecodable"],
  ])("in an encoding of %s that it is not in is refused", async (encoding, reason) => {
    const { bank, http } = await bankThat((_, response) => {
      response.writeHead(200, { "content-encoding": encoding }).end("no such thing");
    });
    await expect(http.send(get(bank))).rejects.toMatchObject({ reason });
  });

  test("with a head too large is refused", async () => {
    const { bank, http } = await bankThat((_, response) => {
      response.writeHead(200, { "x-large": "a".repeat(40_000) }).end();
    });
    await expect(http.send(get(bank))).rejects.toMatchObject({ reason: "tooLarge" });
  });
});

describe("a deadline ends the call", () => {
  test.each([
    ["when no head comes", { headersMs: 200 }, "never"],
    ["when the body falls silent", { silenceMs: 200 }, "half"],
    ["when the body drips for too long", { silenceMs: 5_000, totalMs: 400 }, "drip"],
  ])("%s", async (_, limits, how) => {
    const { bank, http } = await bankThat(
      (_request, response) => {
        if (how === "never") return;
        response.writeHead(200, { "content-length": "100000" });
        response.write("{");
        if (how === "half") return;
        const drip = setInterval(() => response.write(" "), 50);
        response.on("close", () => clearInterval(drip));
      },
      { attempts: 1, ...limits },
    );
    const since = performance.now();
    await expect(http.send(get(bank))).rejects.toMatchObject({ reason: "timedOut" });
    expect(performance.now() - since).toBeLessThan(4_000);
  });

  test("when no connection comes to stand", async () => {
    const { bank } = await bankThat(() => {});
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const host = `localhost:${(silent.address() as AddressInfo).port}`;
    const http = createBankHttp(bank.policy({ allowedHosts: [host] }, { connectMs: 200, attempts: 1 }));
    open.push(http, { close: async () => void silent.close() });
    await expect(http.send(get(bank, { url: `https://${host}/` }))).rejects.toMatchObject({
      reason: "timedOut",
    });
  });

  test("when the caller leaves, at once", async () => {
    const { bank, http } = await bankThat(() => {});
    const leaves = new AbortController();
    const sent = http.send(get(bank, { signal: leaves.signal }));
    setTimeout(() => leaves.abort(), 100);
    const since = performance.now();
    await expect(sent).rejects.toMatchObject({ reason: "aborted" });
    expect(performance.now() - since).toBeLessThan(4_000);
  });
});

describe("the other side", () => {
  test("has to prove its name to an authority that we trust", async () => {
    const other = (await selfSigned()).cert;
    const { bank, http } = await bankThat(() => {}, {}, { certificateAuthorities: [other] });
    await expect(http.send(get(bank))).rejects.toMatchObject({ reason: "tlsRefused" });
    expect(bank.heard).toEqual([]);
  });

  test("has to be the one that is named in its certificate", async () => {
    // The certificate is for localhost and 127.0.0.1.
    const bank = await startStubBank((_, response) => void response.end(), "127.0.0.2");
    const http = createBankHttp(bank.policy());
    open.push(http, bank);
    await expect(http.send(get(bank))).rejects.toMatchObject({ reason: "tlsRefused" });
    expect(bank.heard).toEqual([]);
  });

  test("outside the sandbox is never this machine, whatever its name says", async () => {
    const { bank, http } = await bankThat(() => {}, {}, { isSandbox: false });
    await expect(http.send(get(bank))).rejects.toMatchObject({ reason: "addressRefused" });
    expect(bank.connections()).toBe(0);
  });

  test("that is not there is unreachable", async () => {
    const { bank, http } = await bankThat(() => {}, { attempts: 1 });
    await bank.close();
    await expect(http.send(get(bank))).rejects.toMatchObject({ reason: "unreachable" });
  });
});

describe("a failure that may pass", () => {
  const failing = (times: number, fail: Answer): Answer => {
    let left = times;
    return (request, response) => {
      left -= 1;
      if (left >= 0) fail(request, response);
      else response.end("at last");
    };
  };

  test.each<[string, Answer]>([
    ["a 503", (_, response) => void response.writeHead(503).end()],
    ["a broken connection", (request) => void request.socket.destroy()],
  ])("like %s is tried again where it is a read", async (_, fail) => {
    const { bank, http } = await bankThat(failing(2, fail));
    expect((await http.send(get(bank))).body.toString()).toBe("at last");
    expect(bank.heard).toHaveLength(3);
  });

  test("is tried no more often than that, and the last answer is the answer", async () => {
    const { bank, http } = await bankThat((_, response) => void response.writeHead(503).end());
    expect(await http.send(get(bank))).toMatchObject({ status: 503 });
    expect(bank.heard).toHaveLength(3);
  });

  test.each(["POST", "PUT", "DELETE"] as const)("is not tried again where it is a %s", async (method) => {
    const { bank, http } = await bankThat((request) => void request.socket.destroy());
    await expect(http.send(post(bank, { method }))).rejects.toMatchObject({ reason: "cut" });
    expect(bank.heard).toHaveLength(1);
  });

  test.each([
    [429, {}],
    [401, {}],
    [500, {}],
    [503, { "retry-after": "1800" }],
  ])("is not what an answer of %s %o is", async (status, headers) => {
    const { bank, http } = await bankThat((_, response) => void response.writeHead(status, headers).end());
    await http.send(get(bank));
    expect(bank.heard).toHaveLength(1);
  });
});

describe("while a request is written", () => {
  test("the connection stands before, and the bytes have left when it is over", async () => {
    const order: string[] = [];
    const { bank, http } = await bankThat((_, response) => {
      setTimeout(() => {
        order.push("answered");
        response.end();
      }, 200);
    });
    await http.send(
      get(bank, {
        whileWriting: async (write) => {
          await wait(100);
          order.push(`entered after ${bank.connections()} connection, ${bank.heard.length} heard`);
          await write(null);
          order.push("left");
        },
      }),
    );
    expect(order).toEqual(["entered after 1 connection, 0 heard", "left", "answered"]);
  });

  test("a refusal lets no byte leave, is not tried again, and is the caller's own", async () => {
    const { bank, http } = await bankThat((_, response) => void response.end());
    let asked = 0;
    const whileWriting = async () => {
      asked += 1;
      throw new RangeError("ended");
    };
    await expect(http.send(get(bank, { whileWriting }))).rejects.toThrow(new RangeError("ended"));
    await wait(50);
    expect([asked, bank.heard]).toEqual([1, []]);
  });

  test("an end to the holding ends the writing", async () => {
    const { bank, http } = await bankThat((_, response) => void response.end());
    const whileWriting: BankCall["whileWriting"] = (write) => write(AbortSignal.abort());
    await expect(http.send(get(bank, { whileWriting }))).rejects.toMatchObject({ reason: "aborted" });
    expect(bank.heard).toEqual([]);
  });

  test("it is entered anew for each attempt", async () => {
    const { bank, http } = await bankThat((_, response) => void response.writeHead(503).end());
    let entered = 0;
    const whileWriting: BankCall["whileWriting"] = async (write) => {
      entered += 1;
      await write(null);
    };
    await http.send(get(bank, { whileWriting }));
    expect(entered).toBe(3);
  });
});

describe("many calls", () => {
  test("are so many at once, and no more", async () => {
    let [now, most] = [0, 0];
    const { bank, http } = await bankThat(
      (_, response) => {
        now += 1;
        most = Math.max(most, now);
        setTimeout(() => {
          now -= 1;
          response.end();
        }, 30);
      },
      { concurrent: 3 },
    );
    await Promise.all(Array.from({ length: 20 }, () => http.send(get(bank))));
    expect(most).toBe(3);
  });

  test("are begun at the bank's pace", async () => {
    const { bank, http } = await bankThat((_, response) => void response.end(), { perSecond: 20, burst: 5 });
    const since = performance.now();
    await Promise.all(Array.from({ length: 15 }, () => http.send(get(bank))));
    expect(performance.now() - since).toBeGreaterThan(400);
  });

  test("beyond what may wait are refused, and one that leaves the queue makes room", async () => {
    const { bank, http } = await bankThat(() => {}, { concurrent: 1, waiting: 1 });
    const [stays, leaves] = [new AbortController(), new AbortController()];
    const sent = [stays, leaves].map(({ signal }) => http.send(get(bank, { signal })));
    const outcomes = Promise.allSettled(sent);
    await wait(300);
    await expect(http.send(get(bank))).rejects.toMatchObject({ reason: "overloaded" });
    leaves.abort();
    await wait(0);
    const third = http.send(get(bank, { signal: AbortSignal.timeout(700) }));
    await expect(third).rejects.toMatchObject({ reason: "aborted" });
    stays.abort();
    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });

  test("read over connections that are kept, and act over one of their own", async () => {
    const { bank, http } = await bankThat((_, response) => void response.end());
    for (let call = 0; call < 3; call++) await http.send(get(bank));
    expect(bank.connections()).toBe(1);
    for (let call = 0; call < 3; call++) await http.send(post(bank));
    expect(bank.connections()).toBe(4);
  });
});
