import { createRequire } from "node:module";
import type { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

type RunOptions = Parameters<AxeBuilder["options"]>[0];
type AxeResults = Awaited<ReturnType<AxeBuilder["analyze"]>>;

/** The axe that comes with Playwright's binding of it, as a script. */
const axe = createRequire(createRequire(import.meta.url).resolve("@axe-core/playwright"))("axe-core") as {
  readonly source: string;
};

interface WithAxe {
  readonly axe?: { run(at: Document, options: RunOptions): Promise<AxeResults> };
}

/**
 * What axe objects to on a page, in words that say where. The binding would hand axe over twice each time and put its
 * results together on a page of its own, for pages with frames; this does without, and refuses a page that has any.
 */
export async function violations(page: Page, runOnly?: RunOptions["runOnly"]): Promise<readonly string[]> {
  expect(page.frames(), "axe is asked of one frame alone").toHaveLength(1);
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  // What axe does not object to is not written out.
  const options: RunOptions = { resultTypes: ["violations"], ...(runOnly ? { runOnly } : {}) };
  return page.evaluate(async (asked) => {
    const found = await (globalThis as WithAxe).axe?.run(document, asked);
    if (!found || found.passes.length + found.violations.length === 0) throw new Error("Axe saw nothing.");
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    );
  }, options);
}
