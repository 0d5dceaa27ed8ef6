import type { Page } from "@playwright/test";
import type { Sql } from "postgres";

import { tenantIdOf } from "#scripts/seed.ts";
import { expect, test } from "./support/licet.ts";
import { firmNamed } from "./support/people.ts";
import { ageProofs } from "./support/sessions.ts";

const levatre = tenantIdOf(firmNamed("levatre"));
const part = (page: Page, name: string | RegExp) => page.getByRole("region", { name });

test("a visitor reads who runs this, and that it is a demonstration", async ({ page }) => {
  await page.goto("/help");
  const provider = part(page, "Licet Demonstration reads your banks");
  await expect(provider.getByText("No such company is on any register")).toBeVisible();
  await expect(provider.getByText("DEMO-0000")).toBeVisible();
  await expect(provider.getByRole("link", { name: "dpo@provider.example" })).toHaveAttribute(
    "href",
    "mailto:dpo@provider.example",
  );
  await expect(part(page, /^Who works for/).getByRole("listitem")).toHaveCount(3);
  await expect(part(page, "Your firm decides about your data").getByRole("link")).toHaveText("Sign in");
  // Where everything is stopped is found from here too, by way of signing in.
  await page.getByRole("link", { name: "Stop a consent, or change it" }).click();
  await expect(page).toHaveURL("/sign-in?next=%2Fconsents");
});

test("an investor reads how their own firm is reached, and where everything is stopped", async ({
  page,
  signedInAs,
}) => {
  await signedInAs({ role: "investor" });
  await page.goto("/help");
  const firm = part(page, "Aldaba Gestión Patrimonial decides about your data");
  for (const said of ["ayuda@aldaba.example", "dpd@aldaba.example", "quejas@aldaba.example"])
    await expect(firm.getByRole("link", { name: said })).toBeVisible();
  await expect(firm.getByRole("link", { name: /^Read how/ })).toHaveAttribute(
    "href",
    "https://aldaba.example/privacidad",
  );
  await expect(part(page, "How to complain").getByText("Autoridad de ejemplo")).toBeVisible();
  const paths = await part(page, /^How to stop/)
    .getByRole("link")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  expect(paths).toEqual(["/consents", "/bank-access", "/who-saw-it", "/your-data", "/check-receipt"]);
});

test("what a firm has not said is left out, and nothing stands in its place", async ({
  page,
  signedInAs,
}) => {
  await signedInAs({ role: "investor", tenantId: levatre });
  await page.goto("/help");
  const firm = part(page, /^Maison Levâtre/);
  await expect(firm.getByRole("term")).toHaveText(["Name", "Mail", "Data protection officer"]);
  await expect(part(page, "How to complain").getByText(/country where you live/)).toBeVisible();
});

/** Lets a test change what the firm says, and puts it back. */
async function puttingBack(sql: Sql, work: () => Promise<void>): Promise<void> {
  const [before] = await sql`select * from firm_contacts where tenant_id = ${levatre}`;
  try {
    await work();
  } finally {
    await sql`update firm_contacts set ${sql(before ?? {})} where tenant_id = ${levatre}`;
  }
}

for (const script of ["with", "without"]) {
  test.describe(`${script} JavaScript`, () => {
    test.use({ javaScriptEnabled: script === "with" });

    test("an administrator changes what investors read, after each mistake is said at its field", async ({
      page,
      signedInAs,
      sql,
    }) => {
      await puttingBack(sql, async () => {
        await signedInAs({ role: "admin", tenantId: levatre });
        await page.goto("/console/firm");
        await expect(page.getByText("2 facts are missing")).toBeVisible();
        await page.getByRole("link", { name: "Change these facts" }).click();
        await expect(page.getByLabel("Mail address", { exact: true })).toHaveValue("aide@levatre.example");
        await page.getByLabel("Phone", { exact: true }).fill("900 000 001");
        await page.getByLabel("Privacy notice", { exact: true }).fill("levatre.example");
        await page.getByRole("button", { name: "Save and show to investors" }).click();
        await expect(page.getByText("Please write the number with its country code")).toBeVisible();
        await expect(page.getByText("Please write the whole address of a page")).toBeVisible();

        // What was right stays as it was typed, and as it stood.
        await expect(page.getByLabel("Phone", { exact: true })).toHaveValue("900 000 001");
        await expect(page.getByLabel("Mail address", { exact: true })).toHaveValue("aide@levatre.example");
        await page.getByLabel("Address", { exact: true }).fill("1 rue de l’Exemple, 00000 Exempleville");
        await page.getByLabel("Phone", { exact: true }).fill("+33 900 000 001");
        await page.getByLabel("Privacy notice", { exact: true }).fill("https://levatre.example/vie-privee");
        await page.getByRole("button", { name: "Save and show to investors" }).click();
        await expect(page).toHaveURL("/console/firm?saved=yes");
        await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
        await expect(page.getByText("One fact is missing")).toBeVisible();
        await page.goto("/help");
        await expect(page.getByRole("link", { name: "+33 900 000 001" })).toBeVisible();
      });
    });
  });
}

test("an administrator proves who they are before they type, not after", async ({
  page,
  signedInAs,
  sql,
}) => {
  await ageProofs(sql, await signedInAs({ role: "admin", tenantId: levatre }));
  await page.goto("/console/firm/change");
  await expect(page).toHaveURL("/step-up?next=%2Fconsole%2Ffirm%2Fchange");
});

test("compliance reads what the firm says, and is offered no change", async ({ page, signedInAs }) => {
  await signedInAs({ role: "compliance", tenantId: levatre });
  await page.goto("/console/firm");
  await expect(page.getByRole("link", { name: "aide@levatre.example" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Change these facts" })).toHaveCount(0);
});
