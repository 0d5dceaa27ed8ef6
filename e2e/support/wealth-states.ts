import { expect } from "@playwright/test";

import { plantAccounts, plantConnection, plantProducts } from "./links.ts";
import { sendAsset, typeAsset } from "./own-assets.ts";
import type { TestPerson } from "./people.ts";
import { giveSession, plantSession } from "./sessions.ts";
import type { Investor, Open, Stage } from "./stage.ts";
import { familyWealth } from "./wealth.ts";

/** As somebody with all that the invented family has at both banks, which is linked once for all states. */
async function asFamily({ context, sql }: Stage): Promise<TestPerson> {
  const browser = context.browser();
  if (!browser) throw new Error("A state is opened in a browser.");
  const person = await familyWealth(browser, sql);
  await giveSession(context, await plantSession(sql, person));
  return person;
}

const family =
  (path: string): Open =>
  async (stage) => {
    await asFamily(stage);
    await stage.page.goto(path);
  };

const familyAccount =
  (kind: "custody" | "card"): Open =>
  async (stage) => {
    const { personId } = await asFamily(stage);
    const [account] = await stage.sql<{ id: string }[]>`select account_id as id from accounts
      where investor_id = ${personId} and kind = ${kind} and state = 'chosen' order by account_id limit 1`;
    await stage.page.goto(`/wealth/accounts/${account?.id}`);
  };

/** What stands one tap away, all of it. */
const openAll = ({ page }: Stage): Promise<void> =>
  page.evaluate(() => {
    for (const one of document.querySelectorAll("main details")) one.setAttribute("open", "");
  });

const flat = { kind: "property", name: "Piso, calle de la Azucena 14", currency: "CHF" } as const;

/** Somebody without a bank who wrote one thing down, a part of which is theirs, more than a year ago. */
const writtenDown =
  (path: string) =>
  (investor: Investor): Open =>
  async (stage) => {
    await investor(stage);
    await stage.page.goto("/wealth/assets");
    await typeAsset(stage.page, { ...flat, amount: "250000", day: "2025-01-31", share: "50" });
    await sendAsset(stage.page);
    await expect(stage.page).toHaveURL(/done=added/);
    await stage.page.goto(path);
  };

/** Wealth with everything that may be missing of it; and with all that an invented family has. */
export const wealthStates = (investor: Investor): Readonly<Record<string, Open>> => ({
  "wealth without a bank": async (stage) => {
    await investor(stage);
    await stage.page.goto("/wealth");
  },
  "nothing written down of what no bank keeps": async (stage) => {
    await investor(stage);
    await stage.page.goto("/wealth/assets");
  },
  "what no bank keeps, with a number that is none": async (stage) => {
    await investor(stage);
    await stage.page.goto("/wealth/assets");
    await typeAsset(stage.page, { ...flat, amount: "1.2.3", day: "2025-01-31", share: "120" });
    await sendAsset(stage.page);
    await expect(stage.page.locator("input[aria-invalid=true]")).toHaveCount(2);
  },
  "what no bank keeps": writtenDown("/wealth/assets")(investor),
  "wealth without a bank and with what none keeps": writtenDown("/wealth")(investor),
  "one thing that no bank keeps": async (stage) => {
    await writtenDown("/wealth/assets")(investor)(stage);
    await stage.page.locator("main li h3 a").click();
    await expect(stage.page).toHaveURL(/\/wealth\/assets\/ast_/);
    const form = stage.page.locator("main form").filter({ has: stage.page.locator("input[name=amount]") });
    await form.locator("input[name=amount]").fill("99");
    await form.locator("button[type=submit]").click();
    await expect(stage.page).toHaveURL(/done=valued/);
    await stage.page.locator("main li h3 a").click();
    await expect(stage.page).toHaveURL(/\/wealth\/assets\/ast_/);
    for (const summary of await stage.page.locator("main summary").all()) await summary.click();
  },
  "wealth while accounts are to be chosen": async (stage) => {
    const person = await investor(stage);
    const connection = await plantConnection(stage.sql, person, { state: "choosing" });
    await plantAccounts(stage.sql, person, connection, ["offered"]);
    await stage.page.goto("/wealth");
  },
  "wealth before the first reading": async (stage) => {
    const person = await investor(stage);
    const connection = await plantConnection(stage.sql, person, { state: "active" });
    await plantAccounts(stage.sql, person, connection, ["chosen", "chosen"]);
    await stage.page.goto("/wealth");
  },
  "wealth of which nothing could be read": async (stage) => {
    const person = await investor(stage);
    const connection = await plantConnection(stage.sql, person, { state: "active" });
    const accounts = await plantAccounts(stage.sql, person, connection, [
      "chosen",
      "chosen",
      "chosen",
      "gone",
    ]);
    for (const account of accounts.slice(0, 3)) await plantProducts(stage.sql, person, connection, account);
    await stage.page.goto("/wealth");
    await openAll(stage);
  },
  "transactions of which none could be read": async (stage) => {
    const person = await investor(stage);
    const connection = await plantConnection(stage.sql, person, { state: "active" });
    const [account = ""] = await plantAccounts(stage.sql, person, connection, ["chosen"]);
    await plantProducts(stage.sql, person, connection, account);
    await stage.page.goto("/wealth/entries");
  },
  "wealth at two banks": async (stage) => {
    await asFamily(stage);
    await stage.page.goto("/wealth?in=CHF&by=issuer");
    await openAll(stage);
  },
  "wealth by bank": family("/wealth?by=custodian&span=sinceBeginning"),
  "a custody account": familyAccount("custody"),
  "an account of money": familyAccount("card"),
  transactions: family("/wealth/entries"),
  "transactions, narrowed to nothing": family("/wealth/entries?q=nobody&kind=merger&from=2026-10-01"),
  performance: family("/wealth/performance?period=yearToDate&in=USD"),
  "performance in a range that is none": family("/wealth/performance?from=2026-09-01&to=2026-08-01"),
});
