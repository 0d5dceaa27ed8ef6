import type { Page } from "@playwright/test";
import type { Sql } from "postgres";

import { actionNamed, callAction, outcomeOf } from "./support/actions.ts";
import { call, callForData } from "./support/call.ts";
import { expect, test } from "./support/licet.ts";
import { isDisabled } from "./support/people.ts";
import { openPeople, pressDisable } from "./support/people-page.ts";
import { giveSession, plantSession, sessionCookie } from "./support/sessions.ts";

const signOut = (page: Page) => page.getByRole("button", { name: "Sign out", exact: true }).click();

/** A copied cookie opens nothing any more: no page, none of its data for the router, no server action. */
async function isDeadEverywhere(cookie: string, path: string): Promise<void> {
  for (const headers of [{}, { rsc: "1" }]) {
    const answer = await callForData(path, { cookie, headers });
    expect(`${answer.headers.location ?? ""}${answer.body}`).toContain("/sign-in?notice=expired");
    expect(answer.body).not.toContain("Test Person");
  }
  const refused = await callAction(actionNamed("endOtherSessionsAction"), { form: {} }, { cookie });
  expect(outcomeOf(refused)).toBe("→ /sign-in");
}

test.describe("a cookie that was copied", () => {
  test("is worth nothing once its owner has signed out", async ({ page, signedInAs, sql }) => {
    const investor = await signedInAs({ role: "investor" });
    await page.goto("/home");
    expect((await call("/home", investor.session)).body).toContain(investor.name);
    await signOut(page);
    await expect(page).toHaveURL("/sign-in?notice=signedOut");
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain(sessionCookie);

    await isDeadEverywhere(investor.session.cookie, "/home");
    const changed = { form: { locale: "fr" } };
    await callAction(actionNamed("changeLocaleAction"), changed, { cookie: investor.session.cookie });
    const [person] = await sql`select locale from people where person_id = ${investor.personId}`;
    expect(person?.locale).toBeNull();

    await page.goBack();
    await expect(page.getByText(investor.name)).toHaveCount(0);
  });

  test("is worth nothing after “Sign out everywhere else”, and the browser that said so stays in", async ({
    page,
    signedInAs,
    sql,
  }) => {
    const investor = await signedInAs({ role: "investor" });
    const elsewhere = await plantSession(sql, investor, { device: "Safari, iOS" });
    const atWork = await plantSession(sql, investor, { device: "Edge, Windows" });
    await page.goto("/security");
    await page.getByRole("button", { name: "Sign out there: Safari, iOS" }).click();
    await expect(page.getByText("Safari, iOS")).toHaveCount(0);
    await isDeadEverywhere(elsewhere.cookie, "/home");
    expect((await call("/home", atWork)).status).toBe(200);

    await page.getByRole("button", { name: "Sign out everywhere else" }).click();
    await expect(page.getByText("Edge, Windows")).toHaveCount(0);
    await isDeadEverywhere(atWork.cookie, "/home");
    await page.goto("/home");
    await expect(page.getByRole("heading", { name: `Welcome, ${investor.name}` })).toBeVisible();
  });

  test("is worth nothing when a character of it is changed", async ({ signedInAs }) => {
    const { session } = await signedInAs({ role: "investor" });
    const at = session.cookie.length - 20;
    const changed = session.cookie[at] === "A" ? "B" : "A";
    const forged = session.cookie.slice(0, at) + changed + session.cookie.slice(at + 1);
    expect((await call("/home", { cookie: forged })).headers.location).toBe("/sign-in?next=%2Fhome");
  });
});

test("disabling a person ends their sessions everywhere at once, and enabling opens the door again", async ({
  page,
  browser,
  newPerson,
  signedInAs,
  sql,
  source,
}) => {
  const target = await newPerson({ role: "advisor" });
  const sessions = [await plantSession(sql, target), await plantSession(sql, target)];
  const theirs = await browser.newContext({ extraHTTPHeaders: { "X-Forwarded-For": source } });
  await giveSession(theirs, sessions[0]!);
  const theirPage = await theirs.newPage();
  await theirPage.goto("/advisor");

  await signedInAs({ role: "admin" });
  await openPeople(page, target.name);
  await pressDisable(page, target.name);
  await expect(page.getByRole("button", { name: `Enable ${target.name}` })).toBeVisible();
  for (const { cookie } of sessions) await isDeadEverywhere(cookie, "/advisor");
  await theirPage.getByRole("link", { name: "Security" }).click();
  await expect(theirPage).toHaveURL(/\/sign-in\?notice=expired/);

  await page.getByRole("button", { name: `Enable ${target.name}` }).click();
  await expect(page.getByText(`Disable ${target.name}`).first()).toBeAttached();
  expect(await isDisabled(sql, target)).toBe(false);
  await isDeadEverywhere(sessions[1]!.cookie, "/advisor");
  await theirs.close();
});

test.describe("a session ends by itself", () => {
  const ways = {
    "after its minutes without a request": (sql: Sql, id: string) =>
      sql`update sessions set last_seen_at = now() - make_interval(mins => idle_minutes, secs => 1)
        where session_id = ${id}`,
    "after twelve hours, however busy": (sql: Sql, id: string) =>
      sql`update sessions set expires_at = now() - interval '1 second', last_seen_at = now() where session_id = ${id}`,
  };
  for (const [when, pass] of Object.entries(ways)) {
    test(when, async ({ page, signedInAs, sql }) => {
      const { session } = await signedInAs({ role: "investor" });
      await page.goto("/home");
      await pass(sql, session.sessionId);
      await page.getByRole("link", { name: "Security" }).click();

      await expect(page).toHaveURL("/sign-in?notice=expired&next=%2Fsecurity");
      await expect(page.getByText("Your session has ended. Sign in again to go on.")).toBeVisible();
      await isDeadEverywhere(session.cookie, "/home");
    });
  }

  test("but not while it is in use", async ({ signedInAs, sql }) => {
    const { session } = await signedInAs({ role: "investor" });
    await sql`update sessions set last_seen_at = now() - make_interval(mins => idle_minutes - 1)
      where session_id = ${session.sessionId}`;
    expect((await call("/home", session)).status).toBe(200);
    const [row] = await sql`select last_seen_at > now() - interval '10 seconds' as fresh from sessions
      where session_id = ${session.sessionId}`;
    expect(row?.fresh).toBe(true);
  });
});

test("signing in again in the same browser ends the session that it had", async ({ page, signedInAs }) => {
  const { session } = await signedInAs({ role: "investor" });
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Oliver Whitcombe" }).click();
  await expect(page).toHaveURL("/advisor");
  await isDeadEverywhere(session.cookie, "/home");
});
