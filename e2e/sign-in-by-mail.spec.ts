import type { Page } from "@playwright/test";

import { actionNamed, callAction } from "./support/actions.ts";
import { linkIn, mailsTo, waitForMails } from "./support/inbox.ts";
import { expect, test } from "./support/licet.ts";
import type { TestPerson } from "./support/people.ts";
import { copyCookie, giveSession, plantSession } from "./support/sessions.ts";
import { stack } from "./support/stack.ts";

async function askForLink(page: Page, address: string, words = english): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel(words.email, { exact: true }).fill(address);
  await page.getByRole("button", { name: words.send }).click();
  await expect(page.getByText(words.sent)).toBeVisible();
}

const english = {
  email: "Email address",
  send: "Send me a sign-in link",
  sent: "Check your mail",
  confirm: /^Sign in to Aldaba/,
  invalid: "This link no longer works",
};
const french = {
  email: "Adresse e-mail",
  send: "Recevoir un lien de connexion",
  sent: "Consultez votre messagerie",
  confirm: /^Se connecter à Aldaba/,
  invalid: "Ce lien ne fonctionne plus",
};

test.describe("an investor signs in by a mail link", () => {
  test("that stays good when a mail scanner opens it, and is good once", async ({
    page,
    newPerson,
    source,
  }) => {
    const investor = await newPerson({ role: "investor" });
    await askForLink(page, investor.email);
    const [mail] = await waitForMails(investor.email, 1);
    const link = linkIn(mail!);
    for (let opened = 0; opened < 2; opened++) {
      expect((await fetch(link, { headers: { "x-forwarded-for": source } })).status).toBe(200);
    }

    await page.goto(`${stack.phoneOrigin}/mails/${mail!.id}`);
    const [letter] = await Promise.all([
      page.waitForEvent("popup"),
      page.locator(`a[href="${link}"]`).click(),
    ]);
    await letter.getByRole("button", { name: english.confirm }).click();
    await expect(letter).toHaveURL("/home");
    await expect(letter.getByText(`Welcome, ${investor.name}`)).toBeVisible();

    await letter.goto(link);
    await expect(letter.getByRole("heading", { name: english.invalid })).toBeVisible();
  });

  test("in one of two windows when both are clicked at once", async ({ page, context, newPerson }) => {
    const investor = await newPerson({ role: "investor" });
    await askForLink(page, investor.email);
    const [mail] = await waitForMails(investor.email, 1);
    const other = await context.newPage();
    for (const window of [page, other]) await window.goto(linkIn(mail!));
    await Promise.all(
      [page, other].map((window) => window.getByRole("button", { name: english.confirm }).click()),
    );

    const refusals = async () => {
      const counts = [page, other].map((window) =>
        window.getByText("This sign-in link no longer works.").count(),
      );
      return (await Promise.all(counts)).reduce((sum, count) => sum + count);
    };
    await expect.poll(refusals).toBe(1);
    await expect.poll(() => [page, other].filter((window) => window.url().endsWith("/home")).length).toBe(1);
  });

  test("whatever case the address is written in", async ({ page, newPerson }) => {
    const investor = await newPerson({ role: "investor" });
    await askForLink(page, `  ${investor.email.toUpperCase()} `);
    await waitForMails(investor.email, 1);
  });

  test("without JavaScript, in French, from the first page to the second use", async ({
    browser,
    newPerson,
    source,
  }) => {
    const investor = await newPerson({ role: "investor" });
    const context = await browser.newContext({
      javaScriptEnabled: false,
      locale: "fr-FR",
      extraHTTPHeaders: { "X-Forwarded-For": source },
    });
    const page = await context.newPage();
    await askForLink(page, investor.email, french);
    const [mail] = await waitForMails(investor.email, 1);
    expect(mail!.subject).toContain("Aldaba");
    expect(mail!.text).toContain("Le lien fonctionne une seule fois");

    await page.goto(linkIn(mail!));
    await page.getByRole("button", { name: french.confirm }).click();
    await expect(page).toHaveURL("/home");
    await expect(page.locator("html")).toHaveAttribute("lang", "fr");

    await page.goto(linkIn(mail!));
    await expect(page.getByRole("heading", { name: french.invalid })).toBeVisible();
    await context.close();
  });

  test("of each firm whose investor they are", async ({ page }) => {
    const address = "tomas@example.com";
    const before = (await mailsTo(address)).length;
    await askForLink(page, address);
    const mails = (await waitForMails(address, before + 2)).slice(0, 2);
    const firms = mails.map(({ subject }) => subject.replace("Sign in to ", "")).sort();
    expect(firms).toEqual(["Aldaba Gestión Patrimonial", expect.stringContaining("Maison Levâtre")]);

    const ofLevatre = mails.find(({ subject }) => subject.includes("Levâtre"));
    await page.goto(linkIn(ofLevatre!));
    await page.getByRole("button", { name: /Maison Levâtre/ }).click();
    await expect(page.getByRole("link", { name: /Maison Levâtre/ })).toBeVisible();
  });
});

test.describe("asking for a mail link", () => {
  test("says the same for an address that nobody has, and for staff, and sends nothing", async ({
    page,
    newPerson,
  }) => {
    const investor = await newPerson({ role: "investor" });
    const advisor = await newPerson({ role: "advisor" });
    const unknown = `nobody-${investor.personId.slice(4, 12)}@example.com`;
    const pages: string[] = [];
    for (const address of [unknown, advisor.email, investor.email]) {
      await askForLink(page, address);
      await expect(page.getByText(`If ${address} is known to us`)).toBeVisible();
      pages.push(((await page.locator("main").textContent()) ?? "").replace(address, "the address"));
    }
    expect(new Set(pages).size).toBe(1);

    // The known address was asked for last: once its mail is there, the others' would be too.
    await waitForMails(investor.email, 1);
    expect(await mailsTo(unknown)).toEqual([]);
    expect(await mailsTo(advisor.email)).toEqual([]);
  });

  test("again needs no second typing, and sends no second mail while the first is fresh", async ({
    page,
    newPerson,
    sql,
  }) => {
    const investor = await newPerson({ role: "investor" });
    await askForLink(page, investor.email);
    await waitForMails(investor.email, 1);
    await page.getByRole("button", { name: "Send another link" }).click();
    await expect(page.getByText("Asked again.")).toBeVisible();

    await sql`update mail_links set created_at = now() - interval '121 seconds'
      where person_id = ${investor.personId}`;
    await askForLink(page, investor.email);
    const mails = await waitForMails(investor.email, 2);
    for (const mail of mails) expect((await fetch(linkIn(mail))).status).toBe(200);
  });

  test("keeps what was typed when the address is none", async ({ page }) => {
    await page.goto("/sign-in");
    const email = page.getByLabel("Email address", { exact: true });
    await email.fill("name@@example");
    await page.getByRole("button", { name: "Send me a sign-in link" }).click();
    await expect(page.getByText("Please write a complete email address")).toBeVisible();
    await expect(email).toHaveValue("name@@example");
    await expect(email).toHaveAttribute("aria-invalid", "true");
  });
});

test.describe("a link for somebody else than is signed in", () => {
  test("says who is and whom it is for, and changes nothing for who stays", async ({
    page,
    context,
    newPerson,
    signedInAs,
    sql,
  }) => {
    const reader = await signedInAs({ role: "investor", name: "Reader of the mail" });
    const sender = await newPerson({ role: "investor" });
    await page.goto(await linkFor(sender));
    await expect(page.getByRole("heading", { name: "You are signed in as someone else" })).toBeVisible();
    for (const said of [reader.name, `${reader.email}, at Aldaba`, `${sender.email}, at Aldaba`]) {
      await expect(page.getByText(said).first()).toBeVisible();
    }
    await expect(page.getByRole("button", { name: english.confirm })).toHaveCount(0);
    await page.getByRole("link", { name: `Stay signed in as ${reader.name}` }).click();
    await expect(page.getByRole("heading", { name: `Welcome, ${reader.name}` })).toBeVisible();
    expect(await copyCookie(context)).toBe(reader.session.cookie);
    expect(await sql`select 1 from sessions where person_id = ${sender.personId}`).toHaveLength(0);
  });

  test("switches when that is chosen by name, and ends the other session with its event", async ({
    page,
    newPerson,
    signedInAs,
    sql,
  }) => {
    const reader = await signedInAs({ role: "investor", name: "Reader of the mail" });
    const sender = await newPerson({ role: "investor" });
    await page.goto(await linkFor(sender));
    await page
      .getByRole("button", { name: `Sign out ${reader.name} and sign in as ${sender.email}` })
      .click();
    await expect(page.getByRole("heading", { name: `Welcome, ${sender.name}` })).toBeVisible();
    const [session] = await sql`select ended_at is not null as ended from sessions
      where session_id = ${reader.session.sessionId}`;
    expect(session?.ended).toBe(true);
    const events = await sql`select actor_id as "actorId" from audit_events
      where subject_id = ${reader.session.sessionId} and type = 'identity.signedOut'`;
    expect([...events]).toEqual([{ actorId: reader.personId }]);
  });

  test("does not switch by what an attacker's page, opened before, would post", async ({
    page,
    context,
    newPerson,
    sql,
  }) => {
    const [reader, sender] = [await newPerson({ role: "investor" }), await newPerson({ role: "investor" })];
    await page.goto(await linkFor(sender));
    const session = await plantSession(sql, reader);
    await giveSession(context, session);
    await page.getByRole("button", { name: english.confirm }).click();
    await expect(page.getByText("Somebody else is signed in in this browser")).toBeVisible();
    expect(await copyCookie(context)).toBe(session.cookie);
    expect(await sql`select 1 from sessions where person_id = ${sender.personId}`).toHaveLength(0);
  });
});

/** A link that its own person asked for, elsewhere. */
async function linkFor({ email }: TestPerson): Promise<string> {
  await callAction(actionNamed("requestMailAction"), { form: { email } });
  const [mail] = await waitForMails(email, 1);
  return linkIn(mail!);
}
