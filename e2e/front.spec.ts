import { createHash } from "node:crypto";
import { connect } from "node:net";
import type { Sql } from "postgres";

import { actionNamed, callAction } from "./support/actions.ts";
import { call, formBody } from "./support/call.ts";
import { expect, test } from "./support/licet.ts";
import { castMember } from "./support/people.ts";
import { stack } from "./support/stack.ts";

const { host } = new URL(stack.origin);
const paths = [
  "/",
  "/sign-in",
  "/home",
  "/console/people",
  "/api/health",
  "/api/auth/signin/oidc",
  "/brand/7a1f3d",
];

test.describe("the front refuses", () => {
  for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "QUERY"]) {
    test(`${method} everywhere, and says what is allowed`, async () => {
      for (const path of paths) {
        const answer = await call(path, { method });
        expect({ path, status: answer.status, allow: answer.headers.allow }).toEqual({
          path,
          status: 405,
          allow: "GET, HEAD, POST",
        });
      }
    });
  }

  test("a method that the route does not have", async () => {
    expect((await call("/api/auth/signin/oidc")).status).toBe(405);
    for (const path of ["/api/health", "/api/ready", "/signed-out", "/api/auth/callback/oidc"]) {
      const answer = await call(path, { method: "POST", ...formBody({ a: "b" }) });
      expect({ path, status: answer.status }).toEqual({ path, status: 405 });
    }
  });

  test("another hostname, whatever else names ours", async () => {
    for (const name of [
      "evil.example",
      "127.0.0.1",
      `${host}.evil.example`,
      `evil.example:80@${host}`,
      "localhost",
    ]) {
      const headers = { host: name, "x-forwarded-host": host, forwarded: `host=${host}` };
      const answer = await call("/sign-in", { headers });
      expect({ name, status: answer.status }).toEqual({ name, status: 421 });
    }
    expect(await raw("GET /sign-in HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 421 /);
  });

  const foreign = {
    "without an origin": { origin: undefined },
    "of another origin": { origin: "https://evil.example" },
    "of the origin null": { origin: "null" },
    "of our name on another port": { origin: "http://localhost:1" },
    "that the browser calls cross-site": { "sec-fetch-site": "cross-site" },
    "that the browser calls same-site": { "sec-fetch-site": "same-site" },
    "of nobody’s page": { "sec-fetch-site": "none" },
  };
  for (const [what, headers] of Object.entries(foreign)) {
    test(`a POST ${what}`, async () => {
      const refused = await call("/sign-in", {
        method: "POST",
        ...formBody({ email: "a@example.com" }),
        headers,
      });
      expect(refused.status).toBe(403);
      expect(JSON.parse(refused.body)).toMatchObject({ code: "auth.cross_site" });
      const action = await callAction(actionNamed("signOutAction"), { form: {} }, { headers });
      expect(action.status).toBe(403);
    });
  }

  test("a request that names its target in full, and one that changes the protocol", async () => {
    const absolute = await raw(
      `GET http://evil.example/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    expect(absolute).toMatch(/^HTTP\/1\.1 400 /);
    const authority = await raw(`GET //evil.example/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(authority).toMatch(/^HTTP\/1\.1 400 /);
    const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
    const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for (const target of ["/", "http://evil.example/", "/_next/webpack-hmr"]) {
      const answer = await raw(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${upgrade}${key}\r\n`);
      expect(answer).not.toMatch(/^HTTP\/1\.1 (101|2|3)/);
    }
    expect(await raw(`CONNECT evil.example:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).not.toMatch(
      /^HTTP\/1\.1 [23]/,
    );
  });

  test("two lengths, or a length beside chunks, with one answer at most", async () => {
    const head = `POST /sign-in HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${stack.origin}\r\n`;
    const inner = `GET /api/health HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    for (const lengths of [
      "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
      `Content-Length: 0\r\nContent-Length: ${inner.length}\r\n`,
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
    ]) {
      const answer = await raw(`${head}${lengths}\r\n0\r\n\r\n${inner}`);
      expect(answer.match(/^HTTP\/1\.1 /gm)?.length ?? 0).toBeLessThanOrEqual(1);
      expect(answer).not.toContain('"status":"ok"');
    }
  });
});

test.describe("what a client says of itself", () => {
  const lies = {
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "gopher",
    "x-forwarded-port": "1",
    "x-real-ip": "9.9.9.9",
    forwarded: "for=9.9.9.9;host=evil.example;proto=gopher",
    "x-licet-origin": "https://evil.example",
    "x-licet-remote-address": "9.9.9.9",
    "x-original-url": "/console",
    "x-rewrite-url": "/console",
    "x-http-method-override": "DELETE",
  };

  test("moves no redirect and opens no page", async () => {
    const plain = await call("/console/people");
    const lied = await call("/console/people", { headers: lies });
    expect([lied.status, lied.headers.location]).toEqual([plain.status, "/sign-in?next=%2Fconsole%2Fpeople"]);
    const start = await call("/api/auth/signin/oidc", {
      method: "POST",
      ...form({ callbackUrl: "/" }, lies),
    });
    const target = new URL(start.headers.location ?? "");
    expect(target.searchParams.get("redirect_uri")).toBe(`${stack.origin}/api/auth/callback/oidc`);
  });

  test("of its address is not believed without a proxy of ours", async ({ sql, source }) => {
    const options = { origin: stack.proxylessOrigin, headers: { ...lies, "x-forwarded-for": source } };
    await callAction(actionNamed("beginPasskeyAction"), { value: undefined }, options);
    expect(await turnsTaken(sql, source)).toBe(0);
    expect(await turnsTaken(sql, "9.9.9.9")).toBe(0);
  });

  test("of its address counts no further than our own proxy saw it", async ({ sql, source }) => {
    const headers = { ...lies, "x-forwarded-for": `9.9.9.9, ${source}` };
    await callAction(actionNamed("beginPasskeyAction"), { value: undefined }, { headers });
    expect(await turnsTaken(sql, source)).toBe(1);
    expect(await turnsTaken(sql, "9.9.9.9")).toBe(0);
  });

  test("under Authorization changes nothing, however it is malformed", async () => {
    const plain = await call("/home");
    for (const authorization of ["Bearer", "Bearer %%%", "Bearer a.b.c", "Basic Og==", "Bearer \u00ff"]) {
      const answer = await call("/home", { headers: { authorization } });
      expect([answer.status, answer.headers.location]).toEqual([plain.status, plain.headers.location]);
    }
  });
});

test.describe("a way out of here is not taken", () => {
  const elsewhere = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/%0d%0aLocation:%20https://evil.example",
    "@evil.example",
    "/@evil.example/..//evil.example",
    "/\t/evil.example",
    "///evil.example",
  ];
  for (const next of elsewhere) {
    test(`by next=${JSON.stringify(next)}`, async ({ source }) => {
      const headers = { "x-forwarded-for": source };
      const { personId } = castMember("Inés");
      const signedIn = await callAction(
        actionNamed("signInAsPersonaAction"),
        { form: { personId, next } },
        { headers },
      );
      const [target] = String(signedIn.headers["x-action-redirect"]).split(";");
      expect(target).toMatch(/^\/(?![/\\])/);
      expect(new URL(target!, stack.origin).origin).toBe(stack.origin);

      const start = await call("/api/auth/signin/oidc", {
        method: "POST",
        ...form({ callbackUrl: next }, headers),
      });
      const back = start.headers["set-cookie"]?.find((cookie) => cookie.startsWith("__Host-licet.return="));
      expect(new URL(decodeURIComponent(back ?? "").slice("__Host-licet.return=".length)).origin).toBe(
        stack.origin,
      );
    });
  }

  test("by a browser that is led to the strangest of these", async ({ page }) => {
    for (const next of ["/@evil.example/..//evil.example", "/%5cevil.example", "/.//evil.example"]) {
      await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
      await page.getByRole("button", { name: "Inés Arrieta Ibáñez" }).click();
      await expect(page).not.toHaveURL(/sign-in/);
      expect(new URL(page.url()).origin).toBe(stack.origin);
    }
  });
});

function form(fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) {
  const encoded = formBody(fields);
  return { ...encoded, headers: { ...encoded.headers, ...headers } };
}

/** How often sign-in was begun from there in the running window. */
async function turnsTaken(sql: Sql, address: string): Promise<number> {
  const bucket = createHash("sha256").update(`signIn.start\n${address}`).digest();
  const [row] =
    await sql`select coalesce(sum(taken), 0)::int as taken from rate_windows where bucket = ${bucket}`;
  return row?.taken;
}

/** Bytes as they are, and everything that comes back until the server closes or falls silent. */
function raw(text: string): Promise<string> {
  return new Promise((done) => {
    const socket = connect(Number(new URL(stack.origin).port), "127.0.0.1");
    let answer = "";
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on("data", (part) => {
      answer += part;
    });
    socket.on("error", () => {});
    socket.on("close", () => done(answer));
    socket.end(text);
  });
}
