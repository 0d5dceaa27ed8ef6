import { expect, test } from "./support/licet.ts";
import { castMember } from "./support/people.ts";

const personas = [
  { name: "Inés Arrieta Ibáñez", home: "/home", locale: "es" },
  { name: "Oliver Whitcombe", home: "/advisor", locale: "en" },
  { name: "Núria Güell i Puigdomènech", home: "/console", locale: "es" },
  { name: "Íñigo Zabaleta", home: "/console", locale: "en" },
] as const;

test.describe("one click in the demonstration", () => {
  for (const { name, home, locale } of personas) {
    test(`signs in as ${name} and leads to ${home}`, async ({ page }) => {
      await page.goto("/sign-in");
      await page.getByRole("button", { name }).first().click();

      await expect(page).toHaveURL(home);
      await expect(page.getByText(name).first()).toBeAttached();
      await expect(page.locator("html")).toHaveAttribute("lang", locale);
    });
  }

  test("works without JavaScript", async ({ browser, source }) => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      extraHTTPHeaders: { "X-Forwarded-For": source },
    });
    const page = await context.newPage();
    await page.goto("/sign-in?next=/console/people");
    await page.getByRole("button", { name: "Zoé Ångström" }).click();

    await expect(page).toHaveURL("/console/people");
    await expect(page.getByRole("rowheader", { name: castMember("Élise").name })).toBeVisible();
    await context.close();
  });

  test("leads on to the page that was asked for, within one's own face only", async ({ page }) => {
    await page.goto("/advisor/security");
    await expect(page).toHaveURL("/sign-in?next=%2Fadvisor%2Fsecurity");
    await page.getByRole("button", { name: "Oliver Whitcombe" }).click();
    await expect(page).toHaveURL("/advisor/security");

    await page.goto("/sign-in?next=/console/people");
    await page.getByRole("button", { name: "Oliver Whitcombe" }).click();
    await expect(page).toHaveURL("/advisor");
  });
});
