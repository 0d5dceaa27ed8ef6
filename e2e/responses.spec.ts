import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { messages } from "#lib/i18n/messages.ts";
import { actionNamed, callAction } from "./support/actions.ts";
import { type Answer, call, callForData, formBody } from "./support/call.ts";
import { expect, test } from "./support/licet.ts";
import { stack } from "./support/stack.ts";
import { speak } from "./support/states.ts";

const files = (folder: string): string[] =>
  readdirSync(join(stack.buildDirectory, folder), { recursive: true, encoding: "utf8" });
const staticFile = (ending: string): string =>
  `/_next/static/${files("static").find((name) => name.endsWith(ending))}`;

/** What may be kept: names of these files change with what is in them, and the icon is asked about again. */
const keptAs: Readonly<Record<string, RegExp>> = {
  "200, a script": /^public, max-age=31536000, immutable$/,
  "200, a font": /^public, max-age=31536000, immutable$/,
  "200, a firm’s stylesheet": /immutable/,
  "200, a file": /^public, max-age=0$/,
};

test.describe("every response carries the security headers:", () => {
  const responses: Readonly<Record<string, () => Promise<Answer>>> = {
    "200, a page": () => call("/sign-in"),
    "200, a script": () => call(staticFile(".js")),
    "200, a font": () => call(staticFile(".woff2")),
    "200, a file": () => call("/icon.svg"),
    "200, a firm’s stylesheet": () => call("/brand/7a1f3d"),
    "200, a route": () => call("/api/health"),
    "303, a way out": () => call("/signed-out"),
    "200, a server action": () => callAction(actionNamed("signOutAction"), { form: {} }),
    "307, a page that wants a sign-in": () => call("/home"),
    "308, a slash too many": () => call("/sign-in/"),
    "400, another host’s address": () => call("//evil.example/"),
    "403, another site": () =>
      call("/sign-in", { method: "POST", headers: { origin: "https://evil.example" } }),
    "404, a page": () => call("/nowhere"),
    "404, a script": () => call("/_next/static/chunks/nothing.js"),
    "405, a method": () => call("/", { method: "DELETE" }),
    "421, a hostname": () => call("/", { headers: { host: "evil.example" } }),
  };
  for (const [name, ask] of Object.entries(responses)) {
    test(name, async () => {
      const answer = await ask();
      expect(answer.status).toBe(Number(name.slice(0, 3)));
      expect(answer.headers).toMatchObject({
        "strict-transport-security": "max-age=63072000; includeSubDomains",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": expect.stringContaining("camera=()"),
        "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
        "cache-control": expect.stringMatching(keptAs[name] ?? /no-store/),
        "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      expect(answer.headers).not.toHaveProperty("x-powered-by");
      expect(answer.headers).not.toHaveProperty("server");
      expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
    });
  }
});

test.describe("the content security policy", () => {
  test("has a nonce of its own for each response, and no inline script", async () => {
    const policies = (await Promise.all([call("/sign-in"), call("/sign-in"), call("/")])).map(
      ({ headers, body }) => ({ policy: String(headers["content-security-policy"]), body }),
    );
    const nonces = policies.map(({ policy }) => /script-src [^;]*'nonce-([^']+)'/.exec(policy)?.[1]);
    expect(new Set(nonces).size).toBe(3);
    for (const [at, { policy, body }] of policies.entries()) {
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).not.toMatch(/unsafe-(inline|eval|hashes)|\*|https?:(?!\/\/localhost)/);
      for (const [tag] of body.matchAll(/<script\b[^>]*>/g)) expect(tag).toContain(`nonce="${nonces[at]}"`);
      expect(body).not.toMatch(/\son[a-z]+="/);
    }
  });

  test("stops a script that is not ours", async ({ page }) => {
    const refused = page.waitForEvent("console", (message) =>
      message.text().includes("Content Security Policy"),
    );
    await page.goto("/sign-in");
    await page.evaluate(() => {
      const script = document.createElement("div");
      script.innerHTML = `<img src="x:" onerror="document.title = 'taken'">`;
      document.body.append(script);
    });
    await refused;
    await expect(page).not.toHaveTitle("taken");
  });
});

test.describe("a page’s styles", () => {
  test("are there before any of their files is, the firm’s accent too", async ({ page, signedInAs }) => {
    await signedInAs({ role: "investor" });
    const files: string[] = [];
    await page.route(/\.css$|\/brand\//, (route) => {
      files.push(new URL(route.request().url()).pathname);
      return route.abort();
    });
    const look = () =>
      page.evaluate(() => {
        const firm = getComputedStyle(document.querySelector("[data-accent]") as Element);
        return [firm.display, getComputedStyle(document.body).backgroundColor, firm.accentColor];
      });
    await page.goto("/home", { waitUntil: "commit" });
    await page.waitForSelector("[data-accent]");
    const before = await look();
    await expect.poll(() => files.some((path) => path.startsWith("/_next/static/chunks/"))).toBe(true);
    await page.unrouteAll();
    await page.goto("/home");
    expect(await look()).toEqual(before);
    expect(before[0]).toBe("flex");
  });

  test("ask for their fonts by the file’s address and not the page’s", async ({ page }) => {
    const referers: string[] = [];
    page.on("requestfinished", async (request) => {
      if (request.resourceType() === "font") referers.push((await request.allHeaders()).referer ?? "none");
    });
    await page.goto("/sign-in?next=/home", { waitUntil: "networkidle" });
    expect(referers.length).toBeGreaterThan(0);
    for (const referer of referers) expect(referer).toMatch(/\.css$/);
  });
});

test.describe("a page that does not exist is readable without JavaScript:", () => {
  test.use({ javaScriptEnabled: false });

  for (const [what, path] of Object.entries({ "another face’s": "/console", "nobody’s": "/nowhere" })) {
    test(what, async ({ page, context, signedInAs }) => {
      await signedInAs({ role: "investor" });
      for (const locale of ["en", "fr"] as const) {
        await speak(context, locale);
        const answer = await page.goto(path);
        expect(answer?.status()).toBe(404);
        await expect(page.locator("html")).toHaveAttribute("lang", locale);
        const { errors } = messages[locale];
        await expect(page.getByRole("heading", { name: errors.notFoundTitle })).toBeVisible();
        await expect(page.getByText(errors.request.not_found)).toBeVisible();
        // So axe, which needs script, sees the same page in `states.spec.ts`.
        await expect(page.locator("script")).toHaveCount(0);
      }
      await page.getByRole("link", { name: messages.fr.errors.home }).click();
      await expect(page).toHaveURL("/home");
    });
  }

  test("and the router’s data of one stays data", async ({ signedInAs }) => {
    const { session } = await signedInAs({ role: "investor" });
    for (const path of ["/console", "/nowhere"]) {
      const answer = await callForData(path, { cookie: session.cookie, headers: { rsc: "1" } });
      expect(answer.headers["content-type"]).toContain("text/x-component");
      expect(answer.body).not.toContain("<html");
    }
  });
});

test("every cookie is bound to this host, secure, out of reach of scripts and of other sites", async ({
  source,
}) => {
  const headers = { "x-forwarded-for": source };
  const start = await call("/api/auth/signin/oidc", { method: "POST", ...formBody({ callbackUrl: "/" }) });
  const locale = await callAction(actionNamed("changeLocaleAction"), { form: { locale: "pt" } });
  const signIn = await call("/sign-in", { headers });
  const personId = /name="personId" value="([^"]+)"/.exec(signIn.body)?.[1] ?? "";
  const signedIn = await callAction(
    actionNamed("signInAsPersonaAction"),
    { form: { personId } },
    { headers },
  );

  const cookies = [start, locale, signedIn].flatMap((answer) => answer.headers["set-cookie"] ?? []);
  const names = cookies.map((cookie) => cookie.split("=")[0]);
  expect(names).toEqual(
    expect.arrayContaining(["__Host-licet.session", "__Host-licet.locale", "__Host-licet.state"]),
  );
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^__Host-licet\.[a-z]+=/);
    expect(cookie).toMatch(/; ?Secure/i);
    expect(cookie).toMatch(/; ?HttpOnly/i);
    expect(cookie).toMatch(/; ?SameSite=(Lax|Strict)/i);
    expect(cookie).toMatch(/; ?Path=\/(;|$)/i);
    expect(cookie).not.toMatch(/; ?Domain=/i);
  }
});

test("nothing behind sign-in is kept by a cache, whatever the address ends in", async ({ signedInAs }) => {
  const { session, name } = await signedInAs({ role: "investor" });
  const options = { cookie: session.cookie };
  const answers = [
    await call("/home", options),
    await callForData("/home", { ...options, headers: { rsc: "1" } }),
    await callForData("/security", { ...options, headers: { rsc: "1", "next-router-prefetch": "1" } }),
  ];
  expect(answers[0]?.body).toContain(name);
  for (const { headers } of answers) expect(headers["cache-control"]).toContain("no-store");
  for (const ending of ["/x.css", ";x.css", "%0a.js", ".css", "/..;/x.js", "%2ejs"]) {
    const path = `/home${ending}`;
    const answer = await call(path, options);
    expect({ path, leaks: answer.body.includes(name) }).toEqual({ path, leaks: false });
    expect(answer.headers["cache-control"]).toContain("no-store");
  }
});

test("signing out empties the browser’s caches", async () => {
  const answer = await call("/signed-out");
  expect([answer.status, answer.headers.location]).toEqual([303, "/sign-in?notice=signedOut"]);
  expect(answer.headers["clear-site-data"]).toContain('"cache"');
});

test("health and readiness say which part, and nothing more", async () => {
  expect(JSON.parse((await call("/api/health")).body)).toEqual({ status: "ok" });
  const parts = { dataDatabase: true, keyDatabase: true, worker: true };
  const ready = await call("/api/ready");
  expect(ready.status).toBe(200);
  expect(JSON.parse(ready.body)).toMatchObject({
    status: "ready",
    parts,
    institutions: { refusedSince: null },
  });
});

test.describe("nothing of the inside is given away:", () => {
  test("no source maps, neither served nor named", async () => {
    const scripts = files("static").filter((name) => /\.(js|css)$/.test(name));
    expect(files("static").filter((name) => name.endsWith(".map"))).toEqual([]);
    for (const name of scripts) {
      expect(readFileSync(join(stack.buildDirectory, "static", name), "utf8")).not.toContain(
        "sourceMappingURL",
      );
    }
    expect((await call(`/_next/static/${scripts[0]}.map`)).status).toBe(404);
  });

  test("no stack, path or query in an error", async ({ signedInAs }) => {
    const { session } = await signedInAs({ role: "admin" });
    const { cookie } = session;
    const action = actionNamed("disablePersonAction");
    const answers = [
      await call("/nowhere"),
      await call("/%E0%A4%A"),
      await call("/brand/%00"),
      await call("/api/auth/callback/oidc?code=x&state=y"),
      await call("/sign-in/confirm?token=%00"),
      await call("/sign-in?next=%ff"),
      await call("/home", { cookie: "__Host-licet.session=x.y.z" }),
      await callAction(action, { form: { personId: "'; drop table people; --" } }, { cookie }),
      await callAction(action, { form: {} }, { cookie }),
      await callAction(action, { value: { nothing: true } }, { cookie }),
      await callAction({ ...action, id: "0".repeat(42) }, { form: {} }, { cookie }),
    ];
    for (const [at, { body, status }] of answers.entries()) {
      expect(body).not.toMatch(
        /\bat \S+ \(|node_modules|\.tsx?:\d|postgres|drizzle|select .* from|insert into/i,
      );
      expect(body).not.toContain(stack.buildDirectory);
      expect({ at, isOurs: status < 500 }).toEqual({ at, isOurs: true });
    }
  });

  test("no page of a developer’s or a library’s own", async () => {
    const places = [
      "/api/auth/providers",
      "/api/auth/session",
      "/api/auth/csrf",
      "/api/auth/signout",
      "/metrics",
    ];
    const more = [
      "/debug",
      "/.env",
      "/package.json",
      "/_next/static/development/_buildManifest.js",
      "/__nextjs_source-map",
    ];
    for (const path of [
      ...places,
      ...more,
      "/_next/image?url=%2Ficon.svg&w=64&q=75",
      "/_next/server/app-paths-manifest.json",
    ]) {
      const { status } = await call(path);
      expect({ path, refused: status >= 400 && status < 500 }).toEqual({ path, refused: true });
    }
  });
});
