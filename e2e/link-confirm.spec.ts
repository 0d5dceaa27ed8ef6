import { messages } from "#lib/i18n/messages.ts";
import { locales } from "#lib/kernel/locale.ts";
import { addAuthenticator } from "./support/authenticator.ts";
import { takeUpPhone, type Way } from "./support/bank-phone.ts";
import { giveOwnConsent } from "./support/consents.ts";
import { expect, test } from "./support/licet.ts";
import {
  bankPassword,
  codeField,
  confirmWith,
  handOver,
  seeAccounts,
  userNameFor,
} from "./support/linking.ts";
import { speak } from "./support/states.ts";

const ways: readonly Way[] = [
  ...(["sms", "call", "mail", "totp", "chip", "phototan", "qrcode"] as const),
  ...(["push", "fingerprint", "face", "callback"] as const),
];

test.describe.configure({ timeout: 60_000 });

test.describe("a bank is connected by confirming", () => {
  for (const [at, way] of ways.entries()) {
    const locale = locales[at % locales.length] ?? "en";
    test(`by ${way}, in ${locale}`, async ({ page, context, signedInAs }) => {
      await giveOwnConsent(await signedInAs({ role: "investor" }));
      await speak(context, locale);
      const userName = userNameFor(way);
      await handOver(page, userName, { locale });
      await expect(page.getByRole("button", { name: messages[locale].confirm.cancel })).toBeVisible();
      await expect(page.locator("main [role=timer]")).toBeVisible();

      const code = await takeUpPhone(page, userName, way);
      if (code !== null) await confirmWith(page, code, locale);
      await seeAccounts(page, locale);
      await expect(page.locator("main input[type=checkbox]:checked")).toHaveCount(0);
      expect(page.url()).not.toContain(code ?? "code");
    });
  }

  test("on the bank’s own page with a security key, from where it leads back by itself", async ({
    page,
    signedInAs,
  }) => {
    await giveOwnConsent(await signedInAs({ role: "investor" }));
    await addAuthenticator(page);
    const userName = userNameFor("key");
    await handOver(page, userName);
    const link = page.getByRole("link", { name: "Go to Banco Ardelva" });
    const host = new URL((await link.getAttribute("href")) ?? "").host;
    await expect(page.getByText(host)).toBeVisible();
    await link.click();
    await page.getByLabel("Password").fill(bankPassword);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: /^Give access until/ }).click();
    await page.locator("#use-key").click();
    await seeAccounts(page);
  });

  test("without being asked, where the bank does not ask", async ({ page, signedInAs }) => {
    await giveOwnConsent(await signedInAs({ role: "investor" }));
    await handOver(page, userNameFor("exempt"));
    await seeAccounts(page);
  });

  test("by one of several ways, changed on the way", async ({ page, signedInAs }) => {
    await giveOwnConsent(await signedInAs({ role: "investor" }));
    const userName = userNameFor("many");
    await handOver(page, userName);
    await page.getByRole("button", { name: /Phone call to .* 555(?!,)/ }).click();
    await expect(codeField(page)).toBeVisible();
    await page.getByText("Another way", { exact: true }).first().click();
    await page.getByRole("button", { name: /Text message to/ }).click();
    await expect(page.getByLabel("Code from the text message")).toBeVisible();
    await confirmWith(page, (await takeUpPhone(page, userName, "sms")) ?? "");
    await seeAccounts(page);
  });
});

test("a bank is connected without JavaScript, but for the password, which waits locked", async ({
  page,
  browser,
  context,
  signedInAs,
}) => {
  await giveOwnConsent(await signedInAs({ role: "investor" }));
  const userName = userNameFor("many");
  await handOver(page, userName);
  const plain = await browser.newContext({
    ...{ javaScriptEnabled: false, storageState: await context.storageState() },
  });
  const bare = await plain.newPage();
  const { pathname, origin } = new URL(page.url());
  await page.close();

  await bare.goto(origin + pathname);
  await bare.getByRole("button", { name: /Text message to/ }).click();
  // The page looks again by itself until the bank has sent the code.
  await expect(bare.locator("#plain-code")).toBeVisible({ timeout: 15_000 });
  const phone = await context.newPage();
  const code = await takeUpPhone(phone, userName, "sms");
  await bare.locator("#plain-code").fill("000000");
  await bare.getByRole("button", { name: "Confirm with this code" }).click();
  await expect(bare.getByText("This code was not right.")).toBeVisible({ timeout: 15_000 });
  await bare.locator("#plain-code").fill(code ?? "");
  await bare.getByRole("button", { name: "Confirm with this code" }).click();
  await expect(bare.getByRole("checkbox").first()).toBeVisible({ timeout: 20_000 });
  await bare.getByRole("button", { name: /^Choose all/ }).click();
  await expect(bare.getByRole("heading", { level: 1, name: messages.en.journey.done.title })).toBeVisible();
  await plain.close();
});
