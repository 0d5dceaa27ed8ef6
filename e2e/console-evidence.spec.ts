import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { packFiles } from "#lib/evidence/manifest.ts";
import { messages } from "#lib/i18n/messages.ts";
import { unzip } from "#scripts/testing/unzip.ts";
import { call } from "./support/call.ts";
import { giveOwnConsent } from "./support/consents.ts";
import { expect, test } from "./support/licet.ts";
import { ageProofs } from "./support/sessions.ts";

const en = messages.en.evidence;
const program = resolve("scripts/audit-verify/main.ts");

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

  const folder = mkdtempSync(join(tmpdir(), "licet-auditor-"));
  const keep = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  const keys = [
    ...["--key", keep("keys.txt", (await call("/audit/key")).body)],
    ...["--receipt-keys", keep("keyset.json", (await call("/api/keys")).body)],
  ];
  const verify = (name: string) =>
    promisify(execFile)(process.execPath, [program, name, ...keys], {
      cwd: folder,
      env: { NODE_ENV: "production" },
    });
  expect((await verify(keep("pack.zip", archive))).stdout).toContain("The evidence pack is right.");
  const changed = Buffer.from(archive);
  const middle = Math.floor(changed.length / 2);
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  await expect(verify(keep("changed.zip", changed))).rejects.toMatchObject({ code: 1 });
  rmSync(folder, { recursive: true });
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
  await page.goto(`/console/evidence?consent=${consentId}`);
  await page.getByRole("button", { name: en.make }).click();
  const back = `/console/evidence?consent=${consentId}&confirmed=1`;
  await expect(page).toHaveURL(`/step-up?${new URLSearchParams({ next: back })}`);
  const made = await sql`select 1 from audit_events where actor_id = ${officer.personId}
    and type like 'audit.evidencePack%'`;
  expect(made).toHaveLength(0);
});
