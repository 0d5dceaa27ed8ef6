import type { Browser, BrowserContext, Page } from "@playwright/test";
import type { Sql } from "postgres";

import { messages } from "#lib/i18n/messages.ts";
import { type Locale, locales } from "#lib/kernel/locale.ts";
import { violations } from "./support/axe.ts";
import { takeUpPhone, type Way } from "./support/bank-phone.ts";
import { waitForMails } from "./support/inbox.ts";
import { chooseEverything, giveButton, hashesAgreedTo, sha256Of, textOnPage } from "./support/journey.ts";
import { expect, test } from "./support/licet.ts";
import {
  bankPassword,
  confirmWith,
  fillContract,
  privateBank,
  retailBank,
  userNameFor,
} from "./support/linking.ts";
import { addPerson, type TestPerson } from "./support/people.ts";
import { giveSession, plantSession } from "./support/sessions.ts";
import { stack } from "./support/stack.ts";
import { speak } from "./support/states.ts";

test.describe.configure({ timeout: 180_000 });
test.use({ trace: "off" });

const devices = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1440, height: 900 }, hasTouch: false, isMobile: false },
} as const;

/** Four kinds in each language: a code, a picture, an approval elsewhere, and a device. */
const ways = {
  phone: { retail: "sms", private: "push" },
  desktop: { retail: "qrcode", private: "chip" },
} as const satisfies Readonly<Record<keyof typeof devices, Readonly<Record<string, Way>>>>;

for (const device of Object.keys(devices) as (keyof typeof devices)[]) {
  test.describe(`on a ${device}`, () => {
    for (const locale of locales) {
      test(`from the invitation to the withdrawal, with two banks, in ${locale}`, async ({
        browser,
        sql,
        source,
      }) => {
        const texts = messages[locale];
        const advisor = await addPerson(sql, { role: "advisor", locale });
        const email = `client-${advisor.personId.slice(4, 12)}@example.com`;
        await invite(browser, sql, advisor, { email, locale, source });

        // The investor's own browser, which has never been here.
        const context = await browser.newContext({ ...devices[device], baseURL: stack.origin });
        await context.setExtraHTTPHeaders({ "X-Forwarded-For": source });
        await speak(context, locale);
        const page = await context.newPage();
        const [letter] = await waitForMails(email, 1);
        await page.goto(letter?.links.find((link) => link.includes("/invitation?token=")) ?? "about:blank");
        await look(page);
        await page.getByRole("button", { name: texts.invitation.begin }).click();

        await expect(page).toHaveURL(/\/consents\/con_[^/]+\/answer$/);
        const consentId = new URL(page.url()).pathname.split("/")[2] ?? "";
        await look(page);
        await page.getByRole("link", { name: texts.journey.answer.goOn }).click();
        await expect(page).toHaveURL(`/consents/${consentId}/answer/choose`);
        await expect(page.locator("main input:checked")).toHaveCount(0);
        await look(page);
        await chooseEverything(page, locale);
        await look(page);
        const shown = await textOnPage(page);
        await giveButton(page, locale).click();
        await expect(page).toHaveURL("/bank-access/add");
        expect(await hashesAgreedTo(sql, consentId)).toEqual([sha256Of(shown)]);

        await look(page);
        await linkRetail(page, context, locale, ways[device].retail);
        await expect(page).toHaveURL(`/consents/${consentId}/done`);
        await look(page);
        await page.getByRole("link", { name: texts.journey.done.moreAct }).click();
        await linkPrivate(page, context, locale, ways[device].private);
        await expect.poll(() => chosenAt(sql, consentId), { timeout: 20_000 }).toBe(2);

        await page.goto("/home");
        await look(page);
        await page.getByRole("link", { name: texts.shell.consents, exact: true }).click();
        await look(page);
        await page.getByRole("link", { name: texts.consents.open }).first().click();
        await expect(page).toHaveURL(`/consents/${consentId}`);
        await look(page);
        await page.getByRole("link", { name: texts.consents.acts.stop.act, exact: true }).click();
        await look(page);
        await page.getByRole("button", { name: texts.consents.withdraw.submit }).click();
        await expect(page).toHaveURL(`/consents/${consentId}?notice=withdrawn`);
        await expect(page.getByRole("status").first()).toBeVisible();
        // Nothing is shown from this moment on; the worker ends the accesses at the banks a moment later.
        expect(await leftOf(sql, consentId)).toMatchObject({ state: "withdrawn", grants: 0 });
        await expect.poll(async () => (await leftOf(sql, consentId))?.connections).toBe(0);
        await look(page);

        // For giving, for the accounts of each bank, and for the end.
        await expect.poll(() => receiptMails(email), { timeout: 60_000 }).toBe(4);
        await context.close();
      });
    }
  });
}

interface Invited {
  readonly email: string;
  readonly locale: Locale;
  readonly source: string;
}

/** The advisor's part, by hand, for everything and the whole team. */
async function invite(browser: Browser, sql: Sql, advisor: TestPerson, { email, locale, source }: Invited) {
  const t = messages[locale].invitation;
  const context = await browser.newContext({ baseURL: stack.origin });
  await context.setExtraHTTPHeaders({ "X-Forwarded-For": source });
  await giveSession(context, await plantSession(sql, advisor));
  await speak(context, locale);
  const page = await context.newPage();
  await page.goto("/advisor/invitations");
  await page.getByRole("link", { name: t.list.invite }).first().click();
  await page.getByLabel(t.form.email).fill(email);
  await page.getByLabel(t.form.name, { exact: true }).fill("Nuno Arrieta");
  await page.getByLabel(t.form.locale).selectOption(locale);
  for (const name of ["cluster", "purpose"])
    for (const box of await page.locator(`main input[name=${name}]`).all()) await box.check();
  await page.locator("main input[name=sight][value=team]").check();
  await page.getByRole("button", { name: t.form.submit }).click();
  await expect(page).toHaveURL(/\/advisor\/invitations\?/);
  await context.close();
}

async function linkRetail(page: Page, context: BrowserContext, locale: Locale, way: Way): Promise<void> {
  const { bankAccess } = messages[locale];
  const userName = userNameFor(way);
  await page.getByLabel(bankAccess.searchLabel).fill("ardelva");
  await page.getByRole("button", { name: bankAccess.searchButton }).click();
  await page.getByRole("link", { name: retailBank }).first().click();
  await expect(page).toHaveURL("/bank-access/add/sandbox-retail");
  await page.locator("main input").first().fill(userName);
  await page.locator("main input[type=password]").fill(bankPassword);
  await look(page);
  await page.getByRole("button", { name: bankAccess.submit }).click();
  await settle(page, context, locale, way, userName);
}

async function linkPrivate(page: Page, context: BrowserContext, locale: Locale, way: Way): Promise<void> {
  const contract = userNameFor(way);
  await page.getByRole("link", { name: privateBank }).first().click();
  await expect(page).toHaveURL("/bank-access/add/sandbox-private");
  await fillContract(page, contract, locale);
  await settle(page, context, locale, way, contract);
}

/** Answers what the bank asks, and chooses all accounts that it names. */
async function settle(page: Page, context: BrowserContext, locale: Locale, way: Way, userName: string) {
  await expect(page).toHaveURL(/\/bank-access\/cnx_[^/]+\/confirm$/);
  await expect(page.locator("main [role=timer]")).toBeVisible();
  await look(page);
  const code = await takeUpPhone(page, userName, way);
  if (code !== null) await confirmWith(page, code, locale);
  await expect(page).toHaveURL(/\/bank-access\/cnx_[^/]+\/accounts$/, { timeout: 20_000 });
  const choose = page.getByRole("button", { name: messages[locale].connection.choose.submit });
  await expect(choose).toBeVisible({ timeout: 20_000 });
  await look(page);
  for (const box of await page.getByRole("checkbox").all()) await box.check();
  await choose.click();
  await expect(page).not.toHaveURL(/\/accounts$/);
  expect(context.pages()).toHaveLength(1);
}

/** Axe finds nothing, and nothing is wider than the window, once the page is there: between two it has no title. */
async function look(page: Page): Promise<void> {
  await expect(async () => {
    expect(await violations(page), page.url()).toEqual([]);
  }).toPass({ timeout: 10_000 });
  const isTooWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth;
  expect(await page.evaluate(isTooWide), page.url()).toBe(false);
}

/** At how many banks accounts are chosen under a consent. */
async function chosenAt(sql: Sql, consentId: string): Promise<number> {
  const [row] = await sql<{ banks: number }[]>`select count(distinct c.connection_id)::int as banks
    from connections c join accounts a using (tenant_id, connection_id)
    where c.consent_id = ${consentId} and a.state = 'chosen'`;
  return row?.banks ?? 0;
}

async function leftOf(sql: Sql, consentId: string) {
  const [row] = await sql`select state,
    (select count(*)::int from consent_grants g where g.consent_id = c.consent_id) as grants,
    (select count(*)::int from connections n where n.consent_id = c.consent_id and n.state <> 'ended') as connections
    from consents c where consent_id = ${consentId}`;
  return row;
}

/** Mails that came after the invitation. */
const receiptMails = async (email: string): Promise<number> => {
  const answer = await fetch(`${stack.phoneOrigin}/api/mails?${new URLSearchParams({ to: email })}`);
  return ((await answer.json()) as unknown[]).length - 1;
};
