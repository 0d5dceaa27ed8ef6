import { messages } from "#lib/i18n/messages.ts";
import { locales } from "#lib/kernel/locale.ts";
import { requestFrom } from "./support/consents.ts";
import {
  actsOf,
  chooseEverything,
  comeToTheText,
  giveButton,
  hashesAgreedTo,
  sha256Of,
  textOnPage,
} from "./support/journey.ts";
import { expect, test } from "./support/licet.ts";
import { giveSession, plantSession } from "./support/sessions.ts";
import { speak } from "./support/states.ts";

const { journey } = messages.en;
const once = ["requested", "presented", "given"];

test.describe("a request is answered", () => {
  for (const locale of locales) {
    test(`in ${locale}, and what is kept is the hash of exactly what the page showed`, async ({
      page,
      context,
      signedInAs,
      sql,
    }) => {
      await speak(context, locale);
      const consentId = await requestFrom(await signedInAs({ role: "investor" }));
      await comeToTheText(page, consentId, locale);
      const shown = await textOnPage(page);
      expect(shown).toMatch(/^# .+\n\n[\s\S]+\n\n## [\s\S]+\n\n### [\s\S]+\n- /);

      await giveButton(page, locale).click();
      await expect(page).toHaveURL("/bank-access/add");
      expect(await hashesAgreedTo(sql, consentId)).toEqual([sha256Of(shown)]);
      expect(await actsOf(sql, consentId)).toEqual(once);
    });
  }

  test("without JavaScript, with nothing lost on the way", async ({ browser, context, signedInAs, sql }) => {
    const consentId = await requestFrom(await signedInAs({ role: "investor" }));
    const plain = await browser.newContext({
      ...{ javaScriptEnabled: false, storageState: await context.storageState() },
    });
    const page = await plain.newPage();
    await page.goto(`/consents/${consentId}/answer`);
    await page.getByRole("link", { name: journey.answer.goOn }).click();
    await page.locator("input[name=cluster][value=transactions]").check();
    await page.locator("input[name=item][value=counterparties]").check();
    await page.locator("input[name=who][value=named]").check();
    await page.getByRole("button", { name: journey.choose.submit }).click();

    for (const missing of ["history", "duration", "often"] as const)
      await expect(page.getByText(journey.choose[missing].missing)).toBeVisible();
    await expect(page.getByText(journey.choose.who.missingNamed)).toBeVisible();
    await expect(page.getByText(journey.choose.clusters.missing)).toHaveCount(0);
    const kept = page.locator("main input:checked");
    expect(await kept.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))).toEqual([
      ...["transactions", "counterparties", "named"],
    ]);

    await chooseEverything(page);
    const shown = await textOnPage(page);
    await giveButton(page).click();
    await expect(page).toHaveURL("/bank-access/add");
    expect(await hashesAgreedTo(sql, consentId)).toEqual([sha256Of(shown)]);
    await plain.close();
  });
});

test.describe("what is chosen", () => {
  test("is nothing before the person chooses", async ({ page, signedInAs }) => {
    const consentId = await requestFrom(await signedInAs({ role: "investor" }));
    await page.goto(`/consents/${consentId}/answer/choose`);
    await expect(page.locator("main input[type=checkbox]")).not.toHaveCount(0);
    await expect(page.locator("main input[type=radio]")).not.toHaveCount(0);
    await expect(page.locator("main input:checked")).toHaveCount(0);
    await page.getByRole("button", { name: journey.choose.submit }).click();
    await expect(page.getByText(journey.choose.clusters.missing)).toBeVisible();
    await expect(page).toHaveURL(`/consents/${consentId}/answer/choose`);
  });

  test("is everything by one press, where the person wants that", async ({ page, signedInAs }) => {
    const consentId = await requestFrom(await signedInAs({ role: "investor" }));
    await page.goto(`/consents/${consentId}/answer/choose`);
    await page.getByRole("button", { name: /^Select all/ }).click();
    await expect(page.locator("main input[name=cluster]:not(:checked)")).toHaveCount(0);
    await expect(page.locator("main input[name=item]:not(:checked)")).toHaveCount(0);
  });

  test("is exactly what is agreed to, and stands there again for whoever comes back", async ({
    page,
    signedInAs,
    sql,
  }) => {
    const consentId = await requestFrom(await signedInAs({ role: "investor" }));
    await page.goto(`/consents/${consentId}/answer/choose`);
    await page.locator("input[name=cluster][value=transactions]").check();
    await page.locator("input[name=item][value=paymentTexts]").check();
    await page.locator("input[name=history][value=today]").check();
    await page.locator("input[name=duration][value=P7D]").check();
    await page.locator("input[name=often][value=once]").check();
    await page.locator("input[name=who][value=team]").check();
    await page.getByRole("button", { name: journey.choose.submit }).click();
    await expect(giveButton(page)).toBeVisible();

    for (const back of [
      () => page.goBack(),
      () => page.getByRole("link", { name: journey.agree.back }).click(),
    ]) {
      await back();
      await expect(page.getByText(journey.choose.lastTitle)).toBeVisible();
      const chosen = page.locator("main input:checked");
      await expect(chosen).toHaveCount(6);
      expect(await chosen.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))).toEqual([
        ...["transactions", "paymentTexts", "today", "P7D", "once", "team"],
      ]);
      await page.getByRole("button", { name: journey.choose.submit }).click();
      await expect(giveButton(page)).toBeVisible();
    }

    await giveButton(page).click();
    await expect(page).toHaveURL("/bank-access/add");
    const [row] = await sql`select terms, whole_team from consents where consent_id = ${consentId}`;
    expect(row).toMatchObject({
      whole_team: true,
      terms: {
        access: { kind: "oneOff" },
        duration: "P7D",
        clusters: [{ cluster: "transactions", leavesOut: ["counterparties"] }],
      },
    });
  });
});

test.describe("an answer has one effect", () => {
  test("however often and wherever it is given", async ({ page, context, signedInAs, sql }) => {
    const consentId = await requestFrom(await signedInAs({ role: "investor" }));
    await comeToTheText(page, consentId);
    const other = await context.newPage();
    await other.goto(page.url());
    await expect(giveButton(other)).toBeVisible();
    const text = page.url();

    await Promise.all([giveButton(page).dblclick(), giveButton(other).click()]);
    for (const tab of [page, other]) await expect(tab).toHaveURL("/bank-access/add");
    expect(await actsOf(sql, consentId)).toEqual(once);
    expect(await hashesAgreedTo(sql, consentId)).toHaveLength(1);

    for (const over of [text, `/consents/${consentId}/answer`, `/consents/${consentId}/answer/choose`]) {
      await page.goto(over);
      await expect(page).toHaveURL("/bank-access/add");
    }
    await page.goBack();
    expect(await actsOf(sql, consentId)).toEqual(once);
  });

  test("and of two different choices in two tabs the first counts, and the second is told", async ({
    page,
    context,
    signedInAs,
    sql,
  }) => {
    const consentId = await requestFrom(await signedInAs({ role: "investor" }));
    await comeToTheText(page, consentId);
    const other = await context.newPage();
    await comeToTheText(other, consentId);
    await giveButton(page).click();
    await expect(page).toHaveURL("/bank-access/add");
    await giveButton(other).click();
    await expect(other).toHaveURL(`/consents/${consentId}`);
    expect(await actsOf(sql, consentId)).toEqual(once);
  });

  test("no is one press, is recorded with its reason, and is an end", async ({ page, signedInAs, sql }) => {
    const consentId = await requestFrom(await signedInAs({ role: "investor" }));
    await page.goto(`/consents/${consentId}/answer`);
    await page.getByText(journey.decline.reason).click();
    await expect(page.locator("input[name=reason]:checked")).toHaveCount(0);
    await page.getByLabel(journey.decline.reasons.tooMuchData).check();
    await page.getByRole("button", { name: journey.decline.submit }).click();
    await expect(page).toHaveURL(`/consents/${consentId}?notice=declined`);
    const [row] = await sql`select state, reason from consent_events
      where consent_id = ${consentId} order by revision desc limit 1`;
    expect(row).toEqual({ state: "declined", reason: "tooMuchData" });

    for (const step of ["answer", "answer/choose"]) {
      await page.goto(`/consents/${consentId}/${step}`);
      await expect(page).toHaveURL(`/consents/${consentId}`);
    }
  });

  test("no can be said at the last step too, without a reason", async ({ page, signedInAs, sql }) => {
    const consentId = await requestFrom(await signedInAs({ role: "investor" }));
    await comeToTheText(page, consentId);
    await page.getByRole("button", { name: journey.decline.submit }).click();
    await expect(page).toHaveURL(`/consents/${consentId}?notice=declined`);
    expect(await actsOf(sql, consentId)).toEqual(["requested", "presented", "declined"]);
  });
});

test.describe("nothing is agreed to unseen", () => {
  test("and no step is reached before it is due", async ({ page, signedInAs }) => {
    const consentId = await requestFrom(await signedInAs({ role: "investor" }));
    for (const early of ["agree", "done"]) {
      await page.goto(`/consents/${consentId}/${early}`);
      await expect(page).toHaveURL(`/consents/${consentId}/answer`);
    }
  });

  test("a text that is too old is shown anew, with the choice kept", async ({ page, signedInAs, sql }) => {
    const consentId = await requestFrom(await signedInAs({ role: "investor" }));
    await comeToTheText(page, consentId);
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`update consent_presentations set presented_at = presented_at - interval '61 minutes'
        where consent_id = ${consentId}`;
    });
    await giveButton(page).click();
    await expect(page).toHaveURL(`/consents/${consentId}/answer/choose?notice=outdated`);
    await expect(page.getByText(journey.choose.outdatedTitle)).toBeVisible();
    await expect(page.locator("main input[name=cluster]:not(:checked)")).toHaveCount(0);
    expect(await hashesAgreedTo(sql, consentId)).toEqual([]);
  });

  test("in a form whose hidden fields name another’s consent, another text or another hash", async ({
    page,
    signedInAs,
    newPerson,
    sql,
  }) => {
    const consentId = await requestFrom(await signedInAs({ role: "investor" }));
    const others = await requestFrom(await newPerson({ role: "investor" }));
    const [further] = [await requestFrom(await newPerson({ role: "investor" }))];
    const tampered = [
      ["consentId", others],
      ["presentationId", "cpr_3d7c1a90-2a51-4f6e-8a0b-5e2f8f1c7d22"],
      ["presentationId", further],
      ["sha256", "0".repeat(64)],
    ] as const;
    for (const [name, value] of tampered) {
      await comeToTheText(page, consentId);
      const field = page.locator("form", { has: giveButton(page) }).locator(`input[name=${name}]`);
      await field.evaluate((input, to) => ((input as HTMLInputElement).value = to), value);
      await giveButton(page).click();
      const refused = page.locator("main [role=alert]").or(page.getByText(journey.choose.outdatedTitle));
      await expect(refused.first()).toBeVisible();
    }
    for (const one of [consentId, others]) expect(await hashesAgreedTo(sql, one)).toEqual([]);
  });

  test("another person’s request is no page", async ({ page, signedInAs, newPerson }) => {
    const others = await requestFrom(await newPerson({ role: "investor" }));
    await signedInAs({ role: "investor" });
    for (const step of [
      "answer",
      "answer/choose",
      "agree",
      "agree?shown=cpr_none",
      "change",
      "renew",
      "done",
    ]) {
      const response = await page.goto(`/consents/${others}/${step}`);
      expect(response?.status(), step).toBe(404);
    }
  });

  test("a session that ends in the middle leads back to the same step", async ({
    page,
    context,
    signedInAs,
    sql,
  }) => {
    const person = await signedInAs({ role: "investor" });
    const consentId = await requestFrom(person);
    await comeToTheText(page, consentId);
    const text = new URL(page.url());
    await sql`delete from sessions where person_id = ${person.personId}`;
    await giveButton(page).click();
    await expect(page).toHaveURL(/\/sign-in\?/);
    expect(new URL(page.url()).searchParams.get("next")).toBe(text.pathname + text.search);

    await giveSession(context, await plantSession(sql, person));
    await page.goto(text.href);
    await giveButton(page).click();
    await expect(page).toHaveURL("/bank-access/add");
    expect(await actsOf(sql, consentId)).toEqual(once);
  });
});

test("a text shown in one language can be had in another before it is agreed to", async ({
  page,
  context,
  signedInAs,
  sql,
}) => {
  const consentId = await requestFrom(await signedInAs({ role: "investor" }));
  await comeToTheText(page, consentId);
  await speak(context, "pt");
  await page.reload();
  await page.getByRole("button", { name: messages.pt.journey.agree.thisLanguage }).click();
  await expect(page.locator("[data-consent-text]")).toHaveAttribute("lang", "pt");
  const shown = await textOnPage(page);
  await giveButton(page, "pt").click();
  await expect(page).toHaveURL("/bank-access/add");
  expect(await hashesAgreedTo(sql, consentId)).toEqual([sha256Of(shown)]);
});
