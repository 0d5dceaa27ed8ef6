import type { Page } from "@playwright/test";

import { expect, test } from "./support/licet.ts";
import { speak, states } from "./support/states.ts";

/** What an A4 sheet has beside a browser's usual margins of a centimetre. */
const sheet = { width: 718, height: 1047 };

/** The pages whose tables are widest or whose words are longest, in the languages that need the most room. */
const printed = [
  "wealth at two banks",
  "a custody account",
  "transactions",
  "performance",
  "a book with everything that may be said of a client",
  "invitations and what became of them",
  "the firm’s consents",
  "a consent’s file",
  "the firm’s investors",
  "an investor whose erasure is under way",
  "acts, in every state",
  "the audit log with an actor of a hostile name, and saved searches",
  "an entry of the audit log with its proof checked",
  "permissions",
  "keys while one is rotated and another is in danger",
] as const;

test.use({ trace: "off" });
// Whoever comes first links the family to its banks.
test.describe.configure({ mode: "parallel", timeout: 180_000 });

test.describe("on paper nothing is cut off, dark, or to be pressed in", () => {
  for (const [at, name] of printed.entries()) {
    test(name, async ({ page, context, sql, newPerson }) => {
      const locale = at % 2 === 0 ? "fr" : "es";
      await speak(context, locale);
      await page.emulateMedia({ colorScheme: "dark" });
      const open = states[name];
      if (!open) throw new Error(`There is no state "${name}".`);
      await open({ page, context, sql, newPerson, locale });
      await expectPrintable(page);
    });
  }

  test("an advisor’s client, and the book that leads there", async ({ page, context, sql, newPerson }) => {
    await speak(context, "fr");
    await states["a book of a family’s wealth"]?.({ page, context, sql, newPerson, locale: "fr" });
    await expectPrintable(page);
    await page.emulateMedia({ media: "screen" });
    await page.getByRole("link", { name: "Elena Aranda Keller" }).locator("visible=true").first().click();
    await expect(page).toHaveURL(/\/advisor\/clients\//);
    await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
    await expectPrintable(page);
  });
});

test.describe("a list says on paper to what it is narrowed, as its form does on the screen", () => {
  const narrowed = [
    ["the firm’s consents", "/console/consents?from=2026-01-01", "1 janvier 2026"],
    ["a book with everything that may be said of a client", "/advisor?q=Keller", "Keller"],
    ["transactions", "/wealth/entries?q=Rente", "Rente"],
    ["consents that are asked for and in force, looked through", "/consents?within=365", "365"],
    ["who saw it, narrowed to nothing", "/who-saw-it?when=week", "Les 7 derniers jours"],
  ] as const;

  for (const [name, path, said] of narrowed) {
    test(name, async ({ page, context, sql, newPerson }) => {
      await speak(context, "fr");
      const open = states[name];
      if (!open) throw new Error(`There is no state "${name}".`);
      await open({ page, context, sql, newPerson, locale: "fr" });
      await page.goto(path);
      const onPaper = page.getByText("Restreint à").locator("..");
      await expect(onPaper).toBeHidden();
      await expectPrintable(page);
      await expect(onPaper).toBeVisible();
      await expect(onPaper).toContainText(said);
    });
  }
});

async function expectPrintable(page: Page): Promise<void> {
  await page.setViewportSize(sheet);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  expect(await cutOff(page)).toEqual([]);
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("light");
  for (const pressed of await page.locator("nav, form, button, select, input:not([type=hidden])").all()) {
    await expect(pressed).toBeHidden();
  }
}

/** What is wider than what it stands in, where that shows no more than fits, and what stands out of the sheet. */
async function cutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const edge = document.documentElement.clientWidth + 1;
    return [...document.querySelectorAll("main *")]
      .filter((one) => !one.closest("svg, .sr-only") && one.checkVisibility())
      .filter(
        (one) =>
          one.getBoundingClientRect().right > edge ||
          (one.scrollWidth > one.clientWidth + 1 &&
            one.clientWidth > 1 &&
            (one.matches(":has(> table)") || getComputedStyle(one).overflowX !== "visible")),
      )
      .slice(0, 3)
      .map((one) => `${one.getAttribute("aria-label") ?? one.textContent?.slice(0, 60)}: ${one.scrollWidth}`);
  });
}
