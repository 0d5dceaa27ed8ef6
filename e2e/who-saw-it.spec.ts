import type { Browser, Page } from "@playwright/test";

import { messages } from "#lib/i18n/messages.ts";
import { violations } from "./support/axe.ts";
import { giveOwnConsent, narrowOwnConsent, withdrawOwnConsent } from "./support/consents.ts";
import { plantViews } from "./support/disclosures.ts";
import { expect, test } from "./support/licet.ts";
import { linkPrivateBank } from "./support/linking.ts";
import { plantConsent } from "./support/links.ts";
import type { TestPerson } from "./support/people.ts";
import { giveSession, plantSession } from "./support/sessions.ts";
import { speak } from "./support/states.ts";
import { familyWealth } from "./support/wealth.ts";

test.describe.configure({ timeout: 120_000 });

const { clients, disclosures, wealth } = messages.en;

/** An advisor at another desk. */
async function atAnotherDesk(
  browser: Browser,
  sql: Parameters<typeof plantSession>[0],
  advisor: TestPerson,
): Promise<Page> {
  const context = await browser.newContext();
  await speak(context, "en");
  await giveSession(context, await plantSession(sql, advisor));
  return context.newPage();
}

test("an advisor opens a client’s page, the client reads that they did, and withdraws: then nothing is shown", async ({
  page,
  browser,
  signedInAs,
  newPerson,
  sql,
}) => {
  const person = await signedInAs({ role: "investor", name: "Nora Client" });
  const consentId = await giveOwnConsent(person);
  await linkPrivateBank(page, sql, person);
  const noted = async () =>
    (await sql`select 1 from disclosures where investor_id = ${person.personId} and what <> 'book'`).length;

  await page.goto("/who-saw-it");
  await expect(page.getByText(disclosures.emptyTitle)).toBeVisible();

  const advisor = await newPerson({ role: "advisor", name: "Adela Advisor" });
  const desk = await atAnotherDesk(browser, sql, advisor);
  await desk.goto("/advisor");
  const row = desk.getByRole("row", { name: /Nora Client/ });
  await expect(row).toContainText(clients.states.inForce);
  expect(await noted()).toBe(0);

  await row.getByRole("link").click();
  await expect(desk.getByText(clients.noted)).toBeVisible();
  await expect(desk.getByRole("heading", { name: wealth.instruments })).toBeVisible();
  await expect(desk.locator("main")).toContainText(/[€£]|CHF|EUR|USD/);
  await expect(desk.locator("main")).not.toContainText(wealth.data.why.notRead);
  for (const colorScheme of ["light", "dark"] as const) {
    await desk.emulateMedia({ colorScheme });
    expect(await violations(desk)).toEqual([]);
  }
  for (const width of [320, 1440]) {
    await desk.setViewportSize({ width, height: 800 });
    const { over, window } = await desk.evaluate(() => ({
      over: document.documentElement.scrollWidth,
      window: document.documentElement.clientWidth,
    }));
    expect(over).toBeLessThanOrEqual(window);
  }
  expect(await noted()).toBe(1);

  await page.goto("/who-saw-it");
  const line = page
    .locator("main ol > li")
    .filter({ hasText: "Adela Advisor" })
    .filter({ hasText: disclosures.ways.clientPage });
  await expect(line).toContainText(messages.en.receipt.categories.positions);
  await expect(line.getByRole("link")).toHaveAttribute("href", `/consents/${consentId}`);
  await desk.reload();
  await expect(desk.getByText(clients.noted)).toBeVisible();
  await page.reload();
  await expect(line).toHaveCount(1);
  await expect(line).toContainText("2 times");

  await narrowOwnConsent(person, consentId, ["identity", "balances"]);
  await desk.reload();
  await expect(desk.getByText(clients.noted)).toBeVisible();
  await expect(desk.getByRole("heading", { name: wealth.instruments })).toHaveCount(0);
  await expect(desk.locator("main")).toContainText(wealth.data.why.notConsented);
  await expect(desk.locator("main")).toContainText(/[€£]|CHF|EUR|USD/);
  expect(await noted()).toBe(3);

  await withdrawOwnConsent(person, consentId);
  for (const subpage of ["", "/performance", "/entries"]) {
    await desk.goto(`/advisor/clients/${person.personId}${subpage}`);
    await expect(desk.getByText(clients.nothingTitle)).toBeVisible();
    await expect(desk.getByText(clients.noted)).toHaveCount(0);
    await expect(desk.getByRole("table")).toHaveCount(0);
    await expect(desk.locator("main")).not.toContainText(/[€£]|CHF|EUR|USD/);
  }
  expect(await noted()).toBe(3);
  await desk.context().close();

  await page.reload();
  await expect(line).toHaveCount(2);
  await expect(line.last()).toContainText("2 times");
});

test("an advisor opens a client’s transactions and performance, and the client reads each as a view of its own", async ({
  browser,
  context,
  page,
  sql,
}) => {
  const person = await familyWealth(browser, sql);
  const [advisor] = await sql<
    TestPerson[]
  >`select tenant_id as "tenantId", person_id as "personId", role, name, email
    from people where tenant_id = ${person.tenantId} and role = 'advisor' and disabled_at is null limit 1`;
  if (!advisor) throw new Error("the firm has no advisor");
  const desk = await atAnotherDesk(browser, sql, advisor);
  await desk.goto(`/advisor/clients/${person.personId}?in=CHF`);
  const overview = desk.locator("main");
  await expect(overview).toContainText("CHF");
  await overview.getByText(clients.behind.replace("{account}", ""), { exact: false }).first().click();
  await desk.getByRole("link", { name: clients.page.entries }).click();
  await expect(desk.getByRole("button", { name: wealth.entries.show })).toBeVisible();
  expect(await violations(desk)).toEqual([]);
  await desk.getByRole("link", { name: clients.page.performance }).click();
  await expect(desk.getByText(wealth.performance.timeWeightedMeans)).toBeVisible();
  await expect(desk).toHaveURL(/in=CHF/);
  expect(await violations(desk)).toEqual([]);
  await desk.context().close();

  await giveSession(context, await plantSession(sql, person));
  await page.goto("/who-saw-it");
  const main = page.locator("main ol");
  for (const way of ["clientPage", "clientEntries", "clientPerformance"] as const) {
    await expect(main.first()).toContainText(disclosures.ways[way]);
  }
});

test("the list is narrowed and leafed through without script, and names nobody else’s views", async ({
  browser,
  context,
  signedInAs,
  newPerson,
  sql,
}) => {
  const person = await signedInAs({ role: "investor" });
  const [one, other] = [
    await newPerson({ role: "advisor", name: "Ines Erste" }),
    await newPerson({ role: "advisor", name: "Olga Andere" }),
  ];
  const consentId = await plantConsent(sql, person);
  await plantViews(sql, person, { viewerId: one.personId, consentId, count: 40, apart: 60 });
  await plantViews(sql, person, { viewerId: other.personId, consentId, count: 1, apart: 0 });
  const stranger = await newPerson({ role: "investor" });
  const theirs = await plantConsent(sql, stranger);
  await plantViews(sql, stranger, { viewerId: other.personId, consentId: theirs, count: 3, apart: 60 });

  const plain = await browser.newContext({
    ...{ javaScriptEnabled: false, storageState: await context.storageState() },
  });
  const page = await plain.newPage();
  await page.goto("/who-saw-it");
  const lines = page.locator("main ol > li");
  await expect(lines).toHaveCount(25);
  await page.getByRole("link", { name: disclosures.older }).click();
  await expect(lines).toHaveCount(16);
  await expect(page.getByRole("link", { name: disclosures.older })).toHaveCount(0);
  await page.getByRole("link", { name: disclosures.newest }).click();

  await page.locator("main summary").click();
  await page.getByLabel(disclosures.filter.who).selectOption(other.personId);
  await page.getByRole("button", { name: disclosures.filter.show }).click();
  await expect(page).toHaveURL(new RegExp(`who=${other.personId}`));
  await expect(lines).toHaveCount(1);
  await expect(lines).toContainText("Olga Andere");
  await page.goto(`/who-saw-it?consent=${theirs}`);
  await expect(page.getByText(disclosures.noneTitle)).toBeVisible();
  await page.getByRole("link", { name: disclosures.filter.all }).click();
  await expect(lines).toHaveCount(25);
  await plain.close();
});

test("an advisor of the firm whom no consent names, and one of another firm, find no such client", async ({
  browser,
  newPerson,
  sql,
}) => {
  const client = await newPerson({ role: "investor", name: "Nora Unnamed" });
  const desk = await atAnotherDesk(browser, sql, await newPerson({ role: "advisor" }));
  for (const id of [client.personId, "per_none", "con_6f0a7c1e-3f55-4b4e-8d0e-5b8f2f6f9a01"]) {
    expect((await desk.goto(`/advisor/clients/${id}`))?.status()).toBe(404);
    await expect(desk.locator("body")).not.toContainText("Nora Unnamed");
  }
  await desk.context().close();
});
