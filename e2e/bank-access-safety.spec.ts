import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

import { actionNamed, callAction, outcomeOf } from "./support/actions.ts";
import {
  accessesOf,
  calls,
  changeOffer,
  fields,
  problem,
  recordSent,
  typeAccess,
} from "./support/bank-access.ts";
import { expect, test } from "./support/licet.ts";
import { castMember } from "./support/people.ts";

const canary = "canary-3b90";
/** The firm of the cast that takes plain submissions. */
const { tenantId: lenient } = castMember("Élise");

const base64url = (text: string | Buffer) => Buffer.from(text).toString("base64url");

/** The same statement with other claims, signed by whoever has this key. */
function restated(statement: string, claims: (known: object) => object, signer: KeyObject): string {
  const [head = "", payload = ""] = statement.split(".");
  const known = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
  const input = `${head}.${base64url(JSON.stringify(claims(known)))}`;
  return `${input}.${base64url(sign(null, Buffer.from(input), signer))}`;
}

const attackers = generateKeyPairSync("rsa", { modulusLength: 4096 });
const attackersSigner = generateKeyPairSync("ed25519").privateKey;
const attackersSpki = attackers.publicKey.export({ type: "spki", format: "pem" }).toString();

test.describe("a browser does not seal to a key that", () => {
  const changes: Readonly<Record<string, (statement: string) => string>> = {
    "was swapped on the way": (statement) => {
      const [head, payload, signature] = statement.split(".");
      const claims = JSON.parse(Buffer.from(payload ?? "", "base64url").toString());
      return [head, base64url(JSON.stringify({ ...claims, spki: attackersSpki })), signature].join(".");
    },
    "somebody else has signed": (statement) =>
      restated(statement, (claims) => ({ ...claims, spki: attackersSpki }), attackersSigner),
    "has expired": (statement) => statement,
  };
  for (const [name, change] of Object.entries(changes)) {
    test(name, async ({ page, signedInAs, sql }) => {
      const person = await signedInAs({ role: "investor" });
      if (name === "has expired") await page.clock.setFixedTime(Date.now() + 400 * 24 * 60 * 60 * 1000);
      await changeOffer(page, change);
      await typeAccess(page, `${canary}-user`, `${canary}-pin`);
      const sent = recordSent(page);
      let stored = 0;
      page.on("request", (request) => {
        if (calls(request, "storeSealedAction")) stored += 1;
      });
      await fields(page).submit.click();
      await expect(problem(page)).toContainText("does not trust the key");
      expect(stored).toBe(0);
      expect(sent()).not.toContain(canary);
      expect(await accessesOf(sql, person)).toEqual([]);
    });
  }
});

test("a browser without the cryptography says so, and sends nothing", async ({ page, signedInAs, sql }) => {
  const person = await signedInAs({ role: "investor" });
  await page.addInitScript(() => {
    crypto.subtle.importKey = () =>
      Promise.reject(new DOMException("no such algorithm", "NotSupportedError"));
  });
  await typeAccess(page, "user", "12345");
  await fields(page).submit.click();
  await expect(problem(page)).toContainText("Your browser cannot lock your bank access");
  expect(await accessesOf(sql, person)).toEqual([]);
});

test("a script that does not arrive leaves a form that can post nothing", async ({
  page,
  signedInAs,
  sql,
}) => {
  for (const tenantId of [undefined, lenient]) {
    const person = await signedInAs({ role: "investor", ...(tenantId ? { tenantId } : {}) });
    await page.route("**/_next/static/chunks/**", (route) =>
      route.request().resourceType() === "script" ? route.abort() : route.fallback(),
    );
    await typeAccess(page, `${canary}-user`, `${canary}-pin`);
    expect(await page.locator("main [name]").count()).toBe(0);
    await expect(fields(page).submit).toBeDisabled();

    const sent = recordSent(page);
    await fields(page).pin.press("Enter");
    await Promise.all([
      page.waitForEvent("domcontentloaded"),
      page.evaluate(() => document.querySelector<HTMLFormElement>("main form")?.submit()),
    ]);
    expect(sent()).not.toContain(canary);
    expect(page.url()).not.toContain(canary);
    await page.evaluate(() => {
      for (const animation of document.getAnimations()) animation.finish();
    });
    await expect(page.getByText("The script of this page has not arrived")).toBeVisible();
    expect(await accessesOf(sql, person)).toEqual([]);
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a firm’s investors are told why it is needed and what they can do, and nothing is taken", async ({
    page,
    signedInAs,
    sql,
  }) => {
    const person = await signedInAs({ role: "investor" });
    await page.goto("/bank-access/add?q=swit");
    await page.getByRole("link", { name: "Seewaldt & Cie" }).click();
    // Playwright does not look for texts in here.
    const [why, instead] = [page.locator("main noscript p").nth(1), page.locator("main noscript p").nth(2)];
    await expect(why).toBeVisible();
    await expect(why).toContainText("This step needs JavaScript.");
    await expect(instead).toContainText("What you can do:");
    await expect(page.locator("main input:visible")).toHaveCount(0);

    const plain = actionNamed("handOverPlainAction");
    const form = { institutionId: "sandbox-retail", "field.userId": "user", "field.pin": canary };
    const answer = await callAction(plain, { form }, { cookie: person.session.cookie });
    expect(outcomeOf(answer)).toBe("vault.plain_refused");
    expect(await accessesOf(sql, person)).toEqual([]);
  });

  test("investors of a firm that allows it hand over plainly, and never see it again", async ({
    page,
    signedInAs,
    sql,
  }) => {
    const person = await signedInAs({ role: "investor", tenantId: lenient });
    await page.goto("/bank-access/add/sandbox-private");
    const type = async (card: string) => {
      const plain = page.locator("main noscript form");
      await plain.getByLabel("Contract number").fill("A-1234");
      await plain.getByLabel("E-banking password").fill(`${canary}-pin`);
      await plain.getByLabel("Number of the access card").fill(card);
      await page.getByRole("button", { name: "Send it to be locked" }).click();
    };
    await type("1234");
    await expect(problem(page)).toContainText("not in the form that the bank expects");
    expect(await page.content()).not.toContain(canary);
    await type("1234 5678 9012");
    await expect(page).toHaveURL(/\/bank-access\?added=/);
    await expect(page.getByText("Your access to Seewaldt & Cie is locked and handed over.")).toBeVisible();
    expect(await page.content()).not.toContain(canary);
    expect(await accessesOf(sql, person)).toHaveLength(1);

    await page.locator("main summary").click();
    await page.getByRole("button", { name: "Delete my access to Seewaldt & Cie" }).click();
    await expect(page.getByText("is deleted, with immediate effect")).toBeVisible();
  });
});
