import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { messages } from "#lib/i18n/messages.ts";
import { locales } from "#lib/kernel/locale.ts";
import { front } from "./front.ts";
import { frontHeaders } from "./front-headers.ts";
import { noteOutage } from "./outage.ts";
import { type PlainKind, plainPage } from "./plain-page.ts";

type Serve = (...of: Parameters<RequestListener>) => void;

let server: Server;
let origin: string;
let serve: Serve;
let development = false;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  server.on("request", (request, response) => {
    const config = { origin, consoleOrigin: origin, trustedProxies: 0, development };
    void front(config, async (incoming, outgoing) => serve(incoming, outgoing))(request, response);
  });
});
afterAll(() => server.close());

async function ask(next: Serve, init: RequestInit & { readonly path?: string } = {}) {
  serve = next;
  const answer = await fetch(`${origin}${init.path ?? "/somewhere"}`, init);
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

/** An empty page as Next writes it: in pieces, and with what belongs to its own content. */
const page =
  (status: number): Serve =>
  (_request, response) => {
    response.statusCode = status;
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.setHeader("Content-Security-Policy", "script-src 'nonce-x'");
    response.setHeader("Link", "</font.woff2>; rel=preload");
    response.setHeader("Set-Cookie", "a=b");
    response.setHeader("ETag", '"1"');
    response.write('<html id="__next_error__">');
    response.write("<script>draw()</script>");
    response.end("</html>");
  };

const written = (status: number, contentType: string, text: string): Serve => {
  return (_request, response) => {
    response.writeHead(status, { "content-type": contentType });
    response.end(text);
  };
};

const outage =
  (next: Serve): Serve =>
  (request, response) => {
    noteOutage(String(request.headers[frontHeaders.requestId]));
    next(request, response);
  };

describe("a page that does not exist", () => {
  test.each(locales)("is said in %s, in a whole document without script", async (locale) => {
    const { status, headers, body } = await ask(page(404), { headers: { "accept-language": locale } });
    const { errors } = messages[locale];
    expect(status).toBe(404);
    expect(body).toBe(plainPage("absent", locale, String(headers.get("x-request-id"))));
    expect(body).toContain(`<html lang="${locale}">`);
    expect(body).toContain(`<h1>${errors.notFoundTitle}</h1>`);
    expect(body).toContain(errors.request.not_found);
    expect(body).toContain(`href="/">${errors.home}</a>`);
    expect(body).not.toMatch(/__next_error__|<script/);
  });

  test("is said in the language that was chosen, before the browser's", async () => {
    const headers = { "accept-language": "fr", cookie: "a=b; __Host-licet.locale=pt" };
    expect((await ask(page(404), { headers })).body).toContain('<html lang="pt">');
  });

  test("keeps the headers of every answer, and none of the page that it replaces", async () => {
    const { headers } = await ask(page(404), { path: "/brand/none" });
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "set-cookie": "a=b",
      "cache-control": "no-store",
    });
    expect(headers.get("link") ?? headers.get("etag") ?? headers.get("retry-after")).toBeNull();
  });

  test("allows its one style by a hash, and nothing else", async () => {
    const { headers, body } = await ask(page(404));
    const style = /<style>([^<]*)<\/style>/.exec(body)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers.get("content-security-policy")).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
    );
  });

  test("has no body where none was asked for", async () => {
    const { status, headers, body } = await ask(page(404), { method: "HEAD" });
    expect([status, headers.get("content-type"), body]).toEqual([404, "text/html; charset=utf-8", ""]);
  });

  test("is replaced however it is written", async () => {
    const ways: readonly Serve[] = [
      written(404, "text/html", "<html>"),
      (_request, response) => {
        response.writeHead(404, "Not Found", { "Content-Type": "text/html; charset=utf-8" }).end("<html>");
      },
      (_request, response) => {
        response.statusCode = 404;
        response.setHeader("content-type", "text/html").flushHeaders();
        response.end("<html>");
      },
      (_request, response) => {
        response.statusCode = 404;
        response.setHeader("content-type", "text/html").end("<html>", () => response.write("more"));
      },
    ];
    for (const way of ways) {
      const { body, headers } = await ask(way);
      expect(body).toBe(plainPage("absent", "en", String(headers.get("x-request-id"))));
    }
  });
});

describe("a page that failed", () => {
  test.each([500, 502])("with %i keeps its status and says what to quote", async (status) => {
    const answer = await ask(page(status));
    const requestId = String(answer.headers.get("x-request-id"));
    expect(answer.status).toBe(status);
    expect(answer.headers.get("retry-after")).toBeNull();
    expect(answer.body).toContain(`<h1>${messages.en.errors.title}</h1>`);
    expect(answer.body).toContain(messages.en.errors.internal);
    expect(answer.body).toContain(`href="">${messages.en.errors.again}</a>`);
    expect(answer.body).toContain(`internal · ${requestId}`);
  });

  test("is one where Next says so without a type to who waits for a page, and to nobody else", async () => {
    const untyped: Serve = (_request, response) => {
      response.statusCode = 500;
      response.end("Internal Server Error");
    };
    const asked = await ask(untyped, { headers: { accept: "text/html,*/*;q=0.8" } });
    expect(asked.body).toContain(messages.en.errors.internal);
    expect((await ask(untyped)).body).toBe("Internal Server Error");
  });

  test("stays in development, where Next shows why; one that does not exist does not", async () => {
    development = true;
    try {
      expect((await ask(page(500))).body).toContain("__next_error__");
      expect((await ask(page(404))).body).toContain(messages.en.errors.notFoundTitle);
      expect((await ask(outage(page(500)))).body).toContain(messages.en.errors.outage);
    } finally {
      development = false;
    }
  });
});

describe("while a database is away", () => {
  test.each(["text/html", "text/plain"])(
    "what failed as %s is 503 with a time to try again",
    async (type) => {
      const { status, headers, body } = await ask(outage(written(500, type, "broken")));
      expect([status, headers.get("retry-after")]).toEqual([503, "5"]);
      expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(body).toContain(`<h1>${messages.en.errors.outageTitle}</h1>`);
      expect(body).toContain(`system.unavailable · ${headers.get("x-request-id")}`);
    },
  );

  test.each([200, 404])("what could be shown all the same, with %i, stays as it is", async (status) => {
    const answer = await ask(outage(page(status)));
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(answer.body).toContain("draw()");
  });
});

describe("nothing is replaced", () => {
  test.each<[string, number, string]>([
    ["of the router's data", 404, "text/x-component"],
    ["of the router's data that failed", 500, "text/x-component"],
    ["of a problem document", 404, "application/problem+json"],
    ["of a problem document that failed", 500, "application/problem+json"],
    ["of a file", 404, "text/plain; charset=utf-8"],
    ["of what only begins like a page's type", 404, "text/htmlx"],
    ["of a page", 200, "text/html; charset=utf-8"],
    ["of a page that was refused", 403, "text/html; charset=utf-8"],
  ])("%s (%i, %s)", async (_what, status, type) => {
    const answer = await ask(written(status, type, "as it was"));
    expect([answer.status, answer.headers.get("content-type"), answer.body]).toEqual([
      status,
      type,
      "as it was",
    ]);
    const inPieces = await ask((_request, response) => {
      response.statusCode = status;
      response.setHeader("Content-Type", type);
      response.write("as it ");
      response.end("was");
    });
    expect([inPieces.status, inPieces.body]).toEqual([status, "as it was"]);
  });

  test("of what has no type", async () => {
    const answer = await ask((_request, response) => {
      response.statusCode = 404;
      response.end("as it was");
    });
    expect([answer.status, answer.body]).toEqual([404, "as it was"]);
  });
});

describe("the plain page", () => {
  test("has the colours of every other page", () => {
    const closeUp = (text: string) => text.replaceAll(/,\s+/g, ",");
    const theme = closeUp(readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8"));
    const used = plainPage("absent", "en", "x").match(/light-dark\(oklch\([^)]*\),oklch\([^)]*\)\)/g) ?? [];
    expect(used.length).toBeGreaterThan(5);
    for (const colour of used) expect(theme).toContain(closeUp(colour));
  });

  test("says nothing that its document would read as more than text", () => {
    for (const locale of locales)
      for (const kind of ["outage", "absent", "failed"] satisfies PlainKind[]) {
        const text = plainPage(kind, locale, "x").replace(/<style>[^<]*<\/style>/, "");
        expect(text).not.toMatch(/&|\{|\}/);
        expect(text.match(/<\w+/g)?.length).toBe(13);
      }
  });
});
