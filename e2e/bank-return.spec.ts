import { createHash, randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import { newCanary } from "#scripts/testing/canary.ts";
import { call } from "./support/call.ts";
import { expect, test } from "./support/licet.ts";
import { plantConnection, plantQuestion, questions } from "./support/links.ts";
import type { TestPerson } from "./support/people.ts";
import { atRest, openKeyDatabase } from "./support/places.ts";
import { plantSession } from "./support/sessions.ts";

/** Somebody whom their bank will send back with a code, and the address that it sends them to. */
async function away(sql: Sql, person: TestPerson) {
  const connectionId = await plantConnection(sql, person);
  const authorisationId = await plantQuestion(sql, person, connectionId, questions.redirect);
  const state = randomBytes(32).toString("base64url");
  await sql`update authorisations set return_hash = ${createHash("sha256").update(state).digest()}
    where authorisation_id = ${authorisationId}`;
  const code = newCanary();
  const path = `/bank-access/return?${new URLSearchParams({ state, code: code.value })}`;
  return { connectionId, authorisationId, code, path };
}

const rowOf = (sql: Sql, id: string) => sql`select * from authorisations where authorisation_id = ${id}`;

test.describe("the address that a bank sends a browser back to", () => {
  test("is its investor’s alone: anybody else’s browser finishes nothing with it", async ({
    sql,
    newPerson,
  }) => {
    const [person, other] = [await newPerson({ role: "investor" }), await newPerson({ role: "investor" })];
    const { connectionId, authorisationId, path } = await away(sql, person);
    const before = await rowOf(sql, authorisationId);
    const own = await call(path, await plantSession(sql, person));
    expect(own.body).toContain(connectionId);
    const theirs = await call(path, await plantSession(sql, other));
    expect(theirs.status).toBe(200);
    expect(theirs.body).not.toContain(connectionId);
    expect(theirs.body).not.toContain(authorisationId);
    const wrong = await call(path.replace(/state=[^&]+/, "state=guessed"), await plantSession(sql, person));
    expect(wrong.body).not.toContain(connectionId);
    // To look at it changes nothing, whoever does.
    expect(await rowOf(sql, authorisationId)).toEqual(before);
  });

  test("goes nowhere else: not into a sign-in’s way on, and not to whom the page leads", async ({
    sql,
    newPerson,
  }) => {
    const { path, code } = await away(sql, await newPerson({ role: "investor" }));
    const answer = await call(path);
    expect(answer.headers.location).toBe("/sign-in?next=%2Fbank-access%2Freturn");
    expect(answer.headers["referrer-policy"]).toBe("strict-origin");
    expect(JSON.stringify(answer.headers)).not.toContain(code.value.slice(5, 20));
  });

  test("leads on to the accounts where the bank said yes to us before the browser was back", async ({
    page,
    sql,
    signedInAs,
  }) => {
    const person = await signedInAs({ role: "investor" });
    const late = `/bank-access/return?state=${"x".repeat(43)}&code=late`;
    await page.goto(late);
    await expect(page.getByText("Nothing is waiting for this answer")).toBeVisible();
    const connectionId = await plantConnection(sql, person, { state: "choosing" });
    await page.goto(late);
    await expect(page).toHaveURL(`/bank-access/${connectionId}/accounts`);
    // Who comes without an answer, or with the bank's no, is led nowhere.
    for (const other of ["/bank-access/return", `${late}&error=access_denied`]) {
      await page.goto(other);
      await expect(page.getByText("Nothing is waiting for this answer")).toBeVisible();
    }
    // With two it is not known which one is meant.
    await plantConnection(sql, person, { state: "choosing" });
    await page.goto(late);
    await expect(page.getByText("Nothing is waiting for this answer")).toBeVisible();
  });

  test("leaves the browser’s address at once, and is at rest nowhere", async ({ page, sql, signedInAs }) => {
    const person = await signedInAs({ role: "investor" });
    const { connectionId, code, path } = await away(sql, person);
    const referers: (string | undefined)[] = [];
    page.on("request", async (request) => {
      referers.push((await request.allHeaders().catch(() => request.headers())).referer);
    });
    await page.goto(path);
    await expect(page).not.toHaveURL(/code=/);
    // Nobody leads this dialog, so the answer stays with the browser, which says so.
    await expect(page.locator("main")).toContainText(/./);
    expect(await page.evaluate(() => JSON.stringify(history.state) + document.referrer)).not.toContain(
      "code=",
    );
    await page.goto(`/bank-access/${connectionId}/confirm`);
    expect(referers.filter((one) => one?.includes("code="))).toEqual([]);
    const keys = openKeyDatabase();
    expect(await atRest(sql, keys, code)).toEqual([]);
    await keys.end({ timeout: 1 });
  });
});
