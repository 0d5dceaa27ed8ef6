import type { BrowserContext, Page } from "@playwright/test";

import { type Locale, locales } from "#lib/kernel/locale.ts";
import { isSoak } from "#scripts/testing/sample.ts";
import { violations } from "./support/axe.ts";
import { test as base, expect } from "./support/licet.ts";
import { stack } from "./support/stack.ts";
import { brokenStates, speak, states } from "./support/states.ts";

/** A small phone, a wide screen at 200 %, and a wide screen. */
const widths = [320, 640, 1440];
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * A browser's window for all the states that one worker opens, each in a tab of its own: a new window for each would
 * take as long as what is looked at in it. Nothing that a state leaves in the browser is there for the next.
 */
const test = base.extend<object, { readonly window: BrowserContext }>({
  window: [
    async ({ browser }, use) => {
      const window = await browser.newContext({ baseURL: stack.origin, locale: "en-GB" });
      // A window closes with its last tab.
      await window.newPage();
      await use(window);
      await window.close();
    },
    { scope: "worker" },
  ],
  context: async ({ window, source }, use) => {
    await window.setExtraHTTPHeaders({ "X-Forwarded-For": source });
    await use(window);
    await window.setOffline(false);
    await window.clearCookies();
  },
  page: async ({ context }, use) => {
    const page = await context.newPage();
    await use(page);
    const browser = await context.newCDPSession(page);
    await browser.send("Storage.clearDataForOrigin", { origin: stack.origin, storageTypes: "all" });
    await page.close();
  },
});

/** English, in which axe looks, and of the others one, in turn; in the long run every language of every state. */
const languagesOf = (at: number): readonly Locale[] =>
  isSoak ? locales : ["en", locales.filter((locale) => locale !== "en")[at % 3] ?? "en"];

// A trace of every step would cost more than the steps.
test.use({ trace: "off" });
test.describe.configure({ mode: "parallel" });

test.describe("at every width, without a word from the console or from axe,", () => {
  for (const [at, [name, open]] of Object.entries(states).entries()) {
    test(`${name} fits`, async ({ page, context, sql, newPerson }) => {
      const said: string[] = [];
      page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
      page.on("pageerror", (error) => said.push(`error: ${error.message}`));
      for (const locale of languagesOf(at)) {
        await context.clearCookies();
        await context.setOffline(false);
        await speak(context, locale);
        await open({ page, context, sql, newPerson, locale });

        expect(await page.evaluate(() => document.documentElement.lang)).toBe(locale);
        // Of what axe looks at, a language changes the words alone.
        if (locale === "en") await expectAccessible(page);
        for (const width of widths) {
          await page.setViewportSize({ width, height: 800 });
          expect(await sidewaysOf(page), `${locale} at ${width}`).toEqual([]);
        }
        expect(
          said.filter((line) => !isExpected(line, name)),
          locale,
        ).toEqual([]);
      }
    });
  }
});

test.describe("axe finds nothing in either theme on", () => {
  for (const [name, open] of Object.entries(brokenStates)) {
    test(name, async ({ page, context, sql, newPerson }) => {
      await speak(context, "en");
      await open({ page, context, sql, newPerson, locale: "en" });
      await expectAccessible(page);
    });
  }
});

/** Axe finds nothing in either theme. */
async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  expect(await violations(page, { type: "tag", values: tags }), "axe, light").toEqual([]);
  // Of what axe looks at, the theme changes colours alone.
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await violations(page, { type: "rule", values: ["color-contrast"] }), "axe, dark").toEqual([]);
  await page.emulateMedia({ colorScheme: "light" });
}

/** A page that does not exist is reported by the browser itself, and so is a connection that is gone or cut. */
const isExpected = (line: string, state: string): boolean =>
  (/does not exist|another face/.test(state) && line.includes("404 (Not Found)")) ||
  (state === "no connection" && line.includes("ERR_INTERNET_DISCONNECTED")) ||
  (/not yet handed over/.test(state) && line.includes("ERR_FAILED"));

/** What stands out of the window to the right, unless it is in something that scrolls by itself, or out of a table's frame. */
async function sidewaysOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const spilt = [...document.querySelectorAll("[role=group][tabindex]")].filter(
      (one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === "visible",
    );
    if (spilt.length > 0) return spilt.map((one) => `out of its frame: ${one.getAttribute("aria-label")}`);
    if (root.scrollWidth <= root.clientWidth) return [];
    const out = [...document.body.querySelectorAll("*")].filter(
      (one) =>
        one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest("[role=group][tabindex]"),
    );
    return out.length > 0
      ? out.slice(0, 3).map((one) => one.outerHTML.slice(0, 160))
      : ["the page is too wide"];
  });
}
