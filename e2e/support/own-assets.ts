import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";

import { actionNamed, callAction, outcomeOf } from "./actions.ts";

/** Written down by the investor among the access matrix's callers. */
export const assetOfCast = "ast_2d0c5a34-6f0b-4b1e-9a67-3f4c1d7e5b90";

interface Written {
  readonly kind: string;
  readonly name: string;
  readonly currency: string;
  /** As it is typed in the language of the page. */
  readonly amount: string;
  readonly day: string;
  readonly share?: string;
}

/** Writes something down as whoever the cookie is of: it is sealed, so nothing but the server could. */
export async function writeDown(
  session: { readonly cookie: string | null; readonly origin: string },
  { share = "", ...written }: Written,
  assetId: string = `ast_${randomUUID()}`,
): Promise<void> {
  const form = { assetId, locale: "en", share, ...written };
  const { cookie, origin } = session;
  const answer = await callAction(
    actionNamed("addAssetAction"),
    { form },
    { origin, ...(cookie ? { cookie } : {}) },
  );
  expect(outcomeOf(answer)).toBe("→ /wealth/assets");
}

/** Types into the form that adds something; in any language. */
export async function typeAsset(page: Page, { share = "", ...written }: Written): Promise<void> {
  const form = page.locator("main form").filter({ has: page.locator("input[name=name]") });
  await form.locator("select[name=kind]").selectOption(written.kind);
  await form.locator("select[name=currency]").selectOption(written.currency);
  for (const [name, text] of Object.entries({ ...written, share })) {
    if (name !== "kind" && name !== "currency") await form.locator(`input[name=${name}]`).fill(text);
  }
}

export async function sendAsset(page: Page): Promise<void> {
  const form = page.locator("main form").filter({ has: page.locator("input[name=name]") });
  await form.locator("button[type=submit]").click();
}
