import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect, test } from "./support/licet.ts";
import { brokenStates, speak, states } from "./support/states.ts";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// A trace of every step would cost more than the steps.
test.use({ trace: "off" });

test.describe("axe finds nothing in either theme on", () => {
  for (const [name, open] of Object.entries({ ...states, ...brokenStates })) {
    test(name, async ({ page, context, sql, newPerson }) => {
      await speak(context, "en");
      await open({ page, context, sql, newPerson, locale: "en" });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violations(page), colorScheme).toEqual([]);
      }
    });
  }
});

/** What axe objects to, in words that say where. */
async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).withTags(rules).analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
