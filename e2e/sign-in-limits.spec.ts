import { actionNamed, callAction, outcomeOf } from "./support/actions.ts";
import { call, formBody } from "./support/call.ts";
import { linkIn, mailsTo, waitForMails } from "./support/inbox.ts";
import { expect, test } from "./support/licet.ts";

const tooMany = "There were too many attempts. Wait a few minutes, then try again.";

const windowMs = 15 * 60_000;
const longestTestMs = 40_000;

/** Windows begin at every quarter of an hour. A test that counts must not begin just before one ends. */
async function waitForRoomInTheWindow(): Promise<void> {
  const left = windowMs - (Date.now() % windowMs);
  if (left < longestTestMs) await new Promise((done) => setTimeout(done, left + 500));
}

const ask = async (email: string, from: string) => {
  const headers = { "x-forwarded-for": from };
  return outcomeOf(await callAction(actionNamed("requestMailAction"), { form: { email } }, { headers }));
};

test.describe("asking again and again", () => {
  test.beforeEach(waitForRoomInTheWindow);

  test("for one address is refused after the fifth time from one network, known or not, and looks the same", async ({
    page,
    source,
    newPerson,
  }) => {
    const { email } = await newPerson({ role: "investor" });
    const unknown = `un${email}`;
    for (const address of [email, unknown]) {
      const outcomes: string[] = [];
      for (let time = 0; time < 6; time++) outcomes.push(await ask(address, source));
      expect(outcomes).toEqual([...Array(5).fill("done"), "auth.too_many_attempts"]);
    }

    const said: string[] = [];
    for (const address of [email, unknown]) {
      await page.goto("/sign-in");
      await page.getByRole("textbox", { name: "Email address" }).fill(address);
      await page.getByRole("button", { name: "Send me a sign-in link" }).click();
      await expect(page.getByText(tooMany)).toBeVisible();
      await expect(page.getByRole("textbox", { name: "Email address" })).toHaveValue(address);
      const words = await page.locator("main").textContent();
      said.push((words ?? "").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "the request"));
    }
    expect(said[0]).toBe(said[1]);
  });

  test("by strangers keeps nobody out: a link that was asked for works, and mails come one at a time", async ({
    page,
    source,
    newPerson,
  }) => {
    const { email, name } = await newPerson({ role: "investor" });
    expect(await ask(email, source)).toBe("done");
    const [mail] = await waitForMails(email, 1);
    for (let network = 1; network <= 12; network++) {
      expect(await ask(email, `2001:db8:77:${network.toString(16)}::1`)).toBe("done");
    }
    expect(await ask(email, source)).toBe("done");

    const wrong = { form: { token: "A".repeat(43) } };
    const headers = { "x-forwarded-for": source };
    const confirm = actionNamed("confirmMailLinkAction");
    await Promise.all(Array.from({ length: 60 }, () => callAction(confirm, wrong, { headers })));
    expect(outcomeOf(await callAction(confirm, wrong, { headers }))).toBe("auth.too_many_attempts");
    await page.goto(linkIn(mail!));
    await page.getByRole("button", { name: /^Sign in to/ }).click();
    await expect(page.getByRole("heading", { name: `Welcome, ${name}` })).toBeVisible();
    expect(await mailsTo(email)).toHaveLength(1);
  });

  test("with proofs that do not hold is refused after the sixtieth time, in every way, and nowhere else", async ({
    source,
  }) => {
    const headers = { "x-forwarded-for": source };
    const confirm = actionNamed("confirmMailLinkAction");
    const wrong = { form: { token: "A".repeat(43) } };
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, () => callAction(confirm, wrong, { headers })),
    );
    expect(new Set(outcomes.map(outcomeOf))).toEqual(new Set(["auth.link_invalid"]));

    const answer = { id: "AAAA", rawId: "AAAA", type: "public-key", response: {} };
    const passkey = { value: { challengeId: `chl_${crypto.randomUUID()}`, response: answer, next: null } };
    for (const [name, argument] of [
      ["confirmMailLinkAction", wrong],
      ["finishPasskeyAction", passkey],
    ] as const) {
      const refused = await callAction(actionNamed(name), argument, { headers });
      expect(outcomeOf(refused), name).toBe("auth.too_many_attempts");
    }
    const opened = await call(`/sign-in/confirm?token=${"A".repeat(43)}`, { headers });
    expect(opened.status).toBe(200);
    expect(opened.body).toContain(tooMany);
    const staff = await call("/api/auth/callback/oidc?code=x&state=y", { headers });
    expect([staff.status, staff.headers.location]).toEqual([303, "/sign-in/staff?notice=tooMany"]);

    const elsewhere = { headers: { "x-forwarded-for": source.replace(/\.\d+$/, ".255") } };
    expect(outcomeOf(await callAction(confirm, wrong, elsewhere))).toBe("auth.link_invalid");
  });

  test("to begin is refused after the three-hundredth time, and staff read so on a page", async ({
    page,
    source,
  }) => {
    const headers = { "x-forwarded-for": source };
    const begin = actionNamed("beginPasskeyAction");
    for (let round = 0; round < 10; round++) {
      await Promise.all(
        Array.from({ length: 30 }, () => callAction(begin, { value: undefined }, { headers })),
      );
    }
    expect(outcomeOf(await callAction(begin, { value: undefined }, { headers }))).toBe(
      "auth.too_many_attempts",
    );
    const posted = await call("/api/auth/signin/oidc?prompt=login", {
      method: "POST",
      ...formBody({ callbackUrl: "/advisor" }),
      headers: { ...formBody({}).headers, ...headers },
    });
    expect(posted.headers.location).toBe("/step-up?notice=tooMany&next=%2Fadvisor");

    await page.goto("/sign-in/staff?next=%2Fadvisor%2Fsecurity");
    await page.getByRole("button", { name: "Sign in with your firm’s account" }).click();
    await expect(page).toHaveURL("/sign-in/staff?notice=tooMany&next=%2Fadvisor%2Fsecurity");
    await expect(page.getByText("There were too many attempts from your network.")).toBeVisible();
  });
});
