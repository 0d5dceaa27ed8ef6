import type { Page } from "@playwright/test";
import { consolePages, consolePagesOf } from "#lib/access/console-view.ts";
import { messages } from "#lib/i18n/messages.ts";
import { tenantIdOf } from "#scripts/seed.ts";
import { expect, test } from "./support/licet.ts";
import { plantConsent } from "./support/links.ts";
import { firmNamed } from "./support/people.ts";

test.describe.configure({ timeout: 180_000 });

const { oversight, consoleTable, consoleConsents } = messages.en;
const tenantId = tenantIdOf(firmNamed("levatre"));

/** Presses Tab until the page is left again: what could be used and never had the focus, and what had it out of sight. */
async function missedBy(
  page: Page,
): Promise<{ readonly missed: readonly string[]; readonly unseen: readonly string[] }> {
  const unseen: string[] = [];
  for (let presses = 0; presses < 600; presses++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      // Within a date the browser has stops of its own, and shows them itself.
      const isWithin = one.matches("input[type=date][data-walked]");
      one.setAttribute("data-walked", "");
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      const { top, bottom, width } = one.getBoundingClientRect();
      const isSeen = bottom > 0 && top < window.innerHeight && width > 0 && outlineStyle !== "none";
      return {
        isSeen: isWithin || (isSeen && Number.parseFloat(outlineWidth) >= 2),
        html: one.outerHTML.slice(0, 120),
      };
    });
    if (at === null) {
      const missed = await page.evaluate(() =>
        [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
          .filter((one) => one.checkVisibility() && !one.matches(":disabled, [type=hidden], [data-walked]"))
          .map((one) => one.outerHTML.slice(0, 120)),
      );
      return { missed, unseen };
    }
    if (!at.isSeen) unseen.push(at.html);
  }
  throw new Error("The keyboard does not get out of the page.");
}

/** Presses Tab until what is called so has the focus. */
async function tabTo(page: Page, role: "link" | "button" | "combobox", name: string): Promise<void> {
  const wanted = page.getByRole(role, { name }).first();
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((one) => one === document.activeElement)) return;
  }
  throw new Error(`Tab does not come to “${name}”.`);
}

test("whatever can be used on the console's pages gets the focus by Tab, in sight, and the page is left again", async ({
  page,
  signedInAs,
}) => {
  await signedInAs({ role: "compliance", tenantId });
  for (const name of consolePagesOf("compliance")) {
    const { href } = consolePages[name];
    await page.goto(href);
    // A page is as long as its list, and one row is walked as all are.
    await page.evaluate(() => {
      for (const row of document.querySelectorAll("tbody tr:nth-child(n+5)")) row.remove();
    });
    expect(await missedBy(page), href).toEqual({ missed: [], unseen: [] });
  }
});

test("a consent is found, looked at and ended without a mouse", async ({
  page,
  signedInAs,
  newPerson,
  sql,
}) => {
  const investor = await newPerson({ role: "investor", name: "Kay Board", tenantId });
  const consentId = await plantConsent(sql, investor);
  await signedInAs({ role: "compliance", tenantId });
  await page.goto(`/console/consents?investor=${investor.personId}`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await tabTo(page, "button", consoleTable.search);
  await tabTo(page, "link", consentId.slice(0, 12));
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/console/consents/${consentId}`);
  await tabTo(page, "link", consoleConsents.end);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/console/acts/new?**");
  await tabTo(page, "combobox", oversight.reason);
  await page.keyboard.press("ArrowDown");
  await expect(page.locator(":focus")).not.toHaveValue("");
  await tabTo(page, "button", "End 1 consent now");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/console\/acts\/act_/, { timeout: 30_000 });
  expect((await sql`select state from consents where consent_id = ${consentId}`)[0]?.state).toBe(
    "terminated",
  );
});
