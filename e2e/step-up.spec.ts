import { messages } from "#lib/i18n/messages.ts";
import { addAuthenticator } from "./support/authenticator.ts";
import { linkIn, waitForMails } from "./support/inbox.ts";
import { expect, test } from "./support/licet.ts";
import { castMember, isDisabled } from "./support/people.ts";
import { openPeople, pressDisable } from "./support/people-page.ts";
import { chooseAtProvider, signInAtProvider } from "./support/provider.ts";
import { ageProofs, copyCookie } from "./support/sessions.ts";

test.describe("a sensitive act more than five minutes after signing in", () => {
  test("asks for the passkey first, comes back, and is then done", async ({
    page,
    context,
    newPerson,
    signedInAs,
    sql,
  }) => {
    const target = await newPerson({ role: "investor" });
    const admin = await signedInAs({ role: "admin" });
    await addAuthenticator(page);
    await page.goto("/console/security");
    await page.getByRole("button", { name: "Add this passkey" }).click();
    await expect(page.getByText("Passkey 1").first()).toBeVisible();
    const before = await copyCookie(context);
    await ageProofs(sql, admin);

    await openPeople(page, target.name);
    await pressDisable(page, target.name);
    await expect(page).toHaveURL(/\/step-up\?next=%2Fconsole%2Fpeople%3Fq/);
    expect(await isDisabled(sql, target)).toBe(false);
    await page.getByRole("button", { name: "Confirm with a passkey" }).click();
    await expect(page).toHaveURL(/\/console\/people\?q=/);
    expect(await copyCookie(context)).not.toBe(before);
    const replayed = await page.request.get("/console", { headers: { cookie: before }, maxRedirects: 0 });
    expect(replayed.headers().location).toBe("/sign-in?next=%2Fconsole");

    await pressDisable(page, target.name);
    await expect(page.getByRole("button", { name: `Enable ${target.name}` })).toBeVisible();
    expect(await isDisabled(sql, target)).toBe(true);
  });

  test("can be left without confirming, back to where it was asked", async ({ page, signedInAs, sql }) => {
    await ageProofs(sql, await signedInAs({ role: "investor" }));
    await addAuthenticator(page);
    await page.goto("/security");
    await page.getByRole("button", { name: "Add this passkey" }).click();
    await expect(page).toHaveURL("/step-up?next=%2Fsecurity");
    await page.getByRole("link", { name: "Not now, go back" }).click();
    await expect(page).toHaveURL("/security");
    for (const next of ["//evil.example", "https://evil.example", "/\\evil.example"]) {
      await page.goto(`/step-up?next=${encodeURIComponent(next)}`);
      await expect(page.getByRole("link", { name: "Not now, go back" })).toHaveAttribute("href", "/");
    }
  });

  test("can be confirmed by an investor by mail", async ({ page, signedInAs, sql }) => {
    const investor = await signedInAs({ role: "investor" });
    await ageProofs(sql, investor);
    await addAuthenticator(page);
    await page.goto("/security");
    await page.getByRole("button", { name: "Add this passkey" }).click();
    await expect(page).toHaveURL("/step-up?next=%2Fsecurity");
    await page.getByRole("button", { name: "Send me a link to confirm" }).click();
    await expect(page.getByText("Check your mail")).toBeVisible();
    const [mail] = await waitForMails(investor.email, 1);
    await page.goto(linkIn(mail!));
    await page.getByRole("button", { name: /^Sign in to/ }).click();

    await expect(page).toHaveURL("/security");
    await page.getByRole("button", { name: "Add this passkey" }).click();
    await expect(page.getByText("Passkey 1").first()).toBeVisible();
  });

  test("can be confirmed by an advisor at their firm’s identity provider", async ({ page, sql }) => {
    const advisor = castMember("Marta Cebrián Quiñones");
    const { security, stepUp } = messages.es;
    await signInAtProvider(page, advisor.name);
    await ageProofs(sql, advisor);
    await addAuthenticator(page);
    await page.goto("/advisor/security");
    await page.getByRole("button", { name: security.addButton }).click();
    await expect(page).toHaveURL("/step-up?next=%2Fadvisor%2Fsecurity");
    await page.getByRole("button", { name: stepUp.oidc }).click();
    expect(new URL(page.url()).searchParams.get("prompt")).toBe("login");
    await chooseAtProvider(page, advisor.name);

    await expect(page).toHaveURL("/advisor/security");
    await page.getByRole("button", { name: security.addButton }).click();
    await expect(page.locator("summary", { hasText: security.remove })).toBeVisible();
    await sql`delete from passkeys where person_id = ${advisor.personId}`;
  });
});
