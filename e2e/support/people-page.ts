import { expect, type Page } from "@playwright/test";

/** The list of people, narrowed to one of them. */
export async function openPeople(page: Page, name: string): Promise<void> {
  await page.goto(`/console/people?${new URLSearchParams({ q: name })}`);
  await expect(page.getByRole("heading", { name: "People", level: 1 })).toBeVisible();
}

/** Presses the button of a person's row, then the one beside what it means. */
export async function pressDisable(page: Page, name: string): Promise<void> {
  const row = page.getByRole("row").filter({ hasText: name });
  await row.locator("summary").click();
  await row.getByRole("button", { name: `Disable ${name}` }).click();
}
