import { messages } from "#lib/i18n/messages.ts";
import { giveOwnConsent } from "./support/consents.ts";
import { actsOf, hashesAgreedTo, sha256Of, textOnPage } from "./support/journey.ts";
import { expect, test } from "./support/licet.ts";
import { handOver, seeAccounts, userNameFor } from "./support/linking.ts";

const { journey, receipt, bankAccess, connection, consents } = messages.en;
const given = ["requested", "presented", "given"];

test.describe.configure({ timeout: 60_000 });

test("a change has what is in force filled in, says what is different, and is agreed to word for word", async ({
  page,
  signedInAs,
  sql,
}) => {
  const consentId = await giveOwnConsent(await signedInAs({ role: "investor" }));
  await page.goto(`/consents/${consentId}/change`);
  const chosen = page.locator("main input:checked");
  expect(await chosen.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))).toEqual([
    ...[
      "identity",
      "balances",
      "transactions",
      "counterparties",
      "paymentTexts",
      "positions",
      "asked",
      "team",
    ],
  ]);

  await page.locator("input[name=cluster][value=positions]").uncheck();
  await page.locator("input[name=cluster][value=liabilities]").check();
  await page.locator("input[name=item][value=counterparties]").uncheck();
  await page.locator("input[name=who][value=named]").check();
  await page.getByRole("checkbox", { name: "Marta Cebrián Quiñones" }).check();
  await page.getByRole("button", { name: journey.change.submit }).click();
  await expect(page.getByRole("heading", { name: journey.changes.title, exact: true })).toBeVisible();
  const changes = page
    .getByRole("region", { name: journey.changes.title, exact: true })
    .getByRole("listitem");
  await expect(changes).toHaveText([
    `${journey.changes.words.removed} ${receipt.categories.positions}`,
    `${journey.changes.words.removed} Payments: ${journey.items.transactions.counterparties}`,
    `${journey.changes.words.added} ${receipt.categories.liabilities}`,
    `${journey.changes.words.removed} ${journey.changes.team}`,
    /^New: Marta Cebri/,
  ]);
  expect(await actsOf(sql, consentId)).toEqual(given);

  const shown = await textOnPage(page);
  await page.getByRole("button", { name: journey.agree.act.amend }).click();
  await expect(page).toHaveURL(`/consents/${consentId}?notice=amended`);
  expect(await actsOf(sql, consentId)).toEqual([...given, "amended"]);
  expect((await hashesAgreedTo(sql, consentId))[1]).toBe(sha256Of(shown));
  const [row] = await sql`select terms, whole_team from consents where consent_id = ${consentId}`;
  expect(row?.whole_team).toBe(false);
  expect(row?.terms.clusters.map((one: { cluster: string }) => one.cluster)).toEqual([
    ...["identity", "balances", "transactions", "liabilities"],
  ]);
});

test("a change that nobody agrees to changes nothing", async ({ page, signedInAs, sql }) => {
  const consentId = await giveOwnConsent(await signedInAs({ role: "investor" }));
  await page.goto(`/consents/${consentId}/change`);
  for (const box of await page.locator("main input[name=cluster]").all()) await box.uncheck();
  await page.getByRole("button", { name: journey.change.submit }).click();
  await expect(page.getByText(journey.choose.clusters.missing)).toBeVisible();
  await page.locator("input[name=cluster][value=balances]").check();
  await page.getByRole("button", { name: journey.change.submit }).click();
  await page.getByRole("link", { name: journey.agree.leave }).click();
  await expect(page).toHaveURL(`/consents/${consentId}?notice=unchanged`);
  await expect(page.getByText(consents.notices.unchanged)).toBeVisible();
  expect(await actsOf(sql, consentId)).toEqual(given);
});

test("a consent is renewed with a new end and nothing else", async ({ page, signedInAs, sql }) => {
  const consentId = await giveOwnConsent(await signedInAs({ role: "investor" }));
  await page.goto(`/consents/${consentId}/renew`);
  await expect(page.locator("main input:checked")).toHaveCount(0);
  await page.getByRole("button", { name: journey.renew.submit }).click();
  await expect(page.getByText(journey.choose.duration.missing)).toBeVisible();
  await page.locator("input[name=duration][value=P3M]").check();
  await page.getByRole("button", { name: journey.renew.submit }).click();
  await expect(page.getByText(/^Changed: it ends on/)).toBeVisible();
  const shown = await textOnPage(page);
  await page.getByRole("button", { name: /^Renew until/ }).dblclick();
  await expect(page).toHaveURL(`/consents/${consentId}?notice=renewed`);
  expect(await actsOf(sql, consentId)).toEqual([...given, "renewed"]);
  expect((await hashesAgreedTo(sql, consentId))[1]).toBe(sha256Of(shown));
});

test("a change that was overtaken by another is shown anew, with the choice kept", async ({
  page,
  context,
  signedInAs,
  sql,
}) => {
  const consentId = await giveOwnConsent(await signedInAs({ role: "investor" }));
  const other = await context.newPage();
  for (const [tab, cluster] of [
    [page, "positions"],
    [other, "identity"],
  ] as const) {
    await tab.goto(`/consents/${consentId}/change`);
    await tab.locator(`input[name=cluster][value=${cluster}]`).uncheck();
    await tab.getByRole("button", { name: journey.change.submit }).click();
    await expect(tab.getByRole("heading", { name: journey.changes.title, exact: true })).toBeVisible();
  }
  await page.getByRole("button", { name: journey.agree.act.amend }).click();
  await expect(page).toHaveURL(`/consents/${consentId}?notice=amended`);
  await other.getByRole("button", { name: journey.agree.act.amend }).click();
  await expect(other).toHaveURL(`/consents/${consentId}/change?notice=outdated`);
  await expect(other.getByText(journey.choose.outdatedTitle)).toBeVisible();
  await expect(other.locator("input[name=cluster][value=positions]")).not.toBeChecked();
  expect(await actsOf(sql, consentId)).toEqual([...given, "amended"]);
});

test("the first bank ends the journey, and a further one is a journey of its own", async ({
  page,
  signedInAs,
}) => {
  const consentId = await giveOwnConsent(await signedInAs({ role: "investor" }));
  await page.goto("/bank-access/add");
  await expect(page.getByText("Step 4 of 7: choose your bank")).toBeVisible();
  await page.goto(`/consents/${consentId}/done`);
  await expect(page).toHaveURL("/bank-access/add");

  await handOver(page, userNameFor("exempt"));
  await seeAccounts(page);
  await expect(page.getByText("Step 7 of 7: choose accounts")).toBeVisible();
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await page.getByRole("button", { name: connection.choose.submit }).click();
  await expect(page).toHaveURL(`/consents/${consentId}/done`);
  await expect(page.getByRole("heading", { level: 1, name: journey.done.title })).toBeVisible();
  await page.getByRole("link", { name: journey.done.moreAct }).click();
  await expect(page.getByText("Step 1 of 4: choose your bank")).toBeVisible();
  await expect(page.getByRole("heading", { name: bankAccess.chooseTitle })).toBeVisible();

  await page.goto(`/consents/${consentId}/change`);
  const accounts = page.locator("main input[name=account]");
  await expect(accounts).not.toHaveCount(0);
  const count = await accounts.count();
  await expect(page.locator("main input[name=account]:checked")).toHaveCount(count);
  await accounts.first().uncheck();
  await page.getByRole("button", { name: journey.change.submit }).click();
  await expect(page.getByText("No longer: 1 account")).toBeVisible();
});
