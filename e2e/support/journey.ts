import { createHash } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import type { Sql } from "postgres";

import { messages } from "#lib/i18n/messages.ts";
import type { Locale } from "#lib/kernel/locale.ts";

/** Answers every question of the second step: all kinds of data, the first of each choice, and the whole team. */
export async function chooseEverything(page: Page, locale: Locale = "en"): Promise<void> {
  await expect(page.locator("main input[name=cluster]").first()).toBeVisible();
  for (const name of ["cluster", "item"])
    for (const box of await page.locator(`main input[name=${name}]`).all()) await box.check();
  for (const name of ["history", "duration", "often", "who"])
    await page.locator(`main input[type=radio][name=${name}]`).first().check();
  await page.getByRole("button", { name: messages[locale].journey.choose.submit }).click();
  await expect(page).toHaveURL(/\/consents\/con_[^/]+\/agree\?shown=cpr_/);
}

/** From the request to the text that is agreed to. */
export async function comeToTheText(page: Page, consentId: string, locale: Locale = "en"): Promise<void> {
  await page.goto(`/consents/${consentId}/answer`);
  await page.getByRole("link", { name: messages[locale].journey.answer.goOn }).click();
  await expect(page).toHaveURL(`/consents/${consentId}/answer/choose`);
  await chooseEverything(page, locale);
}

/** The button that agrees, by how its label begins in each language. */
export const giveButton = (page: Page, locale: Locale = "en") =>
  page.getByRole("button", {
    name: messages[locale].journey.agree.act.give.replace(/\{date\}.*$/, "").trim(),
  });

/** The words on the page, put together again as they were hashed. */
export function textOnPage(page: Page): Promise<string> {
  return page.locator("[data-consent-text]").evaluate((article) => {
    const marks: Readonly<Record<string, string>> = { H2: "# ", H3: "## ", H4: "### ", P: "" };
    const blocks = [...article.children].map((block) =>
      block.tagName === "UL"
        ? [...block.children].map((line) => `- ${line.textContent}`).join("\n")
        : `${marks[block.tagName]}${block.textContent}`,
    );
    return `${blocks.join("\n\n")}\n`;
  });
}

export const sha256Of = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** The hashes of all that was agreed to under a consent. */
export async function hashesAgreedTo(sql: Sql, consentId: string): Promise<readonly string[]> {
  const rows = await sql`select encode(sha256, 'hex') as hash from consent_presentations
    where consent_id = ${consentId} and accepted_at is not null order by accepted_at`;
  return rows.map(({ hash }) => hash);
}

/** What happened to a consent, in order. */
export async function actsOf(sql: Sql, consentId: string): Promise<readonly string[]> {
  const rows = await sql`select act from consent_events where consent_id = ${consentId} order by revision`;
  return rows.map(({ act }) => act);
}
