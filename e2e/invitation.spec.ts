import type { Page } from "@playwright/test";

import { mailsTo, waitForMails } from "./support/inbox.ts";
import { invitationIn, neverHere, plantInvitation } from "./support/invitations.ts";
import { expect, test } from "./support/licet.ts";
import { castMember } from "./support/people.ts";
import { giveSession, plantSession, sessionCookie } from "./support/sessions.ts";
import { stack } from "./support/stack.ts";

test.describe.configure({ timeout: 90_000 });

const answer = (consentId = "con_[0-9a-f-]+") => new RegExp(`^${stack.origin}/consents/${consentId}/answer$`);
const newAddress = () => `client-${crypto.randomUUID().slice(0, 8)}@example.com`;

async function fillIn(page: Page, email: string, name = "Ada Lovelace-Ørsted"): Promise<void> {
  await page.getByLabel("Email address", { exact: true }).fill(email);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Accounts and balances").check();
  await page.getByLabel("Payments", { exact: true }).check();
  await page.getByLabel("Showing all wealth in one place").check();
}
const send = (page: Page) => page.getByRole("button", { name: "Send the invitation" }).click();

test("an advisor invites, the client reads who asks, and is led to the request", async ({
  page,
  browser,
  signedInAs,
  source,
  sql,
}) => {
  const advisor = await signedInAs({ role: "advisor", name: "Marta of the test" });
  const email = newAddress();
  await page.goto("/advisor");
  await page.getByRole("link", { name: "Invitations" }).click();
  await page.getByRole("link", { name: "Invite a client" }).click();
  await expect(page.locator("main input[type=checkbox]:checked")).toHaveCount(0);
  await fillIn(page, email);
  await page.getByLabel("Your reference").fill("CRM 4711");
  await send(page);
  await expect(page).toHaveURL(/\/advisor\/invitations\?invited=inv_/);
  await expect(page.getByText("The invitation to Ada Lovelace-Ørsted is on its way.")).toBeVisible();

  const [mail] = await waitForMails(email, 1);
  expect(mail?.subject).toBe("Marta of the test of Aldaba Gestión Patrimonial asks for your consent");
  const link = invitationIn(mail!);
  // A mail scanner opens it first.
  for (let at = 0; at < 2; at++) {
    expect((await fetch(link, { headers: { "x-forwarded-for": source } })).status).toBe(200);
  }

  const theirs = await browser.newContext({ extraHTTPHeaders: { "X-Forwarded-For": source } });
  const client = await theirs.newPage();
  const requests: string[] = [];
  client.on("request", (request) => requests.push(`${request.url()} ${request.headers().referer ?? ""}`));
  await client.goto(link);
  await expect(client.getByRole("heading", { level: 1 })).toHaveText(/Aldaba Gestión Patrimonial/);
  await expect(client.getByText("Marta of the test, Aldaba Gestión Patrimonial")).toBeVisible();
  await expect(client.getByText(email).first()).toBeVisible();
  await client.getByRole("button", { name: "Read what is asked" }).click();
  await expect(client).toHaveURL(answer());

  // Only the page itself was ever asked for by the secret, and nothing was told where from.
  const secret = new URL(link).searchParams.get("token") ?? "";
  const told = requests
    .filter((one) => one.includes(secret))
    .map((one) => new URL(one.split(" ")[0]!).pathname);
  expect(new Set(told)).toEqual(new Set(["/invitation"]));
  expect(requests.filter((one) => one.split(" ")[1]?.includes(secret))).toEqual([]);

  await client.goto("/security");
  await expect(client.getByText("Invitation", { exact: true })).toBeVisible();
  await client.goto(link);
  await expect(client.getByRole("heading", { name: "This invitation has been used" })).toBeVisible();

  await page.goto("/advisor/invitations?show=accepted");
  await expect(page.getByText("Accepted, not answered")).toBeVisible();
  await expect(page.getByText("CRM 4711")).toBeVisible();
  const [row] = await sql`select invited_by from invitations i join people p on p.person_id = i.investor_id
    where p.email_key = ${email}`;
  expect(row?.invited_by).toBe(advisor.personId);
  await theirs.close();
});

test("what was typed is kept where something is missing, with script and without", async ({
  page,
  browser,
  signedInAs,
  source,
}) => {
  const { session } = await signedInAs({ role: "advisor" });
  const plain = await browser.newContext({
    javaScriptEnabled: false,
    extraHTTPHeaders: { "X-Forwarded-For": source },
  });
  await giveSession(plain, session);
  for (const one of [page, await plain.newPage()]) {
    await one.goto("/advisor/invitations/new");
    const email = newAddress();
    await one.getByLabel("Email address", { exact: true }).fill(email);
    await one.getByLabel("Name", { exact: true }).fill("Ada https://evil.example");
    await one.getByLabel("Loans and cards").check();
    await one.getByLabel("Language of the mail").selectOption("pt");
    await send(one);
    await expect(one.getByText("Choose at least one purpose.")).toBeVisible();
    await expect(one.getByLabel("Email address", { exact: true })).toHaveValue(email);
    await expect(one.getByLabel("Name", { exact: true })).toHaveValue("Ada https://evil.example");
    await expect(one.getByLabel("Loans and cards")).toBeChecked();
    await expect(one.getByLabel("Language of the mail")).toHaveValue("pt");
    await one.getByLabel("Advice").check();
    await one.getByLabel("Name", { exact: true }).fill("Ada");
    await send(one);
    await expect(one.getByText("The invitation to Ada is on its way.")).toBeVisible();
    const [mail] = await waitForMails(email, 1);
    expect(mail?.subject).toContain("pede o seu consentimento");
  }
  await plain.close();
});

test("an address of the firm's own staff is refused in words, and nothing is sent", async ({
  page,
  newPerson,
  signedInAs,
}) => {
  await signedInAs({ role: "advisor" });
  const colleague = await newPerson({ role: "compliance" });
  await page.goto("/advisor/invitations/new");
  await fillIn(page, colleague.email);
  await send(page);
  await expect(page.getByText("belongs to someone who works at your firm")).toBeVisible();
  expect(await mailsTo(colleague.email)).toEqual([]);
});

test("whoever was here before signs in as always, and comes to the request", async ({
  page,
  newPerson,
  sql,
}) => {
  const investor = await newPerson({ role: "investor" });
  const { path, consentId } = await plantInvitation(sql, investor, castMember("Marta").personId);
  await page.goto(path);
  await page.getByRole("button", { name: "Sign in and read what is asked" }).click();
  await expect(page).toHaveURL(`/sign-in?next=${encodeURIComponent(`/consents/${consentId}/answer`)}`);
  expect(await sql`select 1 from sessions where person_id = ${investor.personId}`).toHaveLength(0);
});

test("in somebody else's browser nothing changes unless leaving them was chosen", async ({
  page,
  context,
  newPerson,
  signedInAs,
  sql,
}) => {
  const reader = await signedInAs({ role: "investor", name: "Reader of the mail" });
  const investor = await newPerson({ role: "investor" });
  await neverHere(sql, investor);
  const { path, consentId } = await plantInvitation(sql, investor, castMember("Marta").personId);
  await page.goto(path);
  await expect(page.getByRole("heading", { name: "You are signed in as someone else" })).toBeVisible();
  await page.getByRole("link", { name: `Stay signed in as ${reader.name}` }).click();
  await expect(page).toHaveURL("/home");
  expect(await sql`select 1 from sessions where person_id = ${investor.personId}`).toHaveLength(0);

  await page.goto(path);
  await page.getByRole("button", { name: `Sign out ${reader.name} and go on as ${investor.email}` }).click();
  await expect(page).toHaveURL(answer(consentId));
  const [before] = await sql`select ended_at is not null as ended from sessions
    where session_id = ${reader.session.sessionId}`;
  expect(before?.ended).toBe(true);
  expect((await context.cookies()).some(({ name }) => name === sessionCookie)).toBe(true);
});

test("a page that was opened before somebody signed in does not sign them over", async ({
  page,
  context,
  newPerson,
  sql,
}) => {
  const [reader, investor] = [await newPerson({ role: "investor" }), await newPerson({ role: "investor" })];
  await neverHere(sql, investor);
  const { path } = await plantInvitation(sql, investor, castMember("Marta").personId);
  await page.goto(path);
  await giveSession(context, await plantSession(sql, reader));
  await page.getByRole("button", { name: "Read what is asked" }).click();
  await expect(page.getByText("Somebody else is signed in in this browser")).toBeVisible();
  expect(await sql`select 1 from sessions where person_id = ${investor.personId}`).toHaveLength(0);
});

test("an advisor sends again and takes back, and each old link has its page", async ({
  page,
  signedInAs,
  sql,
}) => {
  const advisor = await signedInAs({ role: "advisor" });
  const email = newAddress();
  await page.goto("/advisor/invitations/new");
  await fillIn(page, email);
  await send(page);
  await expect(page.getByText("is on its way.")).toBeVisible();
  const first = invitationIn((await waitForMails(email, 1))[0]!);
  await sql`update invitations set asked_at = asked_at - interval '1 hour', expires_at = expires_at - interval '1 hour'
    where invited_by = ${advisor.personId}`;

  await page.goto("/advisor/invitations");
  await page.getByText("Send again", { exact: true }).click();
  await page.getByRole("button", { name: "Send again to Ada" }).click();
  const mails = await waitForMails(email, 2);
  const second = mails.map(invitationIn).find((link) => link !== first)!;
  // A dead link says the same to whoever opens it.
  await page.goto(first);
  await expect(page.getByRole("heading", { name: "There is a newer invitation" })).toBeVisible();

  await page.goto("/advisor/invitations");
  await page.getByText("Take back", { exact: true }).click();
  await page.getByRole("button", { name: "Take back from Ada" }).click();
  await expect(page.getByText("Taken back", { exact: true })).toBeVisible();
  await page.goto(second);
  await expect(page.getByRole("heading", { name: "This invitation was taken back" })).toBeVisible();
  await page.goto("/invitation?token=none");
  await expect(page.getByRole("heading", { name: "We do not know this invitation" })).toBeVisible();
  // Whoever never came leaves no name and no address.
  await expect
    .poll(async () => (await sql`select 1 from people where email_key = ${email}`).length, {
      timeout: 20_000,
    })
    .toBe(0);
});
