import { readFileSync } from "node:fs";
import { messages } from "#lib/i18n/messages.ts";
import { locales } from "#lib/kernel/locale.ts";
import { canaryOf, tablesWith } from "#scripts/testing/canary.ts";
import { unzip } from "#scripts/testing/unzip.ts";
import { giveOwnConsent } from "./support/consents.ts";
import { mailsTo } from "./support/inbox.ts";
import { expect, test } from "./support/licet.ts";
import { handOver, seeAccounts, userNameFor } from "./support/linking.ts";
import { openKeyDatabase } from "./support/places.ts";
import { stack } from "./support/stack.ts";
import { speak } from "./support/states.ts";

const en = messages.en.privacy;

test.describe.configure({ timeout: 120_000 });

test("a copy of everything is downloaded, and opens", async ({ page, signedInAs }) => {
  const person = await signedInAs({ role: "investor", name: "Núria, “the” =Example" });
  const consentId = await giveOwnConsent(person);
  const userName = userNameFor("exempt");
  await handOver(page, userName);
  await seeAccounts(page);
  await page.locator("main form button[value=all], main form button").first().click();

  await page.goto("/your-data");
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: en.download.button }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^licet-data-\d{4}-\d\d-\d\d\.zip$/);
  const files = unzip(readFileSync(await download.path()));
  const data = JSON.parse(files.get("licet-data/data.json") ?? "");
  expect(data.person).toMatchObject([{ id: person.personId, name: person.name, email: person.email }]);
  expect(data.consents).toMatchObject([{ id: consentId, state: "given" }]);
  expect(data.bankAccesses).toMatchObject([{ bank: "Banco Ardelva", state: "sealed" }]);
  expect(data.accounts.length).toBeGreaterThan(0);
  expect(data.signIns.length).toBeGreaterThan(0);
  for (const content of files.values()) expect(content).not.toContain(userName);
});

test("whoever has not lately proved who they are does so first, and is led back", async ({
  page,
  sql,
  signedInAs,
}) => {
  const { personId } = await signedInAs({ role: "investor" });
  await sql`update sessions set authenticated_at = now() - interval '1 hour' where person_id = ${personId}`;
  await page.goto("/your-data");
  await page.getByRole("link", { name: en.download.button }).click();
  await expect(page).toHaveURL(`/step-up?next=${encodeURIComponent("/your-data?confirmed=1")}`);
  await page.goto("/your-data/erase");
  await page.getByLabel(en.erase.field).fill(en.erase.word);
  await page.getByRole("button", { name: en.erase.button }).click();
  await expect(page).toHaveURL(`/step-up?next=${encodeURIComponent("/your-data/erase")}`);
  expect(await sql`select 1 from erasures where investor_id = ${personId}`).toEqual([]);
  // Of the download and of the erasure.
  const refused = await sql`select 1 from audit_events
    where actor_id = ${personId} and type = 'access.refused'`;
  expect(refused).toHaveLength(2);
});

test("somebody with a bank is erased: nothing of theirs is in any table, and the reference says how far it is", async ({
  page,
  sql,
  signedInAs,
}) => {
  const name = `Canary${crypto.randomUUID().replaceAll("-", "")}`;
  const person = await signedInAs({ role: "investor", name });
  await giveOwnConsent(person);
  await handOver(page, userNameFor("exempt"));
  await seeAccounts(page);

  await page.goto("/your-data");
  await page.getByRole("link", { name: en.erase.open }).click();
  await page.getByLabel(en.erase.field).fill("erased");
  await page.getByRole("button", { name: en.erase.button }).click();
  await expect(page.locator("main").getByRole("alert")).toContainText(messages.en.errors.privacy.word_wrong);
  await page.getByLabel(en.erase.field).fill("erase");
  await page.getByRole("button", { name: en.erase.button }).click();
  await expect(page).toHaveURL(/\/erasure\?reference=era_/);
  const standing = page.url();
  await expect(page.getByText(en.standing.keep)).toBeVisible();

  // Signed out for good: what the browser held is worth nothing, and no mail link comes.
  await page.goto("/home");
  await expect(page).toHaveURL(/\/sign-in/);

  const reference = new URL(standing).searchParams.get("reference") ?? "";
  const isLast = ({ text }: { readonly text: string }) => text.includes(reference) && text.includes(name);
  await expect.poll(async () => (await mailsTo(person.email)).some(isLast), { timeout: 30_000 }).toBe(true);
  const keys = openKeyDatabase();
  try {
    const found = async () => {
      const places = [name, person.email].flatMap((text) => [
        tablesWith(sql, canaryOf(text)),
        tablesWith(keys, canaryOf(text)),
      ]);
      return (await Promise.all(places)).flat();
    };
    await expect.poll(found, { timeout: 30_000 }).toEqual([]);
  } finally {
    await keys.end({ timeout: 1 });
  }
  const waits = [en.obligations.keyBackups.waitedFor, en.obligations.dataBackups.waitedFor].join(" and ");
  await expect
    .poll(
      async () => {
        await page.goto(standing);
        return page.locator("main").textContent();
      },
      { timeout: 60_000, intervals: [1_000] },
    )
    .toContain(en.standing.progress.replace("{what}", waits));
  expect(await sql`select 1 from connections where investor_id = ${person.personId}`).toEqual([]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  for (const locale of locales) {
    test(`erasing takes the word of the page’s language and no other, in ${locale}`, async ({
      page,
      context,
      sql,
      signedInAs,
    }) => {
      const { personId } = await signedInAs({ role: "investor" });
      await speak(context, locale);
      const { erase, standing } = messages[locale].privacy;
      await page.goto("/your-data/erase");
      await page.getByLabel(erase.field).fill("ANOTHER");
      await page.getByRole("button", { name: erase.button }).click();
      await expect(page.locator("main").getByRole("alert")).toBeVisible();
      expect(await sql`select 1 from erasures where investor_id = ${personId}`).toEqual([]);
      await page.getByLabel(erase.field).fill(erase.word);
      await page.getByRole("button", { name: erase.button }).click();
      await expect(page.getByRole("heading", { level: 1, name: standing.title })).toBeVisible();
      expect(await sql`select 1 from erasures where investor_id = ${personId}`).toHaveLength(1);
    });
  }

  test("the way to how far an erasure is, is a form with the reference", async ({ page }) => {
    await page.goto(`${stack.origin}/erasure`);
    await page.getByLabel(en.standing.ask).fill("era_no-such-thing");
    await page.getByRole("button", { name: en.standing.show }).click();
    await expect(page.locator("main").getByRole("alert")).toContainText(en.standing.unknown);
  });
});
