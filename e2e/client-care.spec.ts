import { readFileSync } from "node:fs";
import type { Browser, Page } from "@playwright/test";
import type { Sql } from "postgres";
import { messages } from "#lib/i18n/messages.ts";
import { readCsv } from "#scripts/testing/tables.ts";
import { violations } from "./support/axe.ts";
import { newSource } from "./support/call.ts";
import { plantEnding, plantShared } from "./support/disclosures.ts";
import { waitForMails } from "./support/inbox.ts";
import { expect, test } from "./support/licet.ts";
import type { TestPerson } from "./support/people.ts";
import { giveSession, plantSession } from "./support/sessions.ts";
import { speak } from "./support/states.ts";
import { familyWealth } from "./support/wealth.ts";

test.describe.configure({ timeout: 180_000 });

const { clientAsks, clientNotes, portal, wealthExport, disclosures } = messages.en;

/** Somebody at a browser of their own. */
async function atDesk(browser: Browser, sql: Sql, person: TestPerson, hasScript = true): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: hasScript });
  await context.setExtraHTTPHeaders({ "X-Forwarded-For": newSource() });
  await speak(context, "en");
  await giveSession(context, await plantSession(sql, person));
  return context.newPage();
}

test("an advisor asks for a renewal from the book, the client is written to and sees who asked, and nothing is renewed by it", async ({
  browser,
  newPerson,
  sql,
}) => {
  const client = await newPerson({ role: "investor", name: "Rita Renova" });
  const { tenantId } = client;
  const advisor = await newPerson({ role: "advisor", name: "Asta Asks", tenantId });
  const consentId = await plantEnding(sql, client);
  const state = () => sql`select state, valid_until, revision from consents where consent_id = ${consentId}`;
  const before = await state();

  const desk = await atDesk(browser, sql, advisor, false);
  await desk.goto("/advisor?q=renova&todo=expiring");
  await desk
    .getByRole("row", { name: /Rita Renova/ })
    .getByRole("link", { name: clientAsks.todoOf.replace("{name}", client.name) })
    .click();
  await expect(desk).toHaveURL(`/advisor/clients/${client.personId}/ask`);
  await desk.getByRole("button", { name: clientAsks.submit.renew }).click();
  await expect(desk.locator("main")).toContainText("Asta Asks asked on ");
  await expect(desk.getByRole("button", { name: clientAsks.submit.renew })).toHaveCount(0);

  const [mail] = await waitForMails(client.email, 1);
  expect(mail?.text).toContain("Asta Asks");
  expect(await state()).toEqual(before);
  expect(await sql`select 1 from disclosures where investor_id = ${client.personId}`).toEqual([]);

  const home = await atDesk(browser, sql, client);
  await home.goto("/home");
  const asked = portal.asked.split("{date}")[0]?.replace("{advisor}", "Asta Asks") ?? "";
  const todo = home.getByText(asked);
  await expect(todo).toBeVisible();
  await expect(home.getByRole("link", { name: portal.endingAct })).toHaveAttribute(
    "href",
    `/consents/${consentId}/renew`,
  );
  expect(await violations(home)).toEqual([]);
  await desk.context().close();
  await home.context().close();
});

test("an advisor writes, changes and removes a note with and without script, and nobody else sees it", async ({
  browser,
  newPerson,
  sql,
}) => {
  const client = await newPerson({ role: "investor", name: "Nora Noted" });
  const { tenantId } = client;
  const advisor = await newPerson({ role: "advisor", name: "Nils Notes", tenantId });
  const colleague = await newPerson({ role: "advisor", name: "Cora Colleague", tenantId });
  await plantShared(sql, client);
  const address = `/advisor/clients/${client.personId}/notes`;
  const words = "Prefers a call.\nNot before ten.";

  const plain = await atDesk(browser, sql, advisor, false);
  await plain.goto(address);
  await expect(plain.locator("main")).toContainText(clientNotes.copy);
  await plain.getByLabel(clientNotes.text, { exact: true }).fill(words);
  await plain.getByRole("button", { name: clientNotes.write }).click();
  await expect(plain.locator("main li").filter({ hasText: "Not before ten." })).toBeVisible();

  const desk = await atDesk(browser, sql, advisor);
  await desk.goto(address);
  const note = desk.locator("main li").filter({ hasText: "Prefers a call." });
  await note.getByText(clientNotes.change, { exact: true }).click();
  await note.getByLabel(clientNotes.text, { exact: true }).fill("Prefers mail.");
  await note.getByRole("button", { name: clientNotes.changeSubmit }).click();
  const changed = desk.locator("main li").filter({ hasText: "Prefers mail." });
  await expect(changed).toBeVisible();
  expect(await violations(desk)).toEqual([]);

  const other = await atDesk(browser, sql, colleague);
  await other.goto(address);
  await expect(other.locator("main")).toContainText(clientNotes.none);

  await changed.getByText(clientNotes.remove, { exact: true }).click();
  await changed.getByRole("button", { name: /^Remove the note of/ }).click();
  await expect(desk.locator("main")).toContainText(clientNotes.none);
  expect(await sql`select 1 from advisor_notes where investor_id = ${client.personId}`).toEqual([]);
  for (const page of [plain, desk, other]) await page.context().close();
});

test("the book is taken as a file, and the client reads that it was", async ({ browser, newPerson, sql }) => {
  const person = await familyWealth(browser, sql);
  const advisor = await newPerson({ role: "advisor", name: "Eva Export", tenantId: person.tenantId });
  const page = await atDesk(browser, sql, advisor);
  await page.goto("/advisor?in=CHF");
  const link = wealthExport.as.csv.replace("{what}", wealthExport.what.book);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: link, exact: true }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^licet-book-\d{4}-\d\d-\d\d\.csv$/);
  const rows = readCsv(readFileSync(await download.path()).toString());
  const { column, line } = wealthExport;
  const own = rows.find((row) => row[column.line] === line.client && row[column.client] === person.name);
  expect(own?.[column.bank]).not.toBe("");
  expect(own?.[column.base]).toBe("CHF");
  expect(own?.[column.asOf]).toMatch(/^\d{4}-/);

  const home = await atDesk(browser, sql, person);
  await home.goto("/who-saw-it");
  const seen = home.locator("main ol > li").filter({ hasText: "Eva Export" });
  await expect(seen.filter({ hasText: disclosures.ways.export }).first()).toBeVisible();
  for (const one of [page, home]) await one.context().close();
});
