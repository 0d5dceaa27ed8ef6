import { expect, type Page } from "@playwright/test";

import type { Fault } from "#sandbox/idp/id-token.ts";
import { staffDirectory } from "#scripts/seed.ts";
import { stack } from "./stack.ts";

/** Goes through the firm's own sign-in as one of its staff. */
export async function signInAtProvider(page: Page, name: string): Promise<void> {
  await page.goto("/sign-in/staff");
  await page.getByRole("button", { name: "Sign in with your firm’s account" }).click();
  await chooseAtProvider(page, name);
}

export async function chooseAtProvider(page: Page, name: string): Promise<void> {
  await expect(page).toHaveURL(new RegExp(`^${stack.phoneOrigin}/idp/authorize`));
  await page.getByRole("button", { name: `Continue as ${name}` }).click();
}

/** Has the provider's next token about one person lie in one way; what it says of others stays true. */
export async function spoilNextToken(name: string, next: Fault): Promise<void> {
  const subject = staffDirectory().find((one) => one.name.startsWith(name))?.subject;
  const answer = await fetch(`${stack.phoneOrigin}/idp/fault`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ subject, next }),
  });
  expect(answer.status).toBe(200);
}
