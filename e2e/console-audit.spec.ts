import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

import { messages } from "#lib/i18n/messages.ts";
import { plantEvent } from "./support/audit-states.ts";
import { expect, test } from "./support/licet.ts";

test.describe.configure({ timeout: 90_000 });

const { trail, consoleTable, audit } = messages.en;

test("a compliance officer finds an entry, has its proof checked in the browser, and is on the record for it", async ({
  page,
  newPerson,
  signedInAs,
  sql,
}) => {
  const officer = await signedInAs({ role: "compliance" });
  const { tenantId } = officer;
  const investor = await newPerson({ role: "investor", name: "Nora <b>=cmd\u202e", tenantId });
  const consentId = `con_${randomUUID()}`;
  const facts = { consentId, reason: "changedMind", deleteDataNow: true };
  const eventId = await plantEvent(sql, investor, { subjectId: consentId, facts });

  await page.goto("/console/audit");
  await page.getByLabel(trail.filters.subject).fill(consentId);
  await page.getByRole("button", { name: consoleTable.search }).click();
  await expect(page).toHaveURL(new RegExp(`subject=${consentId}`));
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await expect(page.locator("tbody")).toContainText("Nora <b>=cmd");

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: consoleTable.file }).click();
  const file = readFileSync(await (await download).path(), "utf8");
  expect(file).toContain(eventId);
  expect(file.split("\r\n")).toHaveLength(3);

  await page.locator("tbody th a").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(audit.consent.withdrawn);
  await page.getByRole("button", { name: trail.proof.check }).click();
  await expect(page.getByText(trail.proof.included)).toBeVisible();
  await expect(page.getByText(trail.proof.signed)).toBeVisible();

  // Bytes that are not the log's are said to be none of it.
  await page.route(`**/${eventId}/proof`, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/index \d+/, "index 0") });
  });
  await page.getByRole("button", { name: trail.proof.again }).click();
  await expect(page.getByText(trail.proof.notIncluded)).toBeVisible();

  const left = await sql<
    { type: string }[]
  >`select type from audit_events where actor_id = ${officer.personId}`;
  for (const type of ["audit.searched", "audit.searchExported", "console.opened"]) {
    expect(left.map((one) => one.type)).toContain(type);
  }
});

test("what is added to the log comes to whoever follows it", async ({ page, newPerson, signedInAs, sql }) => {
  const { tenantId } = await signedInAs({ role: "compliance" });
  const investor = await newPerson({ role: "investor", tenantId });
  await page.goto(`/console/audit/live?actor=${investor.personId}`);
  await expect(page.getByText(trail.liveEmpty)).toBeVisible();
  await plantEvent(sql, investor);
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await page.getByRole("button", { name: trail.pause }).click();
  await plantEvent(sql, investor);
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await page.getByRole("button", { name: trail.goOn }).click();
  await expect(page.locator("tbody tr")).toHaveCount(2);
});
