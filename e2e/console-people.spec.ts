import type { Page } from "@playwright/test";

import { addAuthenticator } from "./support/authenticator.ts";
import { waitForMails } from "./support/inbox.ts";
import { expect, test } from "./support/licet.ts";
import { castMember, clearPerson } from "./support/people.ts";
import { openPeople, pressDisable } from "./support/people-page.ts";
import { chooseAtProvider } from "./support/provider.ts";
import { giveSession, plantSession } from "./support/sessions.ts";
import { staffInvitationIn } from "./support/staff.ts";

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAKklEQVR42mOQt4qnKWIYtWDUglELRi0YtWDUglELRi0YtWDUglELhooFABGS4B8StN70AAAAAElFTkSuQmCC",
  "base64",
);

const saidAt = (page: Page, text: string) => expect(page.getByText(text)).toBeVisible();

test("somebody is invited, comes in by their firm’s account, is given another role and kept out", async ({
  page,
  browser,
  signedInAs,
  source,
  sql,
}) => {
  const officer = castMember("Íñigo Zabaleta");
  const [known] = await sql`select * from oidc_identities where person_id = ${officer.personId}`;
  const admin = await signedInAs({ role: "admin" });
  // An account that the provider knows and that is nobody's here, for as long as this takes.
  await sql`delete from oidc_identities where person_id = ${officer.personId}`;
  try {
    const email = `invited-${crypto.randomUUID()}@example.com`;
    await page.goto("/console/people");
    await page.getByRole("link", { name: "Invite staff" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Inès Ørsted");
    await page.getByLabel("Email", { exact: true }).fill(email);
    await page.getByLabel("Role").selectOption("advisor");
    await page.getByRole("button", { name: "Send the invitation" }).click();
    await saidAt(page, "The mail is on its way. Nobody can sign in until it is accepted.");

    const [mail] = await waitForMails(email, 1);
    const theirs = await browser.newContext({ extraHTTPHeaders: { "X-Forwarded-For": source } });
    const theirPage = await theirs.newPage();
    await theirPage.goto(staffInvitationIn(mail!));
    await theirPage.getByRole("button", { name: "Sign in with your firm’s account" }).click();
    await chooseAtProvider(theirPage, officer.name);
    await expect(theirPage).toHaveURL("/advisor");
    await theirPage.goto(staffInvitationIn(mail!));
    await expect(theirPage.getByRole("heading", { name: "This invitation does not work" })).toBeVisible();

    await openPeople(page, email);
    await page.getByRole("link", { name: "Inès Ørsted" }).click();
    await expect(page.getByRole("heading", { name: "Inès Ørsted" })).toBeVisible();
    await expect(page.getByRole("row").filter({ hasText: "Signed in" }).first()).toBeVisible();
    await page.getByRole("link", { name: "Change the role" }).click();
    await page.getByLabel("New role").selectOption("compliance");
    await page.getByRole("button", { name: "Change the role and end all sessions" }).click();
    await saidAt(page, "The new role counts from the next sign-in. All sessions have ended.");
    await theirPage.goto("/advisor");
    await expect(theirPage).toHaveURL(/\/sign-in\?notice=expired/);

    await openPeople(page, email);
    await pressDisable(page, "Inès Ørsted");
    await expect(page.getByRole("button", { name: "Enable Inès Ørsted" })).toBeVisible();
    await theirs.close();
  } finally {
    const [row] = await sql`select person_id from staff_invitations where invited_by = ${admin.personId}`;
    if (row?.person_id) {
      await clearPerson(sql, { personId: row.person_id });
      await sql`delete from people where person_id = ${row.person_id}`;
    }
    await sql`insert into oidc_identities ${sql(known!)}`;
  }
});

test("an administrator is offered nothing of their own account, and compliance nothing at all", async ({
  page,
  context,
  newPerson,
  signedInAs,
  sql,
}) => {
  const admin = await signedInAs({ role: "admin" });
  await page.goto(`/console/people/${admin.personId}`);
  await expect(page.getByText("This is you.")).toBeVisible();
  await expect(page.locator("main").getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Change the role" })).toHaveCount(0);
  expect((await page.goto(`/console/people/${admin.personId}/role`))?.status()).toBe(404);

  const officer = await newPerson({ role: "compliance" });
  await giveSession(context, await plantSession(sql, officer));
  await openPeople(page, admin.name);
  await expect(page.getByRole("link", { name: "Invite staff" })).toHaveCount(0);
  await page.getByRole("link", { name: admin.name }).click();
  await expect(page.getByRole("heading", { name: "Sign-in log" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Change the role" })).toHaveCount(0);
  for (const path of [
    `/console/people/${admin.personId}/role`,
    "/console/people/invite",
    "/console/firm/brand",
  ]) {
    expect((await page.goto(path))?.status(), path).toBe(404);
  }
});

test("lists leave as files in which hostile names are inert", async ({ page, newPerson, signedInAs }) => {
  const { email, tenantId } = await newPerson({
    role: "advisor",
    name: '=HYPERLINK("https://evil.example")',
  });
  await signedInAs({ role: "admin", tenantId });
  await page.goto(`/console/people?q=${encodeURIComponent(email)}`);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download as CSV" }).click();
  const file = await (await download).createReadStream();
  let text = "";
  for await (const piece of file) text += piece;
  expect((await download).suggestedFilename()).toBe("licet-people.csv");
  expect(text).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
  expect(text).toContain(email);
});

test.describe("the firm", () => {
  test("is given a logo that is a picture and nothing else", async ({ page, signedInAs, sql }) => {
    const { tenantId } = await signedInAs({ role: "admin" });
    const [before] = await sql`select name, accent, logo from tenants where tenant_id = ${tenantId}`;
    try {
      await page.goto("/console/firm");
      await page.getByRole("link", { name: "Change name and look" }).click();
      const svg = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>");
      const logo = page.getByLabel("Logo", { exact: true });
      await logo.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: svg });
      await page.getByRole("button", { name: "Save and show to everybody" }).click();
      await saidAt(page, "This file cannot be used. Bring a PNG of 32 to 512 pixels and at most 24 kB.");
      await logo.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: png });
      await page.getByRole("button", { name: "Save and show to everybody" }).click();
      await expect(page).toHaveURL("/console/firm?saved=yes");
      await expect(
        page.locator(`header img[src="data:image/png;base64,${png.toString("base64")}"]`),
      ).toBeVisible();
    } finally {
      await sql`update tenants set ${sql(before!)} where tenant_id = ${tenantId}`;
    }
  });

  test("shows its record of processing and every text that investors were shown", async ({
    page,
    signedInAs,
  }) => {
    await addAuthenticator(page);
    await signedInAs({ role: "compliance" });
    await page.goto("/console/firm");
    await page.getByRole("link", { name: /Record of processing activities/ }).click();
    for (const heading of [
      "Controller",
      "Processor",
      "Bank access and confirmation",
      "Sub-processors by region",
    ]) {
      await expect(page.getByRole("heading", { name: heading, exact: true })).toBeVisible();
    }
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("link", { name: "To the firm" })).toBeHidden();
    await expect(page.getByRole("navigation")).toBeHidden();
    await page.emulateMedia({ media: "screen" });
    await page.goto("/console/firm/texts?version=v1&language=pt");
    await expect(page.locator("[data-consent-text][lang=pt]")).toBeVisible();
    await expect(page.getByRole("row")).toHaveCount(9);
  });
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("a long list has fifty rows on a page, or as many more as its address says", async ({
    page,
    signedInAs,
    newPerson,
  }) => {
    const { tenantId } = await signedInAs({ role: "admin" });
    const name = `Long list ${crypto.randomUUID().slice(0, 8)}`;
    await Promise.all(Array.from({ length: 101 }, () => newPerson({ role: "advisor", tenantId, name })));
    const rows = page.getByRole("group", { name: "People" }).locator("tbody tr");
    const list = `/console/people?q=${name.replaceAll(" ", "+")}`;
    const isOnePage = page.getByText("One page of a longer list");
    const expectOnPaper = async (isSaid: boolean) => {
      await page.emulateMedia({ media: "print" });
      await expect(isOnePage).toBeVisible({ visible: isSaid });
      await page.emulateMedia({ media: "screen" });
      await expect(isOnePage).toBeHidden();
    };
    await page.goto(list);
    await expect(rows).toHaveCount(50);
    await expectOnPaper(true);
    await page.getByRole("link", { name: "100", exact: true }).click();
    await expect(page).toHaveURL(`${list}&rows=100`);
    await expect(rows).toHaveCount(100);
    await page.getByRole("link", { name: "Next page" }).click();
    await expect(rows).toHaveCount(1);
    await expectOnPaper(true);
    await page.goto(`${list}&rows=200`);
    await page.getByRole("button", { name: "Search" }).click();
    await expect(page).toHaveURL(/[?&]rows=200(&|$)/);
    await expect(rows).toHaveCount(101);
    await expectOnPaper(false);
    await page.goto(`${list}&rows=5000`);
    await expect(rows).toHaveCount(50);
  });
});
