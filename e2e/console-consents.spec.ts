import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";

import { plantAccess, plantDeletedAccess } from "./support/bank-access.ts";
import { giveOwnConsent } from "./support/consents.ts";
import { expect, test } from "./support/licet.ts";
import { plantReceipt } from "./support/receipts.ts";

/** What the trail says that somebody did, the first first. */
async function actsOf(sql: Sql, personId: string): Promise<readonly string[]> {
  const rows = await sql`select type || coalesce(' ' || subject_id, '') as act from audit_events
    where actor_id = ${personId} and type ~ '^(console|consent|vault)[.]' order by occurred_at`;
  return rows.map(({ act }) => act);
}

test("compliance finds a consent by its investor’s name, reads its whole history, and each look is logged", async ({
  page,
  signedInAs,
  newPerson,
  sql,
}) => {
  const compliance = await signedInAs({ role: "compliance" });
  const name = `Zoë Ångström ${randomUUID().slice(0, 8)}`;
  const investor = await newPerson({ role: "investor", name, tenantId: compliance.tenantId });
  const consentId = await giveOwnConsent(investor);

  await page.goto("/console/consents");
  await page
    .getByLabel("Investor or identifier")
    .fill(name.toUpperCase().replace("Ë", "E").replace("Å", "a"));
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await expect(page.locator("tbody tr")).toContainText(name);
  await page.locator("tbody th a").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/console/consents/${consentId}`);

  await expect(page.getByRole("group", { name: "History" })).toContainText("Requested");
  await expect(page.getByRole("heading", { name: "Texts as shown" })).toBeVisible();
  await expect(page.getByRole("link", { name: "End this consent…" })).toHaveAttribute(
    "href",
    `/console/acts/new?kind=consents.terminate&consent=${consentId}`,
  );
  expect(await actsOf(sql, compliance.personId)).toContain(`console.opened ${consentId}`);
});

test("the list as a file has the same rows, inert, and an entry that says what was taken", async ({
  page,
  signedInAs,
  newPerson,
  sql,
}) => {
  const compliance = await signedInAs({ role: "compliance" });
  const name = `=cmd|'/c calc'!A1 ${randomUUID().slice(0, 8)}`;
  const investor = await newPerson({ role: "investor", name, tenantId: compliance.tenantId });
  const consentId = await giveOwnConsent(investor);
  await page.goto(`/console/consents?investor=${investor.personId}`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download as CSV" }).click(),
  ]);
  const text = Buffer.concat(await (await download.createReadStream()).toArray()).toString("utf8");
  expect(text.trim().split("\r\n")).toHaveLength(2);
  expect(text).toContain(consentId);
  expect(text).not.toMatch(/(^|,)"?=/m);
  expect(await actsOf(sql, compliance.personId)).toContain("consent.listExported");
});

test("compliance reads how a credential is locked, and hands on the certificate of a deleted one", async ({
  page,
  signedInAs,
  newPerson,
  sql,
}) => {
  const compliance = await signedInAs({ role: "compliance" });
  const investor = await newPerson({ role: "investor", tenantId: compliance.tenantId });
  const kept = await plantAccess(sql, investor);
  const deleted = `crd_${randomUUID()}`;
  await plantDeletedAccess(sql, investor, deleted);
  await plantReceipt(sql, investor, deleted);

  await page.goto(`/console/credentials?investor=${investor.personId}`);
  await expect(page.locator("tbody tr")).toHaveCount(2);
  await page.goto(`/console/credentials/${kept}`);
  await expect(page.getByRole("link", { name: "Delete this credential…" })).toHaveAttribute(
    "href",
    `/console/acts/new?kind=credentials.delete&credential=${kept}`,
  );
  await page.goto(`/console/credentials/${deleted}`);
  await page.getByRole("link", { name: "Read the certificate" }).click();
  await expect(page.getByRole("heading", { name: "Receipt of a deleted bank access" })).toBeVisible();
  const file = await page.getByRole("link", { name: "Download the signed file" }).getAttribute("href");
  const signed = await (await page.request.get(file ?? "")).json();
  expect(signed).toMatchObject({ format: "licet-receipt/1", receipt: { kind: "credentialDeleted" } });
  expect(signed.receipt.deletion.credentialId).toBe(deleted);
  const acts = await actsOf(sql, compliance.personId);
  expect(acts.filter((act) => act === `console.opened ${deleted}`)).toHaveLength(3);
  expect(acts).toContain(`console.opened ${kept}`);
});

test("an administrator finds none of these pages", async ({ page, signedInAs }) => {
  await signedInAs({ role: "admin" });
  for (const path of ["/console/consents", "/console/credentials"]) {
    expect((await page.goto(path))?.status()).toBe(404);
  }
  await page.goto("/console");
  await expect(page.getByRole("navigation").getByRole("link", { name: "Credentials" })).toHaveCount(0);
});
