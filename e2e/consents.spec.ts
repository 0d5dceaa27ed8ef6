import type { Page } from "@playwright/test";
import { plantEnded } from "./support/consent-states.ts";
import { giveOwnConsent, requestFrom } from "./support/consents.ts";
import { expect, test } from "./support/licet.ts";
import { handOver, seeAccounts, userNameFor } from "./support/linking.ts";
import { plantConnection } from "./support/links.ts";
import { castMember, type TestPerson } from "./support/people.ts";
import { giveSession, plantSession } from "./support/sessions.ts";

const marta = () => castMember("Marta").personId;
const oliver = () => castMember("Oliver").personId;
const both = () => ({
  recipients: { wholeTeam: false, advisorIds: [marta(), oliver()] as never[], clientIds: [] },
});

/** From the list to the end of the access: two pages and two presses. */
async function stop(page: Page, consentId: string, deleteData = false): Promise<void> {
  await page.goto("/consents");
  await page.locator(`main a[href="/consents/${consentId}"]`).first().click();
  await expect(page.getByRole("heading", { level: 1, name: /^Your consent to/ })).toBeVisible();
  await page.getByRole("link", { name: "Stop access" }).click();
  await expect(page.getByRole("heading", { name: "What ends at once" })).toBeVisible();
  if (deleteData) await page.getByRole("checkbox", { name: "Delete now what was read" }).check();
  await page.getByRole("button", { name: "Stop access now" }).click();
  await expect(page).toHaveURL(`/consents/${consentId}?notice=withdrawn`);
  await expect(page.getByText("Access has stopped")).toBeVisible();
}

test.describe("an investor’s consents", () => {
  test.describe.configure({ timeout: 90_000 });

  test("are stopped in two steps: at once, with the bank’s connection, and with a receipt", async ({
    page,
    signedInAs,
    sql,
  }) => {
    const person = await signedInAs({ role: "investor" });
    const consentId = await giveOwnConsent(person);
    await handOver(page, userNameFor("exempt"));
    await seeAccounts(page);
    await page.getByRole("checkbox").first().check();
    await page.getByRole("button", { name: "Let the chosen accounts be read" }).click();
    await expect.poll(() => readingsUnder(sql, consentId), { timeout: 30_000 }).toBe(1);
    expect(await grantsOf(sql, consentId)).toBeGreaterThan(0);

    await page.goto("/consents");
    await expect(page.getByText("At Banco Ardelva")).toBeVisible();
    await expect(page.getByText(/ends in [0-9A-Z]{4}/).first()).toBeVisible();
    await stop(page, consentId);
    expect(await grantsOf(sql, consentId)).toBe(0);
    await expect(page.getByText("each bank is told: Banco Ardelva")).toBeVisible();
    await expect(page.getByText("keeps what was read until").first()).toBeVisible();
    await expect(async () => {
      await page.reload();
      await expect(page.getByRole("status").getByRole("link", { name: /^Receipt \(PDF\)/ })).toBeVisible();
    }).toPass({ timeout: 20_000 });
    await expect.poll(() => stateOfConnection(sql, consentId), { timeout: 10_000 }).toBe("ended");
    await page.goto("/bank-access");
    await expect(page.getByText("Stopped").first()).toBeVisible();
    await expect(page.getByText("Delete").first()).toBeVisible();
  });

  test("are stopped without script too, with what was read deleted if that is said", async ({
    browser,
    newPerson,
    sql,
  }) => {
    const person = await newPerson({ role: "investor" });
    const consentId = await giveOwnConsent(person);
    const phone = { javaScriptEnabled: false, viewport: { width: 390, height: 844 } };
    const context = await browser.newContext(phone);
    await giveSession(context, await plantSession(sql, person));
    const page = await context.newPage();
    // The page of the last step, open in another window meanwhile.
    const other = await context.newPage();
    await other.goto(`/consents/${consentId}/withdraw`);
    await stop(page, consentId, true);
    await expect(page.getByText("is being deleted now")).toBeVisible();
    const [row] = await sql`select state, delete_data_now from consents where consent_id = ${consentId}`;
    expect(row).toEqual({ state: "withdrawn", delete_data_now: true });

    await other.getByRole("button", { name: "Stop access now" }).click();
    await expect(other).toHaveURL(`/consents/${consentId}?notice=withdrawn`);
    const acts =
      await sql`select act from consent_events where consent_id = ${consentId} and act = 'withdrawn'`;
    expect(acts).toHaveLength(1);
    await context.close();
  });

  test("that have ended are taken up again as a request, once", async ({ page, signedInAs, sql }) => {
    const person = await signedInAs({ role: "investor" });
    const ended = await giveOwnConsent(person);
    await stop(page, ended);
    await page.getByRole("button", { name: "Prepare a new consent like this" }).click();
    await expect(page).toHaveURL(/\/consents\/con_[^/]+\/answer$/);
    const [made] = await sql`select consent_id, state from consents where replaces_id = ${ended}`;
    expect(page.url()).toContain(made?.consent_id);
    expect(await grantsOf(sql, made?.consent_id)).toBe(0);

    await page.goto(`/consents/${ended}`);
    await page.getByRole("link", { name: /^You have taken it up again/ }).click();
    await expect(page).toHaveURL(`/consents/${made?.consent_id}`);
  });

  test("lose one advisor and keep the rest", async ({ page, signedInAs, sql }) => {
    const person = await signedInAs({ role: "investor" });
    const consentId = await giveOwnConsent(person, both());
    await page.goto(`/consents/${consentId}`);
    await page.getByRole("button", { name: /^Stop Oliver .* alone$/ }).click();
    await expect(page).toHaveURL(/\/consents\/con_[^/]+\/agree\?shown=cpr_/);
    expect(await advisorsOf(sql, consentId)).toEqual([marta(), oliver()].toSorted());
    await page.locator("main form button[type=submit]").first().click();
    await expect(page).toHaveURL(`/consents/${consentId}?notice=amended`);
    await expect(page.getByText("The change is in force")).toBeVisible();
    expect(await advisorsOf(sql, consentId)).toEqual([marta()]);
    await expect(page.getByRole("button", { name: / alone$/ })).toHaveCount(0);
  });

  test("are looked through by an address that can be kept", async ({ page, signedInAs, sql }) => {
    const person = await signedInAs({ role: "investor" });
    const named = await giveOwnConsent(person, both());
    const team = await giveOwnConsent(person);
    const request = await requestFrom(person);
    const connection = await plantConnection(sql, person);
    const [linked] = await sql`select consent_id from connections where connection_id = ${connection}`;
    await plantEnded(sql, person, { state: "expired", by: "job", reason: "timePassed" });

    await page.goto("/consents");
    await page.getByText("Search and sort").click();
    await page.getByLabel("Name of a bank or an advisor").fill("oliver");
    await page.getByRole("button", { name: "Show these" }).click();
    await expect(page).toHaveURL(/\/consents\?q=oliver/);
    await expect(page.getByLabel("Name of a bank or an advisor")).toHaveValue("oliver");
    expect(await listed(page)).toEqual([named]);

    await page.goto("/consents?bank=sandbox-retail");
    expect(await listed(page)).toEqual([linked?.consent_id]);
    await page.goto("/consents?standing=asked");
    expect(await listed(page)).toEqual([request]);
    await page.goto(`/consents?advisor=${oliver()}`);
    expect((await listed(page)).toSorted()).toEqual([named, team, request, linked?.consent_id].toSorted());
    await page.goto("/consents?tab=ended&standing=withdrawn");
    await expect(page.getByText("None of your consents is what you look for.")).toBeVisible();
    await page.goto("/consents?tab=nothing&standing=%27&after=x&q=%3Cscript%3E");
    await expect(page.getByText("None of your consents is what you look for.")).toBeVisible();
  });

  test("say when they ended and by whom, and never that they are in force", async ({
    page,
    signedInAs,
    sql,
  }) => {
    const person = await signedInAs({ role: "investor" });
    const said = [
      [{ state: "revokedAtBank", by: "job", reason: "endedAtBank" }, "It was ended at your bank on"],
      [{ state: "terminated", by: "compliance", reason: "legalDuty" }, "The compliance office of"],
      [{ state: "expired", by: "job", reason: "timePassed" }, "when its time was over"],
    ] as const;
    for (const [end, words] of said) {
      await page.goto(`/consents/${await plantEnded(sql, person, end)}?notice=withdrawn`);
      await expect(page.getByText(words).first()).toBeVisible();
      await expect(page.getByText("In force", { exact: true })).toHaveCount(0);
      await expect(page.getByText("Access has stopped")).toHaveCount(0);
    }
  });

  test("of somebody else, or none at all, have no page", async ({ page, signedInAs, newPerson }) => {
    const theirs = await giveOwnConsent(await newPerson({ role: "investor" }));
    await signedInAs({ role: "investor" });
    for (const consentId of [theirs, "con_none", `${theirs}'`, "con_00000000-0000-4000-8000-000000000000"]) {
      for (const page_ of ["", "/withdraw"]) {
        const answer = await page.goto(`/consents/${encodeURIComponent(consentId)}${page_}`);
        expect(answer?.status()).toBe(404);
      }
    }
  });

  for (const viewport of [
    { width: 390, height: 844 },
    { width: 1440, height: 900 },
  ]) {
    test(`keep to their page at ${viewport.width} px, whatever firm and advisors are called`, async ({
      page,
      signedInAs,
      newPerson,
      sql,
    }) => {
      await page.setViewportSize(viewport);
      const hostile = `<img src=x onerror="document.title='owned'">\u202E${"W".repeat(60)}`;
      const advisor = await newPerson({ role: "advisor", name: hostile });
      const person = await signedInAs({ role: "investor" });
      const advisorIds = [advisor.personId, marta()] as never[];
      const consentId = await giveOwnConsent(person, {
        recipients: { wholeTeam: false, advisorIds, clientIds: [] },
      });
      const ended = await plantEnded(sql, person, { state: "withdrawn", by: "investor", reason: "other" });
      for (const path of [
        "/consents",
        `/consents/${consentId}`,
        `/consents/${consentId}/withdraw`,
        `/consents/${ended}`,
      ]) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        expect(await page.locator("main img").count()).toBe(0);
        expect(await page.title()).not.toBe("owned");
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${path} at ${viewport.width} px`).toBeLessThanOrEqual(0);
      }
      await endOf(sql, person);
    });
  }
});

type Sql = Parameters<typeof plantEnded>[0];

/** Nobody who is named in a consent is taken away before it. */
async function endOf(sql: Sql, { personId }: TestPerson): Promise<void> {
  await sql`delete from consent_grants where investor_id = ${personId}`;
}

async function grantsOf(sql: Sql, consentId: string): Promise<number> {
  return (await sql`select 1 from consent_grants where consent_id = ${consentId}`).length;
}

async function readingsUnder(sql: Sql, consentId: string): Promise<number> {
  const rows = await sql`select 1 from syncs join connections using (tenant_id, connection_id)
    where consent_id = ${consentId} and outcome = 'done'`;
  return rows.length;
}

async function advisorsOf(sql: Sql, consentId: string): Promise<readonly string[]> {
  const [row] = await sql`select advisor_ids from consents where consent_id = ${consentId}`;
  return row?.advisor_ids.toSorted();
}

async function stateOfConnection(sql: Sql, consentId: string): Promise<string> {
  const [row] = await sql`select state from connections where consent_id = ${consentId}`;
  return row?.state;
}

/** The consents of the list, in its order. */
async function listed(page: Page): Promise<readonly string[]> {
  const links = await page.locator("main li h2 a").all();
  const hrefs = await Promise.all(links.map((link) => link.getAttribute("href")));
  return hrefs.map((href) => href?.split("/").at(-1) ?? "");
}
