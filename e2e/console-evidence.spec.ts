import { readFileSync } from "node:fs";
import { packFiles } from "#lib/evidence/manifest.ts";
import { messages } from "#lib/i18n/messages.ts";
import { unzip } from "#scripts/testing/unzip.ts";
import { newAuditor, withOneBitChanged } from "./support/auditor.ts";
import { giveOwnConsent } from "./support/consents.ts";
import { expect, test } from "./support/licet.ts";
import { ageProofs } from "./support/sessions.ts";

const en = messages.en.evidence;

test("compliance makes a pack, and the program accepts it in a folder without a database", async ({
  page,
  signedInAs,
  newPerson,
}) => {
  const investor = await newPerson({ role: "investor" });
  const consentId = await giveOwnConsent(investor);
  const officer = await signedInAs({ role: "compliance" });
  expect(officer.tenantId).toBe(investor.tenantId);
  await page.goto("/console/evidence");
  await page.getByLabel(en.oneLabel).fill(consentId);
  await page.getByRole("button", { name: en.look }).first().click();
  await expect(page.getByText(investor.name)).toBeVisible();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: en.make }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^licet-evidence-\d{4}-\d\d-\d\d\.zip$/);
  const archive = readFileSync(await download.path());
  expect(unzip(archive).get(packFiles.events)).toContain(consentId);

  const auditor = await newAuditor();
  const { stdout } = await auditor.verify(auditor.keep("pack.zip", archive));
  expect(stdout).toContain("The evidence pack is right.");
  const changed = auditor.keep("changed.zip", withOneBitChanged(archive));
  await expect(auditor.verify(changed)).rejects.toMatchObject({ code: 1 });
  auditor.leave();
});

test("whoever has not lately proved who they are does so first, and is led back to the pack", async ({
  page,
  signedInAs,
  newPerson,
  sql,
}) => {
  const consentId = await giveOwnConsent(await newPerson({ role: "investor" }));
  const officer = await signedInAs({ role: "compliance" });
  await ageProofs(sql, officer);
  const make = page.getByRole("button", { name: en.make });
  // What was done a moment ago is in the log a moment later.
  await expect(async () => {
    await page.goto(`/console/evidence?consent=${consentId}`);
    await expect(make).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await make.click();
  const back = `/console/evidence?consent=${consentId}&confirmed=1`;
  await expect(page).toHaveURL(`/step-up?${new URLSearchParams({ next: back })}`);
  const made = await sql`select 1 from audit_events where actor_id = ${officer.personId}
    and type like 'audit.evidencePack%'`;
  expect(made).toHaveLength(0);
});
