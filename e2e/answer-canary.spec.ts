import type { Sql } from "postgres";
import { demoPassword } from "#sandbox/bank/family/people.ts";
import { tenantIdOf } from "#scripts/seed.ts";
import { type Canary, canaryOf, formsIn } from "#scripts/testing/canary.ts";
import { typeAccess } from "./support/bank-access.ts";
import { expect, test } from "./support/licet.ts";
import { plantConsent } from "./support/links.ts";
import { firmNamed } from "./support/people.ts";
import { atRest, keptByBrowser, openKeyDatabase, recordRequests, sentWith } from "./support/places.ts";
import { stack } from "./support/stack.ts";

let keys: Sql;
test.beforeAll(() => {
  keys = openKeyDatabase();
});
test.afterAll(() => keys.end({ timeout: 1 }));

const read = async (path: string) => (await fetch(`${stack.phoneOrigin}${path}`)).json();

/** The code in the bank's newest letter to this person. Its eight characters stand nowhere by chance. */
async function codeFromMail(userName: string): Promise<Canary> {
  let code = "";
  await expect
    .poll(async () => {
      const { mail } = await read(`/api/phones/${encodeURIComponent(userName)}`);
      const [newest] = await read(`/api/mails?to=${encodeURIComponent(mail)}`);
      code = /code is (\w{8})/.exec(newest?.text ?? "")?.[1] ?? "";
      return code;
    })
    .not.toBe("");
  return canaryOf(code);
}

const isAsking = /\/bank-access\/cnx_[^/]+\/confirm$/;
const isLinked = /\/bank-access\/cnx_[^/]+\/accounts$/;

async function isNowhere(sql: Sql, code: Canary): Promise<void> {
  // Two places are searched for something that is known to be there, so that the search is known to search.
  expect((await atRest(sql, keys, canaryOf("authorisation.ended"))).join()).toContain("pg_wal");
  expect(await atRest(sql, keys, code)).toEqual([]);
}

test("a code that was typed is nowhere: not sent open, not kept by the browser, not at rest", async ({
  page,
  context,
  sql,
  signedInAs,
}) => {
  test.setTimeout(120_000);
  const person = await signedInAs({ role: "investor" });
  await plantConsent(sql, person);
  const userName = `mail@${person.personId.slice(4, 12)}`;
  await typeAccess(page, userName, demoPassword);
  await page.getByRole("button", { name: "Lock and hand over" }).click();
  await expect(page).toHaveURL(isAsking);

  const field = page.getByRole("textbox", { name: "Code from the mail" });
  await expect(field).toBeVisible();
  const code = await codeFromMail(userName);
  const sent = recordRequests(context);
  await field.fill(code.value);
  await page.getByRole("button", { name: "Confirm with this code" }).click();
  await expect(page).toHaveURL(isLinked);

  expect(sentWith(await sent(), code)).toEqual([]);
  expect(formsIn(await keptByBrowser(page), code)).toEqual([]);
  await isNowhere(sql, code);
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("a code that was typed is sent as it is, which is the exception, and is at rest nowhere", async ({
    page,
    context,
    sql,
    signedInAs,
  }) => {
    test.setTimeout(120_000);
    const person = await signedInAs({ role: "investor", tenantId: tenantIdOf(firmNamed("levatre")) });
    await plantConsent(sql, person);
    const userName = `mail@${person.personId.slice(4, 12)}`;
    await page.goto("/bank-access/add/sandbox-retail");
    await page.getByRole("textbox", { name: "User name" }).fill(userName);
    await page.locator("input[type=password]:visible").fill(demoPassword);
    await page.getByRole("button", { name: "Send it to be locked" }).click();
    await expect(page).toHaveURL(isAsking);

    const field = page.locator('input[name="answer"]');
    await expect
      .poll(async () => {
        await page.reload();
        return field.isVisible();
      })
      .toBe(true);
    const code = await codeFromMail(userName);
    const sent = recordRequests(context);
    await field.fill(code.value);
    await page.getByRole("button", { name: "Confirm with this code" }).click();
    await expect
      .poll(async () => {
        await page.reload();
        return page.url();
      })
      .toMatch(isLinked);
    expect(sentWith(await sent(), code)).not.toEqual([]);
    expect(formsIn(Buffer.from(await page.content()), code)).toEqual([]);
    await isNowhere(sql, code);
  });
});
