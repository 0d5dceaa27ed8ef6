import type { Page } from "@playwright/test";

import { consolePagesOf } from "#lib/access/console-view.ts";
import { messages } from "#lib/i18n/messages.ts";
import { expect, test } from "./support/licet.ts";

/** What has the focus, by the name that a screen reader says, and whether a person who looks can see that it has. */
async function focused(page: Page): Promise<{ readonly name: string | null; readonly isSeen: boolean }> {
  const one = page.locator(":focus");
  if ((await one.count()) === 0) return { name: null, isSeen: true };
  const isSeen = await one.evaluate((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const { top, bottom, left, width, height } = element.getBoundingClientRect();
    const isInside = bottom > 0 && top < window.innerHeight && left >= 0 && width > 0 && height > 0;
    return isInside && outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  });
  const [, spoken] = /^- \S+ "((?:[^"\\]|\\.)*)"/.exec(await one.ariaSnapshot()) ?? [];
  const own = spoken ?? (await one.getAttribute("aria-label")) ?? (await one.textContent())?.trim();
  return { name: own || "something without a name", isSeen };
}

/** Presses Tab until the page is left again, and says what was passed. */
async function walk(page: Page): Promise<readonly string[]> {
  const passed: string[] = [];
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    const { name, isSeen } = await focused(page);
    if (name === null) return passed;
    expect(isSeen, `the focus on “${name}”`).toBe(true);
    passed.push(name);
  }
  throw new Error(`The keyboard does not get out of the page: ${passed.slice(-5).join(", ")}`);
}

test.describe("with the keyboard alone", () => {
  test("sign-in is walked in the order of reading, with the focus in sight, and out again", async ({
    page,
  }) => {
    await page.goto("/sign-in");
    await expect(page.getByRole("button", { name: "Sign in with a passkey" })).toBeEnabled();
    const passed = await walk(page);
    expect(passed.slice(0, 6)).toEqual([
      "Skip to content",
      "Licet",
      "Email address",
      "Send me a sign-in link",
      "Sign in with a passkey",
      "I work for a firm",
    ]);
    expect(passed.slice(-4)).toEqual(["English", "Español", "Français", "Português"]);
  });

  test("a persona is chosen and the session is left", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Oliver Whitcombe" }).focus();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL("/advisor");
    await page.getByRole("button", { name: "Sign out" }).focus();
    await page.keyboard.press("Space");
    await expect(page).toHaveURL("/sign-in?notice=signedOut");
  });

  test("the people page is walked, skipped into, and a person disabled", async ({
    page,
    newPerson,
    signedInAs,
  }) => {
    const target = await newPerson({ role: "investor", name: "Aa Zuerst" });
    await signedInAs({ role: "admin" });
    await page.goto("/console/people");
    const passed = await walk(page);
    const first = [
      "Skip to content",
      expect.stringContaining("Aldaba Gestión Patrimonial"),
      "Sign out",
      ...consolePagesOf("admin").map((one) => messages.en.shell[one]),
      "Invite staff",
    ];
    expect(passed.slice(0, first.length)).toEqual(first);
    expect(passed).toContain(`Disable ${target.name}`);

    await page.goto("/console/people");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(page.locator("#content")).toBeFocused();
    await page.keyboard.press("Tab");
    expect((await focused(page)).name).toBe("Invite staff");

    await page
      .locator("summary")
      .and(page.getByLabel(`Disable ${target.name}`))
      .focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect((await focused(page)).name).toContain(`Disable ${target.name}`);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: `Enable ${target.name}` })).toBeVisible();
  });

  test("a bank access is typed, looked at, and locked", async ({ page, signedInAs }) => {
    await signedInAs({ role: "investor" });
    await page.goto("/bank-access/add/sandbox-retail");
    await expect(page.getByRole("button", { name: "Lock and hand over" })).toBeEnabled();
    const passed = await walk(page);
    expect(passed.slice(-11)).toEqual([
      "How exactly it is locked",
      "User name",
      "Show: PIN",
      "PIN",
      "Lock and hand over",
      "Help",
      "Security",
      "English",
      "Español",
      "Français",
      "Português",
    ]);
    await page.getByRole("textbox", { name: "User name" }).focus();
    await page.keyboard.type("user");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.type("12345");
    await expect(page.getByRole("textbox", { name: "PIN" })).toHaveValue("12345");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("status").filter({ hasText: "is locked and handed over" })).toBeVisible();
  });

  test("wealth is walked from the navigation to the one act that brings it", async ({ page, signedInAs }) => {
    await signedInAs({ role: "investor" });
    await page.goto("/wealth");
    const passed = await walk(page);
    expect(passed.slice(2, 14)).toEqual([
      "Sign out",
      "Home",
      "Wealth",
      "Consents",
      "Bank access",
      "Who saw it",
      "Your data",
      "Overview",
      "Transactions",
      "Performance",
      "Kept by no bank",
      "Connect a bank",
    ]);
  });

  test("a wrong address is said where the focus goes", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByRole("textbox", { name: "Email address" }).fill("nobody");
    await page.keyboard.press("Enter");
    const email = page.getByRole("textbox", { name: "Email address" });
    await expect(email).toBeFocused();
    await expect(email).toHaveAccessibleDescription(/complete email address/);
  });
});

test("nothing moves for a person who asked for less motion", async ({ page, signedInAs }) => {
  await signedInAs({ role: "admin" });
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const path of ["/sign-in", "/console/people", "/console/security"]) {
    await page.goto(path);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")]
        .filter((one) => {
          const { animationName, animationDuration, transitionDuration } = getComputedStyle(one);
          const lasts = (text: string) => text.split(",").some((part) => Number.parseFloat(part) > 0.01);
          return (animationName !== "none" && lasts(animationDuration)) || lasts(transitionDuration);
        })
        .map((one) => one.outerHTML.slice(0, 120)),
    );
    expect(moving).toEqual([]);
  }
});
