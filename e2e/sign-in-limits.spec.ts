import { actionNamed, callAction, outcomeOf } from "./support/actions.ts";
import { call } from "./support/call.ts";
import { waitForMails } from "./support/inbox.ts";
import { expect, test } from "./support/licet.ts";

const tooMany = "There were too many attempts. Wait a few minutes, then try again.";

const windowMs = 15 * 60_000;
const longestTestMs = 25_000;

/** Windows begin at every quarter of an hour. A test that counts must not begin just before one ends. */
async function waitForRoomInTheWindow(): Promise<void> {
  const left = windowMs - (Date.now() % windowMs);
  if (left < longestTestMs) await new Promise((done) => setTimeout(done, left + 500));
}

test.describe("asking again and again", () => {
  test.beforeEach(waitForRoomInTheWindow);

  test("for one address is refused after the fifth time, from wherever it is asked", async ({
    page,
    newPerson,
  }) => {
    const { email } = await newPerson({ role: "investor" });
    const unknown = `un${email}`;
    for (const address of [email, unknown]) {
      const outcomes: string[] = [];
      for (let time = 0; time < 6; time++) {
        const headers = { "x-forwarded-for": `192.0.2.${time + 1}` };
        const asked = { form: { email: address, next: "/home" } };
        outcomes.push(outcomeOf(await callAction(actionNamed("requestMailAction"), asked, { headers })));
      }
      expect(outcomes).toEqual([...Array(5).fill("done"), "auth.too_many_attempts"]);
    }
    await waitForMails(email, 5);

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

  test("from one source is refused after the sixtieth time, in every way to sign in, and nowhere else", async ({
    source,
  }) => {
    const headers = { "x-forwarded-for": source };
    const begin = actionNamed("beginPasskeyAction");
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, () => callAction(begin, { value: undefined }, { headers })),
    );
    expect(new Set(outcomes.map(outcomeOf))).toEqual(new Set(["done"]));

    const ways = {
      requestMailAction: { form: { email: "somebody@example.com" } },
      confirmMailLinkAction: { form: { token: "A".repeat(43) } },
      signInAsPersonaAction: { form: { personId: `per_${crypto.randomUUID()}` } },
      beginPasskeyAction: { value: undefined },
    };
    for (const [name, argument] of Object.entries(ways)) {
      expect(outcomeOf(await callAction(actionNamed(name), argument, { headers })), name).toBe(
        "auth.too_many_attempts",
      );
    }
    const opened = await call(`/sign-in/confirm?token=${"A".repeat(43)}`, { headers });
    expect(opened.status).toBe(200);
    expect(opened.body).toContain(tooMany);
    const staff = await call("/api/auth/callback/oidc?code=x&state=y", { headers });
    expect(staff.status).toBe(429);

    const elsewhere = { headers: { "x-forwarded-for": source.replace(/\.\d+$/, ".255") } };
    expect(outcomeOf(await callAction(begin, { value: undefined }, elsewhere))).toBe("done");
  });
});
