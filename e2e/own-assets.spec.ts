import type { Page } from "@playwright/test";

import { messages } from "#lib/i18n/messages.ts";
import { formatReckoned } from "#lib/kernel/format.ts";
import { type Locale, locales } from "#lib/kernel/locale.ts";
import { expect, test } from "./support/licet.ts";
import { sendAsset, typeAsset } from "./support/own-assets.ts";
import { giveSession, plantSession } from "./support/sessions.ts";
import { speak } from "./support/states.ts";

const plain = (text: string | null): string => (text ?? "").replaceAll(/\s+/g, " ").trim();
const money = (locale: Locale, amount: string) => plain(formatReckoned(locale, { amount, currency: "EUR" }));
const house = { kind: "property", name: "Casa de la Fuente", currency: "EUR", day: "2026-01-31" };
/** The same amount as it is typed in each language. */
const typed: Readonly<Record<Locale, string>> = {
  ...{ en: "250,000.50", es: "250.000,50", fr: "250 000,50", pt: "250.000,50" },
};
/** In the form of another language. */
const foreign: Readonly<Record<Locale, string>> = {
  ...{ en: "250.000,50", es: "250,000.50", fr: "250.000,50", pt: "250,000.50" },
};

async function expectNetWorth(page: Page, locale: Locale, amount: string): Promise<void> {
  await page.goto("/wealth");
  const label = page.locator("main p", { hasText: messages[locale].wealth.netWorth }).first();
  expect(plain(await label.locator("xpath=following-sibling::p[1]").textContent())).toBe(
    money(locale, amount),
  );
}

for (const locale of locales) {
  test(`what is typed as people write numbers in ${locale} counts, and another form is asked about`, async ({
    context,
    page,
    newPerson,
    sql,
  }) => {
    await giveSession(context, await plantSession(sql, await newPerson({ role: "investor" })));
    await speak(context, locale);
    const t = messages[locale];
    await page.goto("/wealth/assets");
    await typeAsset(page, { ...house, amount: foreign[locale] });
    await sendAsset(page);
    await expect(page.getByText(t.validation.number)).toBeVisible();
    await expect(page.locator("input[name=name]")).toHaveValue(house.name);
    await page.locator("input[name=amount]").fill(typed[locale]);
    await sendAsset(page);
    await expect(page.getByText(t.wealth.assets.done.added)).toBeVisible();
    await expect(page.locator("input[name=name]")).toHaveValue("");
    await expectNetWorth(page, locale, "250000.50");
  });
}

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("something is written down, valued again, changed and removed, and what was typed is kept", async ({
    context,
    page,
    newPerson,
    sql,
  }) => {
    await giveSession(context, await plantSession(sql, await newPerson({ role: "investor" })));
    await speak(context, "en");
    const t = messages.en;
    await page.goto("/wealth/assets");
    await typeAsset(page, { ...house, kind: "art", amount: "1.234,56", share: "33.33" });
    await sendAsset(page);
    await expect(page.getByText(t.validation.number)).toBeVisible();
    for (const [name, value] of Object.entries({ name: house.name, amount: "1.234,56", share: "33.33" })) {
      await expect(page.locator(`input[name=${name}]`)).toHaveValue(value);
    }
    await expect(page.locator("select[name=kind]")).toHaveValue("art");
    await page.locator("input[name=amount]").fill("1,000");
    await page.locator("input[name=share]").fill("25");
    await sendAsset(page);
    await expectNetWorth(page, "en", "250");

    await page.getByRole("link", { name: house.name }).click();
    const stale = page.url();
    const value = page.locator("main form").filter({ has: page.locator("input[name=amount]") });
    await value.locator("input[name=amount]").fill("2000");
    await value.locator("button[type=submit]").click();
    await expect(page.getByText(t.wealth.assets.done.valued)).toBeVisible();
    await expectNetWorth(page, "en", "500");

    await page.goto(stale);
    const change = page.locator("main form").filter({ has: page.locator("input[name=name]") });
    await change.locator("input[name=share]").fill("");
    await change.locator("button[type=submit]").click();
    await expect(page.getByText(t.wealth.assets.done.changed)).toBeVisible();
    await expectNetWorth(page, "en", "2000");

    await page.goto(stale);
    await page.locator("summary", { hasText: t.wealth.assets.remove }).last().click();
    await page.getByRole("button", { name: t.wealth.assets.removeFull }).click();
    await expect(page.getByText(t.wealth.assets.done.removed)).toBeVisible();
    await expect(page.getByText(t.wealth.assets.emptyTitle)).toBeVisible();
  });
});

test("a page that was opened before a change changes nothing, and keeps what was typed", async ({
  context,
  page,
  newPerson,
  sql,
}) => {
  await giveSession(context, await plantSession(sql, await newPerson({ role: "investor" })));
  await speak(context, "en");
  await page.goto("/wealth/assets");
  await typeAsset(page, { ...house, amount: "100" });
  await sendAsset(page);
  await page.getByRole("link", { name: house.name }).click();
  await page.waitForURL(/\/wealth\/assets\/ast_/);
  const second = await context.newPage();
  await second.goto(page.url());
  for (const [tab, amount, sentence] of [
    [page, "200", messages.en.wealth.assets.done.valued],
    [second, "300", messages.en.errors.declaration.changed],
  ] as const) {
    const form = tab.locator("main form").filter({ has: tab.locator("input[name=amount]") });
    await form.locator("input[name=amount]").fill(amount);
    await form.locator("button[type=submit]").click();
    await expect(tab.getByText(sentence)).toBeVisible();
  }
  await expect(second.locator("input[name=amount]")).toHaveValue("300");
  await expectNetWorth(page, "en", "200");
});
