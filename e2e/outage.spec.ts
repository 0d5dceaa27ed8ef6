import { messages } from "#lib/i18n/messages.ts";
import { locales } from "#lib/kernel/locale.ts";
import { actionNamed, callAction, outcomeOf } from "./support/actions.ts";
import { call, formBody } from "./support/call.ts";
import { expect, test } from "./support/licet.ts";
import { type OwnWeb, startOwnWeb } from "./support/own-web.ts";
import { plantSession } from "./support/sessions.ts";

/** Words of a stack, a statement, an address or a version, which are nobody's business outside. */
const leaks = /ECONN|postgres|select |\.ts:|at async|node_modules|localhost:\d+\/licet|AppError|drizzle/i;

test.describe("while the data database is away", () => {
  let web: OwnWeb;
  test.beforeAll(async () => {
    web = await startOwnWeb();
  });
  test.afterAll(() => web.stop());
  test.beforeEach(() => web.cut());
  test.afterEach(() => web.mend());

  for (const locale of locales) {
    test(`a page is 503 with a time to try again, and says so calmly in ${locale}`, async ({
      sql,
      newPerson,
    }) => {
      const person = await newPerson({ role: "investor" });
      const { cookie } = await plantSession(sql, person, { origin: web.origin });
      for (const path of ["/home", "/", "/security", "/step-up", "/sign-in"]) {
        const answer = await call(path, {
          origin: web.origin,
          cookie,
          headers: { "accept-language": locale },
        });
        expect(answer.status, path).toBe(503);
        expect(answer.headers["retry-after"]).toBe("5");
        expect(answer.headers["content-type"]).toContain("text/html");
        expect(answer.headers["cache-control"]).toContain("no-store");
        expect(answer.headers.link).toBeUndefined();
        expect(answer.body).toContain(messages[locale].errors.outage);
        expect(answer.body).toContain(`<html lang="${locale}">`);
        expect(answer.body).toContain(String(answer.headers["x-request-id"]));
        expect(answer.body).not.toMatch(leaks);
      }
    });
  }

  test("a server action is 503 with its code, and its form keeps what was typed", async ({ page }) => {
    const asked = { form: { email: "somebody@example.com" } };
    const answer = await callAction(actionNamed("requestMailAction"), asked, { origin: web.origin });
    expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "5"]);
    expect(outcomeOf(answer)).toBe("system.unavailable");
    expect(answer.body).not.toMatch(leaks);

    web.mend();
    await page.goto(`${web.origin}/sign-in`);
    web.cut();
    await page.getByRole("textbox", { name: "Email address" }).fill("somebody@example.com");
    await page.getByRole("button", { name: "Send me a sign-in link" }).click();
    await expect(page.getByText(messages.en.errors.system.unavailable)).toBeVisible();
    await expect(page.getByRole("textbox", { name: "Email address" })).toHaveValue("somebody@example.com");
    web.mend();
    await page.getByRole("button", { name: "Send me a sign-in link" }).click();
    await expect(page.getByText("Check your mail")).toBeVisible();
  });

  test("a way within the page leads to the same words, and on from there once it is back", async ({
    page,
    context,
    sql,
    newPerson,
  }) => {
    const investor = await newPerson({ role: "investor" });
    const { value } = await plantSession(sql, investor, { origin: web.origin });
    const url = web.origin.replace("http:", "https:");
    await context.addCookies([
      { name: "__Host-licet.session", value, url, httpOnly: true, secure: true, sameSite: "Lax" },
    ]);
    web.mend();
    await page.goto(`${web.origin}/home`);
    web.cut();
    await page.getByRole("link", { name: "Security" }).click();
    await expect(page.getByRole("heading", { name: messages.en.errors.outageTitle })).toBeVisible();
    web.mend();
    await page.reload();
    await expect(page.getByRole("heading", { name: "Security" })).toBeVisible();
  });

  test("a route is a problem document with 503, and staff are led to words", async () => {
    const ready = await call("/api/ready", { origin: web.origin });
    expect([ready.status, ready.headers["retry-after"]]).toEqual([503, "5"]);
    expect(JSON.parse(ready.body).parts).toMatchObject({ dataDatabase: false, keyDatabase: true });
    const start = await call("/api/auth/signin/oidc", {
      origin: web.origin,
      method: "POST",
      ...formBody({ callbackUrl: "/advisor" }),
    });
    expect([start.status, start.headers.location]).toEqual([
      303,
      "/sign-in/staff?notice=unavailable&next=%2Fadvisor",
    ]);
    const key = await call("/audit/checkpoint", { origin: web.origin });
    expect([key.status, key.headers["retry-after"]]).toEqual([503, "5"]);
    expect(JSON.parse(key.body)).toMatchObject({ code: "system.unavailable", status: 503 });
    expect(`${ready.body}${key.body}`).not.toMatch(leaks);
  });
});

test.describe("the way to a firm’s identity provider", () => {
  const start = async (web: OwnWeb, path = "/api/auth/signin/oidc") =>
    (await call(path, { origin: web.origin, method: "POST", ...formBody({ callbackUrl: "/advisor" }) }))
      .headers.location;

  test("ends in words where there is none", async () => {
    const web = await startOwnWeb((environment) =>
      Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("LICET_OIDC_"))),
    );
    expect(await start(web)).toBe("/sign-in/staff?notice=notOffered&next=%2Fadvisor");
    const answer = await call("/api/auth/callback/oidc?code=x&state=y", { origin: web.origin });
    expect(answer.headers.location).toBe("/sign-in/staff?notice=notOffered");
    await web.stop();
  });

  test("ends in words where it does not answer, at sign-in and at step-up", async () => {
    const web = await startOwnWeb((environment) => ({
      ...environment,
      LICET_OIDC_ISSUER: "https://localhost:1",
    }));
    expect(await start(web)).toBe("/sign-in/staff?notice=unavailable&next=%2Fadvisor");
    expect(await start(web, "/api/auth/signin/oidc?prompt=login")).toBe(
      "/step-up?notice=unavailable&next=%2Fadvisor",
    );
    await web.stop();
  });
});
