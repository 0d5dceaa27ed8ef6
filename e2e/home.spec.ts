import { plantReminded, plantRequest } from "./support/home-states.ts";
import { expect, test } from "./support/licet.ts";
import { plantAccounts, plantConnection } from "./support/links.ts";

test.describe("the investor’s first page", () => {
  test("names what waits, and each thing leads to where it is settled", async ({ page, signedInAs, sql }) => {
    const investor = await signedInAs({ role: "investor" });
    const request = await plantRequest(sql, investor);
    const ending = await plantReminded(sql, investor);
    await page.goto("/home");

    await expect(page.getByRole("heading", { name: "3 things wait for you" })).toBeVisible();
    const hrefOf = (name: string) => page.getByRole("link", { name, exact: true }).getAttribute("href");
    expect(await hrefOf("Read and answer")).toBe(`/consents/${request}/answer`);
    expect(await hrefOf("Renew it")).toBe(`/consents/${ending}/renew`);
    expect(await hrefOf("Go on with your bank")).toBe("/bank-access/add");
  });

  test("offers several banks in one sitting, one after the other", async ({ page, signedInAs, sql }) => {
    const investor = await signedInAs({ role: "investor" });
    const needs = { state: "active", needs: "confirm", needs_since: new Date() };
    for (const more of [needs, needs]) await plantConnection(sql, investor, more);
    const settled = await plantConnection(sql, investor, { state: "active" });
    await plantAccounts(sql, investor, settled, ["chosen"]);

    await page.goto("/home");
    await expect(page.getByText("2 banks ask you to confirm it’s you: about 4 minutes")).toBeVisible();
    await page.goto(`/bank-access/${settled}`);
    await expect(page.getByRole("heading", { name: "2 more banks wait for you" })).toBeVisible();
    await expect(page.getByRole("button", { name: /^Confirm it’s you at/ })).toHaveCount(1);
  });

  test("leads from anywhere to the consents in one click", async ({ page, signedInAs }) => {
    await signedInAs({ role: "investor" });
    for (const path of ["/home", "/bank-access", "/security"]) {
      await page.goto(path);
      const link = page.getByRole("navigation").getByRole("link", { name: "Consents", exact: true });
      expect(await link.getAttribute("href")).toBe("/consents");
    }
  });
});
