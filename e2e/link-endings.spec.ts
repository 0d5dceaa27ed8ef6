import { takeUpPhone } from "./support/bank-phone.ts";
import { giveOwnConsent } from "./support/consents.ts";
import { expect, test } from "./support/licet.ts";
import { codeField, confirmWith, handOver, seeAccounts, userNameFor } from "./support/linking.ts";

test.describe.configure({ timeout: 60_000 });

test("a wrong password is tried once, and only another one is asked for", async ({
  page,
  signedInAs,
  sql,
}) => {
  const person = await signedInAs({ role: "investor" });
  await giveOwnConsent(person);
  await handOver(page, userNameFor("sms"), { password: "not the password" });
  await expect(page.getByText("did not accept the user name or the password")).toBeVisible();
  await expect(page.getByText("We tried once and will not try again")).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await page.getByRole("link", { name: "Enter the access anew" }).click();
  await expect(page).toHaveURL("/bank-access/add/sandbox-retail");
  const attempts = await sql`select 1 from authorisations where investor_id = ${person.personId}`;
  expect(attempts).toHaveLength(1);
});

test("whoever stops is asked anew later, without typing the password again", async ({ page, signedInAs }) => {
  await giveOwnConsent(await signedInAs({ role: "investor" }));
  const userName = userNameFor("sms");
  await handOver(page, userName);
  await page.getByRole("button", { name: "Stop here" }).click();
  await expect(page.getByText("You stopped here")).toBeVisible();

  await page.goto("/bank-access");
  await page.getByRole("button", { name: "Connect Banco Ardelva" }).click();
  await confirmWith(page, (await takeUpPhone(page, userName, "sms")) ?? "");
  await seeAccounts(page);
});

test("a closed tab, the way back and a second press lose nothing and count once", async ({
  page,
  context,
  signedInAs,
  sql,
}) => {
  const person = await signedInAs({ role: "investor" });
  await giveOwnConsent(person);
  const userName = userNameFor("sms");
  await handOver(page, userName);
  await expect(codeField(page)).toBeVisible();
  await codeField(page).fill("123456");
  await page.goto("/home");
  await page.goBack();
  await expect(codeField(page)).toHaveValue("");
  await page.close();

  const again = await context.newPage();
  await again.goto("/bank-access");
  await again.getByRole("link", { name: "Go on with Banco Ardelva" }).click();
  const code = (await takeUpPhone(again, userName, "sms")) ?? "";
  await codeField(again).fill(code);
  await codeField(again).press("Enter");
  await again.keyboard.press("Enter");
  await seeAccounts(again);
  const attempts = await sql`select status from authorisations where investor_id = ${person.personId}`;
  expect(attempts).toMatchObject([{ status: "finalised" }]);
});

test("chosen accounts are read while one looks on, and the bank is stopped with its consent left standing", async ({
  page,
  signedInAs,
  sql,
}) => {
  const person = await signedInAs({ role: "investor" });
  const consentId = await giveOwnConsent(person);
  await handOver(page, userNameFor("exempt"));
  await seeAccounts(page);
  await page.getByRole("button", { name: "Let the chosen accounts be read" }).click();
  await expect(page.getByText("Choose at least one account.")).toBeVisible();
  await page.getByRole("checkbox").first().check();
  await page.getByRole("button", { name: "Let the chosen accounts be read" }).click();
  await page.getByRole("link", { name: "See how the reading goes on" }).click();
  await expect(page.getByRole("button", { name: "Read now" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("as of").first()).toBeVisible();

  await page.locator("main summary").click();
  await page.getByRole("button", { name: "Stop reading at Banco Ardelva" }).click();
  await expect(page.getByText("Reading at Banco Ardelva has stopped.")).toBeVisible();
  const [after] = await sql`select c.state as consent, k.state as credential from consents c
    join credentials k on k.person_id = c.investor_id where c.consent_id = ${consentId}`;
  expect(after).toEqual({ consent: "given", credential: "sealed" });
});
