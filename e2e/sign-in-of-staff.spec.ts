import type { Page } from "@playwright/test";

import { faults } from "#sandbox/idp/id-token.ts";
import { addAuthenticator } from "./support/authenticator.ts";
import { expect, test } from "./support/licet.ts";
import { castMember, clearPerson } from "./support/people.ts";
import { chooseAtProvider, signInAtProvider, spoilNextToken } from "./support/provider.ts";
import { copyCookie } from "./support/sessions.ts";
import { stack } from "./support/stack.ts";

const rejected = "Your firm’s sign-in was not accepted.";

test.describe("staff sign in at their firm’s identity provider", () => {
  test("as an advisor, and are in", async ({ page }) => {
    await signInAtProvider(page, "Oliver Whitcombe");
    await expect(page).toHaveURL("/advisor");
    await expect(page.getByRole("heading", { name: "Clients", exact: true })).toBeVisible();
  });

  test("and go on to the page that they asked for", async ({ page }) => {
    await page.goto("/advisor/security");
    await page.getByRole("link", { name: "I work for a firm" }).click();
    await page.getByRole("button", { name: "Sign in with your firm’s account" }).click();
    await chooseAtProvider(page, "Oliver Whitcombe");
    await expect(page).toHaveURL("/advisor/security");
  });

  test("but not when they cancel there", async ({ page }) => {
    await page.goto("/sign-in/staff");
    await page.getByRole("button", { name: "Sign in with your firm’s account" }).click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(page).toHaveURL(/^[^?]*\/sign-in\/staff\?/);
    await expect(page.getByText(rejected)).toBeVisible();
  });
});

test.describe("an administrator’s identity provider alone opens nothing", () => {
  const admin = castMember("Zoé Ångström");
  test.beforeEach(({ sql }) => clearPerson(sql, admin));
  test.afterEach(({ sql }) => clearPerson(sql, admin));

  test("until the first passkey is enrolled, and from then on until it confirms", async ({
    page,
    context,
  }) => {
    await addAuthenticator(page);
    await signInAtProvider(page, admin.name);
    await expect(page).toHaveURL(/\/sign-in\/second-factor/);
    await expect(page.getByRole("heading", { name: "Add a passkey" })).toBeVisible();
    const pending = await copyCookie(context);
    await page.getByRole("button", { name: "Add this passkey" }).click();
    await expect(page).toHaveURL("/console");
    expect(await copyCookie(context)).not.toBe(pending);

    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await expect(page).toHaveURL("/sign-in?notice=signedOut");
    await signInAtProvider(page, admin.name);
    await expect(page.getByRole("heading", { name: "Confirm with your passkey" })).toBeVisible();
    const waiting = await copyCookie(context);
    await page.getByRole("button", { name: "Confirm with your passkey" }).click();
    await expect(page).toHaveURL("/console");

    const replayed = await page.request.get("/console", { headers: { cookie: waiting }, maxRedirects: 0 });
    expect(replayed.headers().location).toBe("/sign-in?next=%2Fconsole");
  });

  test("and leaves no console page open meanwhile, only the way out", async ({ page }) => {
    await signInAtProvider(page, admin.name);
    await expect(page.getByRole("heading", { name: "Add a passkey" })).toBeVisible();
    for (const path of ["/console", "/console/people", "/console/permissions", "/console/security", "/"]) {
      await page.goto(path);
      await expect(page).toHaveURL(/\/sign-in\/second-factor/);
    }
    await page.getByRole("button", { name: "Sign out and use another account" }).click();
    await expect(page).toHaveURL("/sign-in?notice=signedOut");
  });
});

test("a compliance officer enrols a passkey and lands in the console", async ({ page, sql }) => {
  const officer = castMember("Anaïs Fouquet-Delacroix");
  await clearPerson(sql, officer);
  await addAuthenticator(page);
  await signInAtProvider(page, officer.name);
  await page
    .getByRole("button")
    .filter({ hasText: /passkey|clé d’accès/i })
    .click();
  await expect(page).toHaveURL("/console");
  await clearPerson(sql, officer);
});

test.describe("what the identity provider says is refused", () => {
  for (const fault of faults) {
    test(`when it lies by ${fault}`, async ({ page, sql }) => {
      const advisor = castMember("Benoît");
      await clearPerson(sql, advisor);
      await page.goto("/sign-in/staff");
      await page.getByRole("button", { name: "Sign in with your firm’s account" }).click();
      await spoilNextToken(advisor.name, fault);
      await chooseAtProvider(page, advisor.name);

      await expect(page.getByText(rejected)).toBeVisible();
      expect((await page.context().cookies()).map(({ name }) => name)).not.toContain("__Host-licet.session");
      expect(await sql`select 1 from sessions where person_id = ${advisor.personId}`).toHaveLength(0);
    });
  }

  test("when it comes to a browser that did not ask", async ({ page, browser, source }) => {
    const callback = await answerFor(page, "Marta Cebrián Quiñones");
    const elsewhere = await browser.newContext({ extraHTTPHeaders: { "X-Forwarded-For": source } });
    const victim = await elsewhere.newPage();
    await victim.goto(callback);

    await expect(victim.getByText(rejected)).toBeVisible();
    expect((await elsewhere.cookies()).map(({ name }) => name)).not.toContain("__Host-licet.session");
    await elsewhere.close();
  });

  test("when it comes to a browser that asked for itself", async ({ page, browser, source }) => {
    const callback = await answerFor(page, "Marta Cebrián Quiñones");
    const elsewhere = await browser.newContext({ extraHTTPHeaders: { "X-Forwarded-For": source } });
    const victim = await elsewhere.newPage();
    await answerFor(victim, "Oliver Whitcombe");
    await victim.goto(callback);

    await expect(victim.getByText(rejected)).toBeVisible();
    await elsewhere.close();
  });

  test("when it comes a second time", async ({ page }) => {
    const callback = await answerFor(page, "Marta Cebrián Quiñones");
    await page.goto(callback);
    await expect(page).toHaveURL("/advisor");
    await page.goto(callback);
    await expect(page).toHaveURL(/\/sign-in\/staff\?/);
  });
});

/** The address that the provider sends this browser back to, not followed yet. */
async function answerFor(page: Page, name: string): Promise<string> {
  await page.goto("/sign-in/staff");
  await page.getByRole("button", { name: "Sign in with your firm’s account" }).click();
  await expect(page.getByRole("button", { name: `Continue as ${name}` })).toBeVisible();
  const asked = Object.fromEntries(new URL(page.url()).searchParams);
  const subject = await page.getByRole("button", { name: `Continue as ${name}` }).getAttribute("value");
  const answer = await page.request.post(`${stack.phoneOrigin}/idp/authorize`, {
    form: { ...asked, subject: subject ?? "" },
    headers: { origin: stack.phoneOrigin },
    maxRedirects: 0,
  });
  return answer.headers().location ?? "";
}
