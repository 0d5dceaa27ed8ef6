import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import postgres from "postgres";
import { newId } from "#lib/kernel/id.ts";
import { root, type Stack, startStack } from "../../runtime/stack.ts";
import { throwAwayDirectory } from "../../runtime/state-directory.ts";
import { findChromium } from "../../testing/chromium.ts";
import { percentile } from "../audit/cluster.ts";
import { fillConsents, newFirm } from "../consent/firm.ts";
import { signIn } from "../lighthouse/sign-in.ts";

const rows = 200;
const goalMs = 100;
const lists = ["/console/people", "/console/consents", "/console/investors", "/console/audit"];

/**
 * What a page of two hundred rows lets somebody wait for: from a key or a click to the next picture, as the browser itself
 * measures it (W3C Event Timing, which counts in steps of 8 ms and leaves out what took less than 16).
 */
export default async function benchPages(): Promise<void> {
  const directory = await throwAwayDirectory(join(root, ".data", "test"), "bench");
  try {
    const stack = await startStack({ directory: directory.path, durable: false, demo: true, log: () => {} });
    const ca = readFileSync(stack.environment.LICET_DATABASE_CA ?? "", "utf8");
    const sql = postgres(stack.superuserUrl, { ssl: { ca }, max: 1, onnotice: () => {} });
    const { path: executablePath, env } = await findChromium(root);
    const browser = await chromium.launch({
      executablePath,
      env: { ...process.env, ...env } as Record<string, string>,
    });
    try {
      const cookie = await officerOfManyClients(stack, sql);
      const context = await browser.newContext({
        extraHTTPHeaders: { cookie },
        viewport: { width: 1440, height: 900 },
      });
      for (const path of lists) await measure(context, stack.origin, path);
    } finally {
      await browser.close();
      await sql.end({ timeout: 5 });
      await stack.stop();
    }
  } finally {
    directory.remove();
  }
}

/** A firm whose lists fill a page, and somebody of compliance who has looked at the log as often. */
async function officerOfManyClients(stack: Stack, sql: postgres.Sql): Promise<string> {
  const firm = await newFirm(sql, rows + 20);
  const validUntil = new Date(Date.now() + 30 * 86_400_000);
  await fillConsents(sql, firm, { count: rows + 20, validUntil });
  const personId = newId("per");
  await sql`insert into people (tenant_id, person_id, role, name, email, email_key)
    values (${firm.tenantId}, ${personId}, 'compliance', 'Somebody', 'officer@example.org', 'officer@example.org')`;
  const cookie = await signIn(stack, sql, { tenantId: firm.tenantId, personId });
  for (let look = 0; look < rows + 20; look += 10) {
    const looks = Array.from({ length: 10 }, () =>
      fetch(`${stack.origin}/console/audit`, { headers: { cookie } }),
    );
    for (const answer of await Promise.all(looks)) await answer.text();
  }
  return cookie;
}

async function measure(context: BrowserContext, origin: string, path: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${origin}${path}?rows=${rows}`);
  const shown = await page.locator("tbody tr").count();
  if (shown !== rows) throw new Error(`${path} shows ${shown} rows`);
  await page.evaluate(() => {
    const took: number[] = [];
    Object.assign(window, { took });
    const note = (list: PerformanceObserverEntryList) =>
      took.push(...list.getEntries().map(({ duration }) => duration));
    new PerformanceObserver(note).observe({
      type: "event",
      durationThreshold: 16,
    } as PerformanceObserverInit);
  });
  const acts = await work(page);
  await page.waitForTimeout(500);
  const took = await page.evaluate(() => (window as unknown as { took: number[] }).took);
  const p95 = percentile([...took, ...Array<number>(Math.max(0, acts - took.length)).fill(16)], 0.95);
  console.log(
    `  ${path} with ${rows} rows: ${acts} keys and clicks, the longest ${Math.max(16, ...took)} ms, p95 ${p95} ms (to reach: ${goalMs} ms)`,
  );
  await page.close();
}

/** Goes through the rows, opens what can be opened, ticks every column and types into the filter; says how often. */
async function work(page: Page): Promise<number> {
  let acts = 0;
  const press = async (key: string, times = 1) => {
    for (let time = 0; time < times; time++) await page.keyboard.press(key);
    acts += times;
  };
  await page.locator("tbody th a").first().focus();
  await press("ArrowDown", 60);
  await press("End");
  await press("ArrowUp", 30);
  await press("Home");
  const columns = page.locator("details", { has: page.locator("input[name=column]") }).first();
  await columns.locator("summary").click();
  acts++;
  for (const box of await columns.locator("input[type=checkbox]").all()) {
    await box.click();
    acts++;
  }
  const field = page.locator("form[method=get] input:not([type=hidden]):not([type=checkbox])").first();
  await field.click();
  await page.keyboard.type("somebody", { delay: 30 });
  await press("Tab", 12);
  return acts + 9;
}
