import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import {
  createServer,
  request as get,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accentStylesheet } from "#lib/kernel/accent-stylesheet.ts";
import { front } from "./front.ts";
import { type Style, stylesIn } from "./inline-styles.ts";

const href = "/_next/static/chunks/a.css";
const file = `<link rel="stylesheet" href="${href}" data-precedence="next"/>`;
const other = '<link rel="stylesheet" href="/brand/7a1f3d" data-precedence="brand"/>';
const accent = '<link rel="stylesheet" href="/brand/ffcc00" data-precedence="brand"/>';
const rules = '.é{content:"→";color:red}';
const styles: Readonly<Record<string, Style>> = {
  [href]: { text: rules, isWhole: false },
  "/brand/ffcc00": { text: ".b{}", isWhole: true },
};
const page = `<!DOCTYPE html><html><head><title>Dépôt</title>${file}${other}${accent}</head><body><p>Ça va →</p></body></html>`;
const pageWithStyles = `<!DOCTYPE html><html><head><title>Dépôt</title><style nonce="n+o/n=">${rules}</style>${other}<style nonce="n+o/n=">.b{}</style>${accent.replace("<link", '<link disabled=""')}</head><body><p>Ça va →</p>${file}</body></html>`;

const forDocument = { accept: "text/html,*/*;q=0.8", "accept-encoding": "gzip" };
const html = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "script-src 'nonce-n+o/n='",
};

const unpacking: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
};

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let port: number;
let write: (send: (chunk: string | Buffer) => void, response: ServerResponse) => void | Promise<void>;
let headers: Readonly<Record<string, string>>;
let status = 200;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
  const origin = `http://localhost:${port}`;
  const answer = front(
    { origin, consoleOrigin: origin, trustedProxies: 0, development: false },
    async (_request, response) => {
      response.statusCode = status;
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      await write((chunk) => response.write(chunk), response);
      response.end();
    },
    () => "other",
    (address) => styles[address] ?? null,
  );
  server.on("request", (request, response) => void answer(request, response));
});
afterAll(() => server.close());

interface Asked {
  readonly method?: string;
  readonly asked?: Readonly<Record<string, string>>;
  readonly sent?: Readonly<Record<string, string>>;
  readonly on?: (chunk: Buffer) => void;
}

function ask(
  what: typeof write,
  { method = "GET", asked = forDocument, sent = html, on }: Asked = {},
): Promise<Answer> {
  write = what;
  headers = sent;
  return new Promise((resolve, reject) => {
    const request = get(
      { port, host: "127.0.0.1", path: "/", method, headers: { host: `localhost:${port}`, ...asked } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          on?.(chunk);
        });
        response.on("error", reject);
        response.on("end", () => {
          const bytes = Buffer.concat(chunks);
          const unpack = unpacking[response.headers["content-encoding"] ?? ""];
          const body = (unpack && method !== "HEAD" ? unpack(bytes) : bytes).toString("utf8");
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        });
      },
    );
    request.on("error", reject);
    request.end();
  });
}

describe("a page's styles", () => {
  test("stand in its head, under its nonce, and their file at its end", async () => {
    const { body, headers } = await ask((send) => send(page));
    expect(body).toBe(pageWithStyles);
    expect(headers["content-length"]).toBeUndefined();
  });

  test("do so wherever the page is cut into pieces, compressed or not", async () => {
    const bytes = Buffer.from(page);
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.constantFrom("gzip", "br", "identity"), async (at, encoding) => {
        const ends = [...at, bytes.length].sort((a, b) => a - b);
        const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
        const asked = { ...forDocument, "accept-encoding": encoding };
        const send = (each: (piece: Buffer) => void) => pieces.forEach(each);
        const { body } = await ask(send, { asked });
        // The end of a body that comes in two pieces is not looked for; the file then comes after it.
        expect([pageWithStyles, pageWithStyles.replace(file, "") + file]).toContain(body);
      }),
      { numRuns: 100 },
    );
  });

  test("do not hold back what comes after the head", async () => {
    let first = () => {};
    const arrived = new Promise<void>((done) => {
      first = done;
    });
    const asked = { ...forDocument, "accept-encoding": "identity" };
    const { body } = await ask(
      async (send) => {
        send(page.slice(0, page.indexOf("<p>")));
        await arrived;
        send(page.slice(page.indexOf("<p>")));
      },
      { asked, on: () => first() },
    );
    expect(body).toBe(pageWithStyles);
  });

  test("replace a length that was said before", async () => {
    const sent = { ...html, "content-length": String(Buffer.byteLength(page)) };
    expect((await ask((send) => send(page), { sent })).body).toBe(pageWithStyles);
    const asked = { ...forDocument, "accept-encoding": "identity" };
    expect((await ask((send) => send(page), { sent, asked })).body).toBe(pageWithStyles);
  });
});

test("a page that is ended twice is ended once", async () => {
  const told: unknown[] = [];
  const asked = { ...forDocument, "accept-encoding": "identity" };
  const endTwice: typeof write = (_send, response) => {
    response.on("error", (cause) => told.push(cause));
    response.end(page);
  };
  const { body } = await ask(endTwice, { asked });
  expect(body).toBe(pageWithStyles);
  expect(told).toEqual([]);
});

describe("nothing is changed", () => {
  const kinds: Readonly<Record<string, Asked>> = {
    "for the router, which reads no head": { asked: { ...forDocument, rsc: "1" } },
    "for who does not ask for a page": { asked: { accept: "*/*", "accept-encoding": "gzip" } },
    "in what is no page": { sent: { ...html, "content-type": "text/plain; charset=utf-8" } },
    "in a page without a nonce": { sent: { "content-type": "text/html" } },
    "in a page whose nonce could end its own quotes": {
      sent: { ...html, "content-security-policy": "script-src 'nonce-\">x'" },
    },
  };
  for (const [kind, asked] of Object.entries(kinds)) {
    test(kind, async () => {
      expect((await ask((send) => send(page), asked)).body).toBe(page);
    });
  }

  test("where no body is wanted", async () => {
    expect((await ask((send) => send(page), { method: "HEAD" })).body).toBe("");
  });

  test("in a page without an end of its head, however long", async () => {
    const headless = `${file}${"é".repeat(40_000)}`;
    expect((await ask((send) => send(headless))).body).toBe(headless);
    expect((await ask((send) => send(file))).body).toBe(file);
  });

  test("in the plain page that takes the place of one that does not exist", async () => {
    status = 404;
    try {
      const { body, headers } = await ask((send) => send(page));
      expect(headers["content-encoding"]).toBeUndefined();
      expect(body).toContain("<h1>");
      expect(body).not.toContain(rules);
    } finally {
      status = 200;
    }
  });
});

describe("the styles of a build", () => {
  let build: string;
  beforeAll(() => {
    build = mkdtempSync(join(tmpdir(), "licet-styles-"));
    mkdirSync(join(build, "static/chunks"), { recursive: true });
    const files: Readonly<Record<string, string>> = {
      "a.css":
        '@font-face{font-family:a;src:url(../media/a.woff2)format("woff2")}@font-face{font-family:b;src:local("Arial")}.a{color:red}',
      "image.css": ".a{background:url(a.png)}",
      "import.css": '@import "b.css";',
      "end.css": '.a{content:"</style>"}',
      "a.js": "1",
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(build, "static/chunks", name), text);
  });
  afterAll(() => rmSync(build, { recursive: true }));

  test("leave the web fonts to their file, and stay a file where they ask for anything else", () => {
    const styleAt = stylesIn(build);
    const found = ["a.css", "image.css", "import.css", "end.css", "a.js", "b.css"].map((name) =>
      styleAt(`/_next/static/chunks/${name}`),
    );
    expect(found).toEqual([
      { text: '@font-face{font-family:b;src:local("Arial")}.a{color:red}', isWhole: false },
      ...[null, null, null, null, null],
    ]);
  });

  test("have the accents of firms beside them, and nothing that only looks like one", () => {
    const styleAt = stylesIn(build);
    const whole = { text: accentStylesheet("7a1f3d"), isWhole: true };
    expect([styleAt("/brand/7a1f3d"), styleAt("/brand/7a1f3d")]).toEqual([whole, whole]);
    expect(["/brand/", "/brand/7a1f3d.css", "/x/brand/7a1f3d", "7a1f3d", ""].map(styleAt)).toEqual(
      Array(5).fill(null),
    );
  });
});

describe("what is sent", () => {
  const long = { ...html, "content-type": "application/json" };
  const text = JSON.stringify("a".repeat(2_000));

  test("is compressed where who asked reads that", async () => {
    const { headers, body } = await ask((send) => send(text), { sent: long });
    expect(headers).toMatchObject({ "content-encoding": "gzip", vary: "Accept-Encoding" });
    expect(body).toBe(text);
  });

  test("is not where it is told as it happens, or is a picture", async () => {
    const live = { ...long, "cache-control": "no-store, no-transform" };
    const picture = { ...long, "content-type": "image/png" };
    for (const sent of [live, picture]) {
      expect((await ask((send) => send(text), { sent })).headers["content-encoding"]).toBeUndefined();
    }
  });
});
