import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Browser, Page } from "@playwright/test";
import type { Sql } from "postgres";

import { messages, translator } from "#lib/i18n/messages.ts";
import { newAuditor, withOneBitChanged } from "./support/auditor.ts";
import { addAuthenticator } from "./support/authenticator.ts";
import { violations } from "./support/axe.ts";
import { giveOwnConsent } from "./support/consents.ts";
import { plantViews } from "./support/disclosures.ts";
import { expect, test } from "./support/licet.ts";
import { linkPrivateBank } from "./support/linking.ts";
import { addPerson, removePerson, type TestPerson } from "./support/people.ts";
import { ageProofs, giveSession, plantSession } from "./support/sessions.ts";
import { stack } from "./support/stack.ts";
import { speak } from "./support/states.ts";

test.describe.configure({ timeout: 240_000 });
test.use({ trace: "off" });

const desks = [
  { locale: "en", device: "a desktop", viewport: { width: 1440, height: 900 } },
  { locale: "fr", device: "a screen of 390 pixels", viewport: { width: 390, height: 844 } },
] as const;
type Locale = (typeof desks)[number]["locale"];

for (const { locale, device, viewport } of desks) {
  test(`a compliance officer’s day, in ${locale} on ${device}`, async ({ browser, sql, source }) => {
    const auditor = await newAuditor();
    const day = await lastWeek(browser, sql, source);
    const context = await browser.newContext({ viewport, baseURL: stack.origin });
    await context.setExtraHTTPHeaders({ "X-Forwarded-For": source });
    await speak(context, locale);
    await giveSession(context, await plantSession(sql, day.officer));
    const desk = new Desk(await context.newPage(), locale);
    try {
      await desk.addPasskey();
      await desk.findWhoSawIt(day);
      await desk.endConsent(day.consentId);
      // Morning was long ago by now.
      await ageProofs(sql, day.officer);
      await desk.deleteAccess(day);

      const certificate = await desk.downloadCertificate();
      const signed = JSON.parse(certificate.toString("utf8"));
      expect(signed.receipt).toMatchObject({
        kind: "credentialDeleted",
        deletion: { credentialId: day.credentialId },
      });
      const receipt = await auditor.verify(auditor.keep("certificate.json", certificate));
      expect(receipt.stdout).toMatch(/^The receipt is right\.$/m);
      expect(receipt.stdout).toContain(day.credentialId);
      expect(receipt.stdout).toMatch(/in the log +number \d+ of \d+/);

      const pack = await desk.downloadPack(day, auditor.heldSize);
      const accepted = await auditor.verifyFromMorning(auditor.keep("pack.zip", pack));
      expect(accepted.stdout).toContain("The evidence pack is right.");
      expect(accepted.stdout).toMatch(/1 of your own/);
      const changed = auditor.keep("changed.zip", withOneBitChanged(pack));
      await expect(auditor.verifyFromMorning(changed)).rejects.toMatchObject({
        code: 1,
        stdout: expect.stringMatching(/^WRONG/),
      });

      const types = await desk.readOwnTrail(day.officer);
      expect(types).toMatchObject({
        "identity.passkeyAdded": 1,
        "identity.steppedUp": 1,
        "access.refused": 1,
        "oversight.actPreviewed": 2,
        "oversight.actProposed": 2,
        "oversight.actDone": 2,
        "consent.terminated": 1,
        "vault.destructionBegun": 1,
        "audit.evidencePackBegun": 1,
        "audit.evidencePackMade": 1,
      });
      expect(types["console.opened"]).toBe(desk.looks);
    } finally {
      await context.close();
      auditor.leave();
      for (const person of day.people) await removePerson(sql, person);
    }
  });
}

interface Day {
  readonly officer: TestPerson;
  readonly investor: TestPerson;
  readonly advisor: TestPerson;
  readonly former: TestPerson;
  readonly people: readonly TestPerson[];
  readonly consentId: string;
  readonly credentialId: string;
}

/** What had happened: an investor linked a bank, an advisor opened what it told, another one did three weeks ago. */
async function lastWeek(browser: Browser, sql: Sql, source: string): Promise<Day> {
  const own = randomUUID().slice(0, 8);
  const officer = await addPerson(sql, { role: "compliance", name: `Olga Officer ${own}` });
  const investor = await addPerson(sql, { role: "investor", name: `Zenobia Looked-At ${own}` });
  const advisor = await addPerson(sql, { role: "advisor", name: `Adela Advisor ${own}` });
  const former = await addPerson(sql, { role: "advisor", name: `Boris Before ${own}` });
  const consentId = await giveOwnConsent(investor);
  const at = async (person: TestPerson): Promise<Page> => {
    const context = await browser.newContext({ baseURL: stack.origin });
    await context.setExtraHTTPHeaders({ "X-Forwarded-For": source });
    await speak(context, "en");
    await giveSession(context, await plantSession(sql, person));
    return context.newPage();
  };
  const portal = await at(investor);
  await linkPrivateBank(portal, sql, investor);
  await portal.context().close();
  const book = await at(advisor);
  await book.goto("/advisor");
  await book.getByRole("link", { name: investor.name }).click();
  await expect(book.getByText(messages.en.clients.noted)).toBeVisible();
  await book.context().close();
  await plantViews(sql, investor, { viewerId: former.personId, consentId, count: 1, apart: 0 });
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update disclosures set at = at - interval '20 days' where viewer_id = ${former.personId}`;
  });
  const [credential] =
    await sql`select credential_id from credentials where person_id = ${investor.personId}`;
  const people = [officer, investor, advisor, former];
  return {
    officer,
    investor,
    advisor,
    former,
    people,
    consentId,
    credentialId: credential?.credential_id ?? "",
  };
}

/** The officer at it, by what stands on the pages and nothing else; every page is looked at with axe. */
class Desk {
  readonly #page: Page;
  readonly #locale: Locale;
  /** How many pages about somebody or something were opened. */
  looks = 0;

  constructor(page: Page, locale: Locale) {
    this.#page = page;
    this.#locale = locale;
  }

  get #texts() {
    return messages[this.#locale];
  }

  async #look(): Promise<void> {
    // A page that is reached without a reload gets its title a moment after its address.
    await expect(this.#page).toHaveTitle(/./);
    expect(await violations(this.#page), this.#page.url()).toEqual([]);
    const { scrolled, shown } = await this.#page.evaluate(() => ({
      scrolled: document.documentElement.scrollWidth,
      shown: document.documentElement.clientWidth,
    }));
    expect(scrolled, this.#page.url()).toBeLessThanOrEqual(shown);
  }

  async #open(address: RegExp): Promise<void> {
    await expect(this.#page).toHaveURL(address, { timeout: 30_000 });
    this.looks++;
    await this.#look();
  }

  async #go(label: "investors" | "credentials" | "security" | "people"): Promise<void> {
    const navigation = this.#page.getByRole("navigation", { name: this.#texts.shell.navigation });
    await navigation.getByRole("link", { name: this.#texts.shell[label], exact: true }).click();
    await expect(this.#page).toHaveURL(new RegExp(`/console/${label}$`));
    await this.#look();
  }

  async #find(field: string, text: string): Promise<void> {
    await this.#page.getByLabel(field, { exact: true }).fill(text);
    await this.#page.getByRole("button", { name: this.#texts.consoleTable.search }).click();
    await expect(this.#page.locator("main tbody tr")).toHaveCount(1);
    await this.#look();
  }

  async #follow(label: string): Promise<void> {
    await this.#page.getByRole("link", { name: label, exact: true }).first().click();
  }

  async #download(act: () => Promise<void>): Promise<Buffer> {
    const [file] = await Promise.all([this.#page.waitForEvent("download", { timeout: 30_000 }), act()]);
    return readFileSync(await file.path());
  }

  async addPasskey(): Promise<void> {
    await addAuthenticator(this.#page);
    await this.#page.goto("/console");
    await this.#look();
    await this.#go("security");
    await this.#page.getByRole("button", { name: this.#texts.security.addButton }).click();
    // What it is removed with stands behind one tap, and is there once it is added.
    await expect(this.#page.locator("main summary").first()).toBeVisible();
  }

  async findWhoSawIt({ investor, advisor, former }: Day): Promise<void> {
    const { investors } = this.#texts;
    await this.#openInvestor(investor);
    await this.#follow(investors.page.whoSawIt);
    await this.#open(/\/who-saw-it$/);
    const rows = this.#page.locator("main tbody tr");
    await expect(rows.filter({ hasText: advisor.name }).first()).toContainText(
      investors.shown.ways.clientPage,
    );
    await expect(this.#page.locator("main")).not.toContainText(former.name);
  }

  async #openInvestor(investor: TestPerson): Promise<void> {
    await this.#go("investors");
    await this.#find(this.#texts.investors.search, investor.name);
    await this.#page.getByRole("link", { name: investor.name }).click();
    await this.#open(/\/console\/investors\/per_[^/]+$/);
  }

  /** By the consent under which it was seen. */
  async endConsent(consentId: string): Promise<void> {
    const row = this.#page.locator("main tbody tr").first();
    await row.getByRole("link", { name: consentId.slice(0, 12) }).click();
    await this.#open(new RegExp(`/console/consents/${consentId}$`));
    await this.#follow(this.#texts.consoleConsents.end);
    await this.#decide("misuseSuspected", "submitTerminate");
  }

  async #decide(reason: string, submit: "submitTerminate" | "submitDelete"): Promise<void> {
    const page = this.#page;
    await expect(page).toHaveURL(/\/console\/acts\/new\?/);
    await page.getByLabel(this.#texts.oversight.reason, { exact: true }).selectOption(reason);
    await this.#look();
    const label = translator(this.#locale, "oversight.preview")(submit, { count: 1 });
    await page.getByRole("button", { name: label }).click();
    await this.#open(/\/console\/acts\/act_[^/]+$/);
    await expect(page.getByText(this.#texts.oversight.states.done, { exact: true }).first()).toBeVisible();
  }

  async deleteAccess({ investor, credentialId }: Day): Promise<void> {
    const page = this.#page;
    await this.#go("credentials");
    await this.#find(this.#texts.consoleLists.investor, investor.name);
    // A list of one person is a look at them.
    this.looks++;
    await page.locator("main tbody th a").click();
    await this.#open(new RegExp(`/console/credentials/${credentialId}$`));
    await this.#follow(this.#texts.consoleCredentials.delete);
    await expect(page).toHaveURL(/\/step-up\?next=/);
    await this.#look();
    await page.getByRole("button", { name: this.#texts.stepUp.passkey }).click();
    await this.#decide("leakSuspected", "submitDelete");
    await page.locator("main").getByRole("link", { name: credentialId }).first().click();
    await this.#open(new RegExp(`/console/credentials/${credentialId}$`));
  }

  /** From the page of the access, once its keys are destroyed and that has been signed and is in the log. */
  async downloadCertificate(): Promise<Buffer> {
    const page = this.#page;
    const read = page.getByRole("link", { name: this.#texts.consoleCredentials.certificateRead });
    await expect(async () => {
      this.looks++;
      await page.reload();
      await expect(read).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 90_000 });
    await this.#look();
    await read.click();
    await this.#open(/\/console\/receipts\/rcp_[^/]+$/);
    let file = Buffer.alloc(0);
    await expect(async () => {
      this.looks++;
      file = Buffer.from(await this.#download(() => this.#follow(this.#texts.consoleReceipt.file)));
      expect(JSON.parse(file.toString("utf8")).proof).not.toBeNull();
    }).toPass({ timeout: 30_000 });
    return file;
  }

  async downloadPack({ investor }: Day, heldSize: string): Promise<Buffer> {
    const { investors, evidence } = this.#texts;
    await this.#openInvestor(investor);
    await this.#follow(investors.page.evidence);
    await this.#open(/\/console\/evidence\?investor=/);
    await expect(this.#page.getByText(investor.name)).toBeVisible();
    await this.#page.getByLabel(evidence.held, { exact: true }).fill(heldSize);
    return this.#download(() => this.#page.getByRole("button", { name: evidence.make }).click());
  }

  /** How often each type of event stands in the log as theirs, counted in the file that the page gives of it. */
  async readOwnTrail(officer: TestPerson): Promise<Readonly<Record<string, number>>> {
    const page = this.#page;
    await this.#go("people");
    await this.#find(this.#texts.people.search, officer.name);
    await page.getByRole("link", { name: officer.name }).click();
    await this.#open(/\/console\/people\/per_[^/]+$/);
    await this.#follow(this.#texts.people.trail);
    await expect(page).toHaveURL(new RegExp(`/console/audit\\?actor=${officer.personId}$`));
    const made = page.locator("main tbody").getByText(this.#texts.audit.audit.evidencePackMade).first();
    await expect(async () => {
      await page.reload();
      await expect(made).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
    await this.#look();
    const file = await this.#download(() => this.#follow(this.#texts.consoleTable.file));
    const lines = file.toString("utf8").trim().split("\r\n").slice(1);
    const types = lines.map((line) => line.split(",")[2]?.replaceAll('"', "") ?? "");
    return Object.fromEntries(
      [...Map.groupBy(types, (type) => type)].map(([type, all]) => [type, all.length]),
    );
  }
}
