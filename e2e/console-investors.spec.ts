import { messages } from "#lib/i18n/messages.ts";
import { violations } from "./support/axe.ts";
import { plantViews } from "./support/disclosures.ts";
import { expect, test } from "./support/licet.ts";
import { plantConnection, plantConsent } from "./support/links.ts";
import { plantHealth } from "./support/rights.ts";
import { giveSession, plantSession } from "./support/sessions.ts";
import { speak } from "./support/states.ts";

const { investors, rights, upkeep, consoleTable, audit } = messages.en;

test("a compliance officer finds who saw an investor’s data last week, and takes the list along", async ({
  page,
  signedInAs,
  newPerson,
  sql,
}) => {
  const officer = await signedInAs({ role: "compliance", name: "Olga Officer" });
  const { tenantId } = officer;
  const investor = await newPerson({ role: "investor", name: "Zenobia Looked-At", tenantId });
  const advisor = await newPerson({ role: "advisor", name: "Adela Advisor", tenantId });
  const former = await newPerson({ role: "advisor", name: "Boris Before", tenantId });
  const consentId = await plantConsent(sql, investor);
  await plantViews(sql, investor, { viewerId: advisor.personId, consentId, count: 3, apart: 60 });
  const longAgo = { viewerId: former.personId, consentId, count: 1, apart: 0 };
  await plantViews(sql, investor, longAgo);
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update disclosures set at = at - interval '20 days' where viewer_id = ${former.personId}`;
  });

  await page.goto("/console");
  await page.getByRole("link", { name: messages.en.shell.investors, exact: true }).click();
  await page.getByLabel(investors.search).fill("zenobia");
  await page.getByRole("button", { name: consoleTable.search }).click();
  await page.getByRole("link", { name: "Zenobia Looked-At" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Zenobia Looked-At");
  await page.getByRole("link", { name: investors.page.whoSawIt, exact: true }).click();
  const rows = page.locator("main tbody tr");
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText("Adela Advisor");
  await expect(rows.first()).toContainText(investors.shown.ways.clientPage);
  await expect(page.locator("main")).not.toContainText(/acc_/);
  expect(await violations(page)).toEqual([]);

  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: consoleTable.file }).click(),
  ]);
  const { readFile } = await import("node:fs/promises");
  const text = await readFile(await file.path(), "utf8");
  expect(text.trim().split("\r\n")).toHaveLength(4);
  expect(text).toContain("Adela Advisor");
  expect(text).not.toContain("Boris Before");

  await page.getByLabel(investors.shown.when).selectOption("month");
  await page.getByRole("button", { name: consoleTable.search }).click();
  await expect(rows).toHaveCount(4);
  await expect(page.locator("main")).toContainText("Boris Before");

  const events = await sql<{ type: string }[]>`select type from audit_events
    where actor_id = ${officer.personId} and subject_id = ${investor.personId}`;
  const types = events.map(({ type }) => type);
  expect(types).toContain("console.opened");
  expect(types.filter((type) => type === "disclosure.listExported")).toHaveLength(1);
  expect(audit.disclosure.listExported).toBeTruthy();
});

test("a request that came by letter is noted, is due in a month, and is answered once", async ({
  page,
  signedInAs,
  newPerson,
}) => {
  const { tenantId } = await signedInAs({ role: "compliance" });
  const investor = await newPerson({ role: "investor", name: "Zoe Asking", tenantId });
  await page.goto(`/console/investors/${investor.personId}`);
  await expect(page.getByText(rights.noneHere)).toBeVisible();
  const today = new Date().toISOString().slice(0, 10);
  await page.getByLabel(rights.kind).selectOption("rectification");
  await page.getByLabel(rights.channel).selectOption("letter");
  await page.getByLabel(rights.record.receivedOn).fill(today);
  await page.getByRole("button", { name: rights.record.submit }).click();
  const row = page.getByRole("row", { name: new RegExp(rights.kinds.rectification.slice(0, 10)) });
  await expect(row).toContainText(/2[78]|29|3[01]/);
  await page.locator("main details summary").first().click();
  await page.getByLabel(rights.answer.label).selectOption("granted");
  await page.getByRole("button", { name: rights.answer.submit }).click();
  await expect(row).toContainText(rights.granted);
  await expect(page.getByRole("button", { name: rights.answer.submit })).toHaveCount(0);
});

test("staff see how a bank does and tell investors that it is away, who read it where they choose it", async ({
  page,
  browser,
  signedInAs,
  newPerson,
  sql,
}) => {
  const { tenantId } = await signedInAs({ role: "admin" });
  const investor = await newPerson({ role: "investor", tenantId });
  await plantHealth(sql, await plantConnection(sql, investor, { state: "active" }));
  await page.goto("/console/institutions/sandbox-retail");
  await expect(page.getByRole("row", { name: new RegExp(messages.en.confirm.methods.sms) })).toBeVisible();
  await expect(page.locator("main")).toContainText(upkeep.reasons.wrongCode);
  await expect(page.locator("main")).toContainText(upkeep.reasons.bankDown);

  await page.getByRole("link", { name: upkeep.banner.set }).click();
  const text = "This bank is away for the night.";
  await page.getByLabel(upkeep.banner.texts.en).fill("See https://bank.example");
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel(upkeep.banner.day).fill(tomorrow);
  await page.getByRole("button", { name: upkeep.banner.submit }).click();
  await expect(page.getByLabel(upkeep.banner.texts.en)).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel(upkeep.banner.texts.en).fill(text);
  await page.getByLabel(upkeep.banner.day).fill(tomorrow);
  await page.getByRole("button", { name: upkeep.banner.submit }).click();
  await expect(page.getByText(upkeep.saved)).toBeVisible();

  const theirs = await browser.newContext();
  await speak(theirs, "en");
  await giveSession(theirs, await plantSession(sql, investor));
  const portal = await theirs.newPage();
  for (const path of ["/bank-access/add", "/bank-access/add/sandbox-retail"]) {
    await portal.goto(path);
    await expect(portal.getByText(text)).toBeVisible();
  }

  await page.locator("main details summary").click();
  await page.getByRole("button", { name: upkeep.banner.withdraw }).click();
  await expect(page.getByText(upkeep.withdrawn)).toBeVisible();
  await portal.reload();
  await expect(portal.getByText(text)).toHaveCount(0);
  await theirs.close();
});
