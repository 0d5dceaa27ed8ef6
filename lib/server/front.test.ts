import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { front, remoteAddressOf } from "./front.ts";
import { frontHeaders } from "./front-headers.ts";

let server: Server;
let port: number;
let origin: string;
let consoleOrigin: string;
let seen: IncomingMessage[] = [];

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  ({ port } = server.address() as AddressInfo);
  origin = `http://localhost:${port}`;
  consoleOrigin = `http://console.localhost:${port}`;
  const config = { origin, consoleOrigin, trustedProxies: 0, development: false };
  const handle = front(config, async (incoming, response) => {
    seen.push(incoming);
    response.end("served");
  });
  server.on("request", (incoming, response) => void handle(incoming, response));
});
afterAll(() => server.close());
beforeEach(() => {
  seen = [];
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function call(
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { method = "GET", headers = {} } = options;
  return new Promise((done, fail) => {
    const sent = request(
      { port, path, method, headers: { host: `localhost:${port}`, ...headers } },
      (response) => {
        let body = "";
        response.on("data", (chunk) => {
          body += chunk;
        });
        response.on("end", () =>
          done({
            status: response.statusCode ?? 0,
            headers: response.headers as Record<string, string>,
            body,
          }),
        );
      },
    );
    sent.on("error", fail).end();
  });
}

/** A request as bytes, for what Node's own client would not send. */
function raw(text: string): Promise<string> {
  return new Promise((done, fail) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.end(text));
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("end", () => done(answer)).on("error", fail);
  });
}

describe("the front lets through", () => {
  test.each(["GET", "HEAD"])("%s, and says what it found out itself", async (method) => {
    expect((await call("/home?x=1", { method })).status).toBe(200);
    expect(seen[0]?.headers).toMatchObject({
      [frontHeaders.origin]: origin,
      [frontHeaders.remoteAddress]: "127.0.0.1",
      [frontHeaders.requestId]: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test("a POST of its own pages", async () => {
    const headers = { origin, "sec-fetch-site": "same-origin" };
    expect((await call("/sign-in", { method: "POST", headers })).status).toBe(200);
    expect((await call("/sign-in", { method: "POST", headers: { origin } })).status).toBe(200);
  });

  test("what a bank sends a browser back with, and tells nobody where it was", async () => {
    const policyOf = async (path: string) => (await call(path)).headers["referrer-policy"];
    expect(await policyOf("/bank-access/return?code=1")).toBe("strict-origin");
    expect(await policyOf("/bank-access/returns")).toBe("same-origin");
  });

  test("what is told as it happens, to be kept and compressed by nobody", async () => {
    const kept = async (path: string) => (await call(path)).headers["cache-control"];
    expect(await kept("/bank-access/cnx_1/confirm/events?authorisation=1")).toBe("no-store, no-transform");
    expect(await kept("/bank-access/cnx_1/confirm")).toBe("no-store");
  });

  test("each hostname as its own origin", async () => {
    await call("/console", { headers: { host: `console.localhost:${port}` } });
    expect(seen[0]?.headers[frontHeaders.origin]).toBe(consoleOrigin);
  });
});

describe("the front refuses", () => {
  test.each(["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])("%s", async (method) => {
    const { status, headers, body } = await call("/", { method, headers: { origin } });
    expect(status).toBe(405);
    expect(headers.allow).toBe("GET, HEAD, POST");
    expect(JSON.parse(body)).toMatchObject({ code: "request.method_not_allowed", status: 405 });
  });

  test.each(["evil.example", "localhost", "localhost:1", "localhost.evil.example"])(
    "the host %j",
    async (host) => {
      const { status, headers } = await call("/", { headers: { host } });
      expect(status).toBe(421);
      expect(headers["content-type"]).toBe("application/problem+json");
    },
  );

  test("a request without a host", async () => {
    expect(await raw("GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n")).toMatch(/^HTTP\/1\.1 421 /);
    expect(await raw("GET / HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 421 /);
  });

  test.each<[string, Record<string, string>]>([
    ["that does not say where it comes from", {}],
    ["of another site", { origin: "https://evil.example" }],
    ["of our other hostname", { origin: "http://console.localhost" }],
    ["of a sandbox", { origin: "null" }],
    ["that a browser calls cross-site", { "sec-fetch-site": "cross-site" }],
    ["that a browser calls same-site", { "sec-fetch-site": "same-site" }],
  ])("a POST %s", async (_what, headers) => {
    const own: Record<string, string> = "sec-fetch-site" in headers ? { origin } : {};
    const { status, body } = await call("/sign-in", { method: "POST", headers: { ...own, ...headers } });
    expect(status).toBe(403);
    expect(JSON.parse(body).code).toBe("auth.cross_site");
  });

  test("an address that is not a path", async () => {
    expect((await call("//evil.example/x")).status).toBe(400);
    const absolute = `GET http://169.254.169.254/ HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`;
    expect(await raw(absolute)).toMatch(/^HTTP\/1\.1 400 /);
  });

  test.each(["/_error", "/_not-found", "/%5fnot-found", "/_NOT-FOUND"])(
    "the framework's own page %s",
    async (path) => {
      expect((await call(path)).status).toBe(404);
    },
  );

  test("and hands on nothing of it", async () => {
    await call("/", { method: "PUT" });
    await call("/", { headers: { host: "evil.example" } });
    await call("/x", { method: "POST" });
    expect(seen).toEqual([]);
  });

  test("without telling more than a code and the request's number", async () => {
    const { body, headers } = await call("/secret", { method: "PUT" });
    const problem = JSON.parse(body);
    expect(Object.keys(problem).sort()).toEqual(["code", "requestId", "status", "type"]);
    expect(headers["x-request-id"]).toBe(problem.requestId);
  });
});

describe("every answer", () => {
  test.each([
    ["of a page", "/home", "GET"],
    ["of a refusal", "/home", "PUT"],
  ])("%s has the security headers", async (_what, path, method) => {
    const { headers } = await call(path, { method });
    expect(headers).toMatchObject({
      "strict-transport-security": "max-age=63072000; includeSubDomains",
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
      "x-content-type-options": "nosniff",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-store",
    });
  });

  test("has another number", async () => {
    const ids = await Promise.all([call("/"), call("/")]);
    expect(new Set(ids.map(({ headers }) => headers["x-request-id"])).size).toBe(2);
  });
});

describe("what a client says of itself", () => {
  test.each([
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "Forwarded",
    "X-Real-IP",
    "X-Original-URL",
    "X-Rewrite-URL",
    "X-Middleware-Subrequest",
    "X-Middleware-Rewrite",
    "X-Invoke-Path",
    "X-Invoke-Status",
    "X-NextJS-Data",
    "X-Matched-Path",
    "X-HTTP-Method-Override",
    "X-Prerender-Revalidate",
    "X-Vercel-Id",
  ])("under %s is removed", async (name) => {
    await call("/", { headers: { [name]: "canary" } });
    expect(seen).toHaveLength(1);
    expect(Object.values(seen[0]?.headers ?? {})).not.toContain("canary");
  });

  test.each(Object.values(frontHeaders))("under %s is replaced, also when it is said twice", async (name) => {
    await raw(
      `GET / HTTP/1.1\r\nHost: localhost:${port}\r\n${name}: canary\r\n${name.toUpperCase()}: canary\r\nConnection: close\r\n\r\n`,
    );
    expect(seen[0]?.headers[name]).not.toContain("canary");
  });

  test("under any other name is left as it is", async () => {
    await call("/", { headers: { "accept-language": "fr", rsc: "1", "next-action": "x" } });
    expect(seen[0]?.headers).toMatchObject({ "accept-language": "fr", rsc: "1", "next-action": "x" });
  });
});

describe("where a request comes from", () => {
  const incoming = (peer: string, forwarded?: string) =>
    ({
      socket: { remoteAddress: peer },
      headers: { "x-forwarded-for": forwarded },
    }) as unknown as IncomingMessage;
  const address = fc.oneof(fc.ipV4(), fc.ipV6());

  test("is the peer when no proxy of ours stands in front, whatever is claimed", () => {
    fc.assert(
      fc.property(address, fc.array(address), (peer, claimed) => {
        expect(remoteAddressOf(incoming(peer, claimed.join(", ")), 0)).toBe(peer);
      }),
    );
  });

  test("is what the outermost of our proxies saw, whatever the client wrote before", () => {
    const chain = fc.tuple(
      address,
      fc.integer({ min: 1, max: 3 }),
      fc.array(address),
      fc.array(address, { minLength: 3, maxLength: 3 }),
    );
    fc.assert(
      fc.property(chain, ([client, proxies, invented, own]) => {
        // The first proxy adds the client, each further one the proxy before it; the last one is the peer.
        const header = [...invented, client, ...own.slice(0, proxies - 1)].join(", ");
        expect(remoteAddressOf(incoming("10.0.0.1", header), proxies)).toBe(client);
      }),
    );
  });

  test("is the peer when the proxies said less than they should", () => {
    expect(remoteAddressOf(incoming("10.0.0.1"), 1)).toBe("10.0.0.1");
    expect(remoteAddressOf(incoming("10.0.0.1", ""), 2)).toBe("10.0.0.1");
    expect(remoteAddressOf(incoming("10.0.0.1", "192.0.2.1"), 2)).toBe("10.0.0.1");
  });
});

describe("a body", () => {
  const post = (headers: string) =>
    raw(`POST /sign-in HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: ${origin}\r\n${headers}\r\n\r\n`);

  test("that says it is larger than any form is refused before it is read, and the connection ends", async () => {
    const answer = await post("Content-Length: 200000000");
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/\r\nConnection: close\r\n/i);
    expect(answer).toContain("request.too_large");
    expect(seen).toHaveLength(0);
  });

  test("that does not say how large it is, is refused", async () => {
    expect(await post("Transfer-Encoding: chunked")).toMatch(/^HTTP\/1\.1 411 /);
    expect(seen).toHaveLength(0);
  });

  test("of a form's size is served", async () => {
    expect(await post("Content-Length: 2\r\nConnection: close\r\n\r\nok")).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe("a file that never changes under its name", () => {
  test.each(["/_next/static/chunks/a.js", "/brand/7a1f3d", "/icon.svg"])(
    "may be kept: %s leaves it to the file's own answer",
    async (path) => {
      expect((await call(path)).headers).not.toHaveProperty("cache-control");
    },
  );

  test.each(["/", "/_next/staticx", "/bank-access?x=/_next/static/", "/api/health"])(
    "is no page: %s is stored by nobody",
    async (path) => {
      expect((await call(path)).headers["cache-control"]).toBe("no-store");
    },
  );
});
