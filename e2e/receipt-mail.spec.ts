import { plantAccess } from "./support/bank-access.ts";
import { giveOwnConsent, withdrawOwnConsent } from "./support/consents.ts";
import { waitForMails } from "./support/inbox.ts";
import { expect, test } from "./support/licet.ts";
import { stack } from "./support/stack.ts";

test("an investor gets the receipt by mail when they give a consent and when they withdraw it", async ({
  page,
  signedInAs,
  sql,
}) => {
  const investor = await signedInAs({ role: "investor" });
  await sql`update people set locale = 'es' where person_id = ${investor.personId}`;
  const consentId = await giveOwnConsent(investor);
  const [given] = await waitForMails(investor.email, 1);
  expect(given?.subject).toBe("Recibo: Aldaba Gestión Patrimonial puede ver sus datos bancarios");
  const consent = `${stack.origin}/consents/${consentId}`;
  const pdf = given?.links.find((link) => link.endsWith("/pdf"));
  expect(given?.links).toEqual([consent, `${consent}/withdraw`, pdf, `${stack.origin}/check-receipt`]);
  // The way without the portal is the firm's own.
  expect(given?.text).toContain("- ayuda@aldaba.example\n- +00 000 000 001\n");
  expect((await page.request.get(pdf ?? "")).headers()["content-type"]).toBe("application/pdf");

  await withdrawOwnConsent(investor, consentId);
  const [ended] = await waitForMails(investor.email, 2);
  expect(ended?.subject).toBe("Recibo: retiró su consentimiento a Aldaba Gestión Patrimonial");
  expect(ended?.links).not.toContain(`${consent}/withdraw`);
});

test("an investor gets the receipt by mail when their bank access is gone", async ({
  page,
  signedInAs,
  sql,
}) => {
  const investor = await signedInAs({ role: "investor" });
  await plantAccess(sql, investor);
  await page.goto("/bank-access");
  await page.locator("main summary").first().click();
  await page.getByRole("button", { name: "Delete my access" }).click();
  await page.waitForURL(/deleted=/);
  const [mail] = await waitForMails(investor.email, 1);
  expect(mail?.subject).toBe("Receipt: your bank access is deleted");
  expect(mail?.text).toContain("Nobody can open it any more");
});
