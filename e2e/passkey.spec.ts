import { addAuthenticator } from "./support/authenticator.ts";
import { expect, test } from "./support/licet.ts";
import { ageProofs, copyCookie } from "./support/sessions.ts";

test.describe("a passkey", () => {
  test("is added, signs in from then on, and is removed", async ({ page, signedInAs }) => {
    const investor = await signedInAs({ role: "investor" });
    await addAuthenticator(page);
    await page.goto("/security");
    await expect(page.getByText("No passkey yet")).toBeVisible();
    await page.getByLabel("Name of the passkey").fill("Clé de l’été 🔑");
    await page.getByRole("button", { name: "Add this passkey" }).click();
    await expect(page.getByText("Clé de l’été 🔑").first()).toBeVisible();

    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await expect(page).toHaveURL("/sign-in?notice=signedOut");
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(page).toHaveURL("/home");
    await expect(page.getByRole("heading", { name: `Welcome, ${investor.name}` })).toBeVisible();

    await page.goto("/security");
    await page.getByText("Remove", { exact: true }).click();
    await page.getByRole("button", { name: "Remove passkey “Clé de l’été 🔑”" }).click();
    await expect(page.getByText("No passkey yet")).toBeVisible();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "This passkey was not accepted." })).toBeVisible();
  });

  test("renews the session that it is added in: the cookie of before is dead", async ({
    page,
    context,
    signedInAs,
    request,
  }) => {
    const { session } = await signedInAs({ role: "investor" });
    await addAuthenticator(page);
    await page.goto("/security");
    await page.getByRole("button", { name: "Add this passkey" }).click();
    await expect(page.getByText("Passkey 1").first()).toBeVisible();

    expect(await copyCookie(context)).not.toBe(session.cookie);
    const replayed = await request.get("/home", { headers: { cookie: session.cookie }, maxRedirects: 0 });
    expect(replayed.headers().location).toBe("/sign-in?next=%2Fhome");
  });

  test("is not added when the sign-in is older than five minutes", async ({ page, signedInAs, sql }) => {
    await ageProofs(sql, await signedInAs({ role: "advisor" }));
    await addAuthenticator(page);
    await page.goto("/advisor/security");
    await page.getByRole("button", { name: "Add this passkey" }).click();

    await expect(page).toHaveURL("/step-up?next=%2Fadvisor%2Fsecurity");
    await expect(page.getByRole("button", { name: "Confirm with your firm’s account" })).toBeVisible();
  });

  test("that the browser does not confirm says so and can be tried again", async ({ page, signedInAs }) => {
    await signedInAs({ role: "investor" });
    await page.addInitScript(() => {
      navigator.credentials.create = () => Promise.reject(new DOMException("closed", "NotAllowedError"));
    });
    await page.goto("/security");
    await page.getByLabel("Name of the passkey").fill("Kept");
    await page.getByRole("button", { name: "Add this passkey" }).click();

    await expect(page.getByText("Your browser did not confirm it. You can try again.")).toBeVisible();
    await expect(page.getByLabel("Name of the passkey")).toHaveValue("Kept");
    await expect(page.getByRole("button", { name: "Add this passkey" })).toBeEnabled();
  });
});
