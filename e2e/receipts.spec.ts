import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import type { Sql } from "postgres";

import { plantAccess } from "./support/bank-access.ts";
import { call } from "./support/call.ts";
import { expect, test } from "./support/licet.ts";
import type { TestPerson } from "./support/people.ts";
import { check, plantReceipt, receiptFor } from "./support/receipts.ts";
import { stack } from "./support/stack.ts";

/** Deletes a bank access on its page; what is downloaded then is what came of it, with its proof. */
async function signedFile(
  page: Page,
  sql: Sql,
  person: Pick<TestPerson, "tenantId" | "personId">,
): Promise<string> {
  const credentialId = await plantAccess(sql, person);
  await page.goto("/bank-access");
  await page.locator("main summary").first().click();
  await page.getByRole("button", { name: "Delete my access" }).click();
  await page.waitForURL(/deleted=/);
  await expect.poll(() => receiptFor(sql, credentialId), { timeout: 20_000 }).not.toBeNull();
  const receiptId = await receiptFor(sql, credentialId);
  const read = async () => (await page.request.get(`/receipts/${receiptId}`)).text();
  await expect.poll(async () => JSON.parse(await read()).proof, { timeout: 20_000 }).not.toBeNull();
  return read();
}

const result = (page: Page, role: "status" | "alert") => page.locator("main").getByRole(role);

test("a receipt is checked by anybody, without signing in, and every change to it is found", async ({
  page,
  signedInAs,
  sql,
  browser,
}) => {
  const person = await signedInAs({ role: "investor" });
  const file = await signedFile(page, sql, person);

  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(`${stack.origin}/check-receipt`);
  await visitor.getByLabel("File of the receipt").setInputFiles({
    name: "receipt.json",
    mimeType: "application/json",
    buffer: Buffer.from(file),
  });
  await visitor.getByRole("button", { name: "Check" }).click();
  await expect(result(visitor, "status").filter({ hasText: "This receipt is right" })).toBeFocused();
  await expect(visitor.getByRole("heading", { name: "Receipt of a deleted bank access" })).toBeVisible();
  await expect(visitor.getByText(/^Entry [\d,]+ of [\d,]+, log /)).toBeVisible();
  await visitor.context().close();

  await check(page, file.replace("credentialDestroyed", "credentialDestroyes"), "Check");
  await expect(result(page, "alert")).toContainText("It is not what was signed here");
  await check(page, file.replace(/index (\d)/, "index 9$1"), "Check");
  await expect(result(page, "alert")).toContainText("This receipt is not right");
  await check(page, "a letter", "Check");
  await expect(result(page, "alert")).toContainText("This is not the file of a receipt");
});

test("one that nobody of ours signed is told apart", async ({ page, signedInAs, sql }) => {
  const person = await signedInAs({ role: "investor" });
  const receiptId = await plantReceipt(sql, person, await plantAccess(sql, person));
  const file = await (await page.request.get(`/receipts/${receiptId}`)).text();
  await check(page, file, "Check");
  await expect(result(page, "alert")).toContainText("No key of this service signed it");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a receipt is checked all the same", async ({ page, signedInAs, sql }) => {
    const file = await signedFile(page, sql, await signedInAs({ role: "investor" }));
    await check(page, file, "Check");
    await expect(page.getByText("This receipt is right")).toBeVisible();
  });
});

test("an auditor checks a receipt with the program that needs no server, and keys taken beforehand", async ({
  page,
  signedInAs,
  sql,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "licet-receipt-"));
  const keep = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const key = keep("log.txt", (await call("/audit/key")).body);
  const keySet = keep("keys.json", (await call("/api/keys")).body);
  const file = await signedFile(page, sql, await signedInAs({ role: "investor" }));
  const verify = (text: string) =>
    promisify(execFile)(process.execPath, [
      ...["scripts/audit-verify/main.ts", keep("receipt.json", text), "--key", key, "--receipt-keys", keySet],
    ]);
  const { stdout } = await verify(file);
  expect(stdout).toContain("The receipt is right.");
  expect(stdout).toMatch(/in the log {3}number \d+ of \d+/);
  const changed = file.replace(/"backupsForgetBy": "20/, '"backupsForgetBy": "19');
  await expect(verify(changed)).rejects.toMatchObject({
    code: 1,
    stdout: "WRONG · the receipt is not what was signed\n",
  });
  await expect(verify("{}")).rejects.toMatchObject({ code: 2 });
  rmSync(folder, { recursive: true });
});
