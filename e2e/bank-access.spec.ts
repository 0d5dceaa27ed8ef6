import { readFileSync } from "node:fs";
import canonicalize from "canonicalize";
import { compactVerify, createRemoteJWKSet } from "jose";

import {
  accessesOf,
  calls,
  fields,
  plantAccess,
  problem,
  recordSent,
  typeAccess,
} from "./support/bank-access.ts";
import { call } from "./support/call.ts";
import { failKms } from "./support/kms.ts";
import { expect, test } from "./support/licet.ts";
import { plantReceipt, receiptFor } from "./support/receipts.ts";
import { ageProofs } from "./support/sessions.ts";
import { stack } from "./support/stack.ts";

const canary = "canary-7d1e";

test.describe("a bank access that an investor hands over", () => {
  test("is found by its bank, locked in the browser, kept once, and not behind “back”", async ({
    page,
    signedInAs,
    sql,
  }) => {
    const person = await signedInAs({ role: "investor" });
    await page.goto("/home");
    await page.getByRole("link", { name: "Bank access" }).click();
    await page.getByRole("link", { name: "Add a bank access" }).click();
    await page.getByRole("searchbox").fill("españa ardv");
    await page.getByRole("button", { name: "Find my bank" }).click();
    await expect(page.getByText("1 bank", { exact: true })).toBeVisible();
    await page.getByRole("link", { name: "Banco Ardelva" }).click();

    const sent = recordSent(page);
    const form = fields(page);
    await form.userName.fill(` ${canary}-user `);
    await form.pin.fill(`${canary}-pin`);
    expect(await page.locator("main form [name]").count()).toBe(0);
    await form.submit.dblclick();
    await expect(page.getByRole("status").filter({ hasText: "is locked and handed over" })).toBeVisible();
    expect(page.url()).toMatch(/\/bank-access\?added=crd_[0-9a-f-]{36}$/);
    expect(sent()).not.toContain(canary);
    expect(sent()).toContain("eyJhbGciOiJSU0EtT0FFUC0yNTYi");
    const kept = await accessesOf(sql, person);
    expect(kept).toEqual([expect.objectContaining({ institution_id: "sandbox-retail", state: "sealed" })]);

    await page.goBack();
    await expect(page).toHaveURL(/\/bank-access\/add\?q=/);
    await page.getByRole("link", { name: "Banco Ardelva" }).click();
    await expect(form.userName).toHaveValue("");
    await expect(form.pin).toHaveValue("");
  });

  test("is checked where it is typed, and nothing is sent until it can be right", async ({
    page,
    signedInAs,
  }) => {
    await signedInAs({ role: "investor" });
    await page.goto("/bank-access/add/sandbox-private");
    const contract = page.getByRole("textbox", { name: "Contract number" });
    const card = page.getByRole("textbox", { name: "Number of the access card" });
    await contract.fill("A-1234");
    await page.locator("input[type=password]").fill("short");
    await card.fill("1234 5678 901x");
    // The router may fetch what links lead to at any time; what is handed over is posted.
    const posted: string[] = [];
    page.on("request", (request) => void (request.method() === "GET" || posted.push(request.url())));
    const sent = recordSent(page);
    await page.getByRole("button", { name: "Lock and hand over" }).click();
    await expect(page.locator("input[type=password]")).toBeFocused();
    await expect(page.locator("input[type=password]")).toHaveAccessibleDescription(/at least 8 characters/);
    await expect(card).toHaveAccessibleDescription(/digits only/);
    expect(posted).toEqual([]);
    expect(sent()).not.toContain("A-1234");

    await page.getByRole("button", { name: "Show: E-banking password" }).click();
    await expect(page.getByRole("textbox", { name: "E-banking password" })).toHaveValue("short");
    await page.getByRole("textbox", { name: "E-banking password" }).fill("long enough");
    await card.fill("1234 5678 9012");
    await page.getByRole("button", { name: "Lock and hand over" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Seewaldt & Cie" })).toBeVisible();
  });

  test("is kept once and not lost when the connection fails, before or after it arrived", async ({
    page,
    signedInAs,
    sql,
  }) => {
    const person = await signedInAs({ role: "investor" });
    await typeAccess(page, "user", `${canary}-pin`);
    const form = fields(page);
    await page.route("**/bank-access/add/*", (route) => route.abort());
    await form.submit.click();
    await expect(problem(page)).toContainText("The server could not be reached");
    await expect(form.pin).toHaveValue(`${canary}-pin`);

    await page.unroute("**/bank-access/add/*");
    await page.route("**/bank-access/add/*", async (route) => {
      if (!calls(route.request(), "storeSealedAction")) return route.fallback();
      await route.fetch();
      return route.abort();
    });
    await form.submit.click();
    await expect(page.getByText("Locked, and not yet handed over")).toBeVisible();
    await expect(page.locator("main input")).toHaveCount(0);
    const before = await accessesOf(sql, person);
    expect(before).toHaveLength(1);

    await page.unroute("**/bank-access/add/*");
    await page.getByRole("button", { name: "Hand over what is locked" }).click();
    await expect(page).toHaveURL(`/bank-access?added=${before[0]?.credential_id}`);
    expect(await accessesOf(sql, person)).toEqual(before);
  });

  test("stays locked in the browser while the KMS is away, and nothing is stored", async ({
    page,
    signedInAs,
    sql,
  }) => {
    const person = await signedInAs({ role: "investor" });
    await typeAccess(page, "user", "12345");
    await failKms({ method: "Encrypt", caller: "web", effect: "unavailable", times: 3 });
    await fields(page).submit.click();
    await expect(problem(page)).toContainText("We cannot take bank access safely at the moment");
    expect(await accessesOf(sql, person)).toEqual([]);
    await page.getByRole("button", { name: "Hand over what is locked" }).click();
    await expect(page).toHaveURL(/\/bank-access\?added=/);
    expect(await accessesOf(sql, person)).toHaveLength(1);
  });
});

test("a bank that is under maintenance says so before anything is typed", async ({ page, signedInAs }) => {
  await signedInAs({ role: "investor" });
  await page.goto("/bank-access/add/sandbox-closed");
  await expect(page.getByText("Caisse de Rivemont is renewing its e-banking.")).toBeVisible();
  await page.goto("/bank-access/add/nobodys-bank");
  await expect(page.getByRole("heading", { name: "This page does not exist" })).toBeVisible();
});

test("deleting asks who is there, is effective at once, and leaves a receipt that anybody can verify", async ({
  page,
  signedInAs,
  newPerson,
  sql,
}) => {
  const person = await signedInAs({ role: "investor" });
  const stranger = await newPerson({ role: "investor" });
  await typeAccess(page, "user", "12345");
  await fields(page).submit.click();
  await expect(page).toHaveURL(/added=/);
  const [kept] = await accessesOf(sql, person);
  const id = kept?.credential_id ?? "";

  const press = async () => {
    await page.locator("main summary").click();
    await page.getByRole("button", { name: "Delete my access to Banco Ardelva" }).click();
  };
  await ageProofs(sql, person);
  await press();
  await expect(page).toHaveURL(/\/step-up\?next=/);
  expect((await accessesOf(sql, person))[0]?.state).toBe("sealed");
  await sql`update sessions set authenticated_at = now() where person_id = ${person.personId}`;
  await page.goto("/bank-access");
  await press();
  await expect(
    page.getByRole("status").filter({ hasText: "is deleted, with immediate effect" }),
  ).toBeVisible();
  expect((await accessesOf(sql, person))[0]?.state).not.toBe("sealed");

  await expect
    .poll(async () => (await accessesOf(sql, person))[0]?.state, { timeout: 15_000 })
    .toBe("destroyed");
  await page.goto("/bank-access");
  const download = async (name: string) => {
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: `${name} for Banco Ardelva` }).click(),
    ]);
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
  };
  const receiptId = await receiptFor(sql, id);
  const paper = await download("Receipt (PDF)");
  expect(paper.name).toBe(`${receiptId}.pdf`);
  expect(paper.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  const { name, bytes } = await download("Signed file (JSON)");
  expect(name).toBe(`${receiptId}.json`);
  const file = JSON.parse(bytes.toString("utf8"));
  expect(file.receipt).toMatchObject({
    ...{ kind: "credentialDeleted", principal: { id: person.personId }, controller: { id: person.tenantId } },
    deletion: { credentialId: id, wrappedKeysDestroyed: [expect.objectContaining({ version: 1 })] },
  });
  const keys = createRemoteJWKSet(new URL("/api/keys", stack.origin));
  const payload = Buffer.from(canonicalize(file.receipt) as string).toString("base64url");
  const { protectedHeader } = await compactVerify(file.signature.replace("..", `.${payload}.`), keys);
  expect(protectedHeader).toMatchObject({ alg: "EdDSA", typ: "licet-receipt+jws" });

  const { cookie } = person.session;
  const answer = await call(`/receipts/${receiptId}`, { cookie });
  expect(answer.headers).toMatchObject({
    "cache-control": "no-store",
    "content-disposition": `attachment; filename="${receiptId}.json"`,
  });
  const another = await plantReceipt(sql, stranger, await plantAccess(sql, stranger));
  for (const kind of ["", "/pdf"]) {
    expect((await call(`/receipts/${another}${kind}`, { cookie })).status).toBe(404);
  }
});
