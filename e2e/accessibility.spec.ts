import { AxeBuilder } from "@axe-core/playwright";

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
      await page.emulateMedia({ colorScheme: "light" });
      expect(await violations(new AxeBuilder({ page }).withTags(rules))).toEqual([]);
      // Of what axe looks at, the theme changes colours alone.
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await violations(new AxeBuilder({ page }).withRules("color-contrast"))).toEqual([]);
    });
  }
});

/** What axe objects to, in words that say where. */
async function violations(axe: AxeBuilder): Promise<readonly string[]> {
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
