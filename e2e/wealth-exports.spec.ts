import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { messages } from "#lib/i18n/messages.ts";
import { formatReckoned } from "#lib/kernel/format.ts";
import { locales } from "#lib/kernel/locale.ts";
import { readCsv, readSheets } from "#scripts/testing/tables.ts";
import { expect, test } from "./support/licet.ts";
import { giveSession, plantSession } from "./support/sessions.ts";
import { speak } from "./support/states.ts";
import { familyWealth } from "./support/wealth.ts";

test.describe.configure({ timeout: 180_000 });

const plain = (text: string | null): string => (text ?? "").replaceAll(/\s+/g, " ").trim();

async function taken(page: Page, name: string): Promise<{ readonly name: string; readonly content: Buffer }> {
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name, exact: true }).click();
  const download = await downloading;
  return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
}

test("the wealth page’s figures are taken as a table, a workbook and a report, in every language", async ({
  browser,
  sql,
}) => {
  const person = await familyWealth(browser, sql);
  const context = await browser.newContext();
  await giveSession(context, await plantSession(sql, person));
  const page = await context.newPage();
  for (const locale of locales) {
    await speak(context, locale);
    const { wealth, wealthExport: t } = messages[locale];
    const link = (as: keyof typeof t.as) => t.as[as].replace("{what}", t.what.holdings);
    await page.goto("/wealth?in=CHF");
    const shown = plain(await page.locator("main").textContent());

    const csv = await taken(page, link("csv"));
    expect(csv.name).toMatch(/^licet-holdings-\d{4}-\d\d-\d\d\.csv$/);
    const total = readCsv(csv.content.toString()).find((row) => row[t.column.name] === wealth.netWorth);
    const amount = total?.[t.column.value] ?? "";
    expect(total?.[t.column.base]).toBe("CHF");
    expect(shown).toContain(plain(formatReckoned(locale, { amount, currency: "CHF" })));

    const { sheets, hasFormula } = readSheets((await taken(page, link("xlsx"))).content);
    expect(hasFormula).toBe(false);
    const row = sheets[0]?.rows.find((one) => one[t.column.name] === wealth.netWorth);
    expect(row?.[t.column.value]).toBe(Number(amount));
    expect((await taken(page, link("pdf"))).content.subarray(0, 5).toString()).toBe("%PDF-");
  }
  const { entries } = messages.pt.wealthExport.what;
  await page.goto("/wealth/entries");
  const copy = await taken(page, messages.pt.wealthExport.as.csv.replace("{what}", entries));
  expect(readCsv(copy.content.toString()).length).toBeGreaterThan(50);
  await context.close();
});

test("whoever has not lately proved who they are does so first, and nothing is taken", async ({
  page,
  sql,
  signedInAs,
}) => {
  const { personId } = await signedInAs({ role: "investor" });
  await sql`update sessions set authenticated_at = now() - interval '1 hour' where person_id = ${personId}`;
  await page.goto("/wealth/export?what=performance&as=csv");
  await expect(page).toHaveURL(`/step-up?next=${encodeURIComponent("/wealth/performance")}`);
  const events =
    await sql`select 1 from audit_events where actor_id = ${personId} and type = 'portfolio.exported'`;
  expect(events).toEqual([]);
});

test("a file of a kind that there is not is refused", async ({ page, signedInAs }) => {
  await signedInAs({ role: "investor" });
  for (const wrong of ["what=entries&as=pdf", "what=all&as=csv", "as=csv", "what=holdings&as=xls"])
    expect((await page.request.get(`/wealth/export?${wrong}`)).status()).toBe(400);
});

test("another site’s page sets off no copy: it leads to the page, and nothing is taken or counted", async ({
  page,
  sql,
  signedInAs,
  newPerson,
}) => {
  const leads = async (url: string, to: string) => {
    for (const site of ["cross-site", "same-site"]) {
      const answer = await page.request.get(url, { headers: { "sec-fetch-site": site }, maxRedirects: 0 });
      expect([answer.status(), answer.headers().location]).toEqual([307, to]);
    }
  };
  const { personId, tenantId } = await signedInAs({ role: "investor" });
  await leads("/wealth/export?what=performance&as=csv", "/wealth");
  await leads("/your-data/download", "/your-data");
  const advisor = await newPerson({ role: "advisor", name: "Ada Away", tenantId });
  await giveSession(page.context(), await plantSession(sql, advisor));
  await leads(`/advisor/clients/${personId}/export?what=holdings&as=csv`, `/advisor/clients/${personId}`);
  const events = await sql`select type from audit_events
    where actor_id in (${personId}, ${advisor.personId}) and type in ('portfolio.exported', 'privacy.dataExported')`;
  expect(events).toEqual([]);
});
