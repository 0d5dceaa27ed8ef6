import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { AccessGrant } from "#lib/aspsp/access-grant.ts";
import type { DialogState } from "#lib/aspsp/dialog.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { visitor } from "#sandbox/bank/visitor-for-test.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import {
  expectStep,
  linkRequest,
  type RetailBank,
  reading,
  returnTo,
  startRetailBank,
  within,
} from "#scripts/testing/retail-bank.ts";

let bank: RetailBank;
beforeAll(async () => {
  bank = await startRetailBank();
});
afterAll(() => bank.close());

/** The person at the bank's page: signs in, gives access, and types the code from the phone. */
async function atPage(url: string, person: string, declines = false): Promise<string> {
  const opened = await visitor(url).open();
  const page = visitor(opened.location?.href ?? url);
  if (declines) return (await page.decline()).location?.href ?? "";
  await page.signIn(person);
  const given = await page.give();
  if (given.location) return given.location.href;
  const code = await bank.tpp.codeFor(person, { chosenScaMethod: { authenticationMethodId: "sms" } });
  return (await page.answer(code)).location?.href ?? "";
}

const back = (url: string) => ({ kind: "redirected", url: new Secret(url) }) as const;

async function sent(words: string, person: string) {
  const connector = bank.connector(words, { approach: words.includes("oauth") ? "oauth" : "redirect" });
  const step = expectStep(await connector.begin(linkRequest(person), within()), "redirect");
  const comeBack = (dialog: DialogState, url: string) => connector.resume(dialog, back(url), within());
  return { connector, step, comeBack };
}

describe("the bank's own page", () => {
  test("is where the person goes, and their return links", async () => {
    const { connector, step, comeBack } = await sent("", "sms@page");
    expect(step.canPoll).toBe(true);
    const url = await atPage(step.url, "sms@page");
    expect(url).toContain(`state=${returnTo.state}`);
    const { grant } = expectStep(await comeBack(step.dialog, url), "done");
    expect((await allOf(connector.open(grant, reading()).accounts())).length).toBeGreaterThan(0);
  });

  test("links also who never comes back, by asking the bank", async () => {
    const { connector, step } = await sent("", "sms@stays");
    const still = expectStep(await connector.poll(step.dialog, within()), "redirect");
    expect(still.url).toBe(step.url);
    await atPage(step.url, "sms@stays");
    expectStep(await connector.poll(still.dialog, within()), "done");
  });

  test("may be declined there", async () => {
    const { step, comeBack } = await sent("", "sms@declines");
    const url = await atPage(step.url, "sms@declines", true);
    expect(await comeBack(step.dialog, url)).toMatchObject({ kind: "failed", reason: "declined" });
  });

  test.each([
    "https://thief.example/bank/return?state=state-of-this-dialog",
    "https://licet.example/bank/other?state=state-of-this-dialog",
    "https://licet.example/bank/return?state=another",
    "https://licet.example/bank/return?state=state-of-this-dialog&state=another",
    "https://licet.example/bank/return",
    "nowhere",
  ])("is not left by an address that is not this dialog's: %s", async (url) => {
    const { step, comeBack } = await sent("", "sms@forged");
    const still = expectStep(await comeBack(step.dialog, url), "redirect");
    expect(still.url).toBe(step.url);
  });

  test("hands over a confirmation code that ends the dialog, and no guess does", async () => {
    const person = "sms.confirm";
    const first = await sent("", person);
    const url = await atPage(first.step.url, person);
    const guess = `${returnTo.uri}?state=${returnTo.state}&confirmationCode=guess`;
    expect(await first.comeBack(first.step.dialog, guess)).toMatchObject({ kind: "failed" });
    expect(url).toContain("confirmationCode=");
    const second = await sent("", `${person}@right`);
    const right = await atPage(second.step.url, `${person}@right`);
    expectStep(await second.comeBack(second.step.dialog, right), "done");
  });

  test("is gone to also where the bank waits for us to begin", async () => {
    const { step, comeBack } = await sent("", "exempt.explicit");
    const url = await atPage(step.url, "exempt.explicit");
    expectStep(await comeBack(step.dialog, url), "done");
  });

  test("of a host that the entry does not name is nowhere to send anybody", async () => {
    const connector = bank.connector("", { approach: "redirect", pageHosts: [] });
    const step = await connector.begin(linkRequest("sms@elsewhere"), within());
    expect(step).toMatchObject({ kind: "failed", reason: "hostNotAllowed" });
  });

  test("cannot be gone to without a way back", async () => {
    const step = await bank.connector().begin(linkRequest("key@embedded", { returnTo: null }), within());
    expect(step.kind).toBe("failed");
  });
});

describe("OAuth at the bank", () => {
  const linked = async (person: string, words = "oauth") => {
    const { connector, step, comeBack } = await sent(words, person);
    const done = await comeBack(step.dialog, await atPage(step.url, person));
    return { connector, grant: expectStep(done, "done").grant };
  };

  test("gives tokens for a code, and data for a token", async () => {
    const { connector, grant } = await linked("exempt@oauth");
    expect(grant.tokens).not.toBeNull();
    expect((await allOf(connector.open(grant, reading()).accounts())).length).toBeGreaterThan(0);
    const without: AccessGrant = { ...grant, tokens: null };
    await expect(allOf(connector.open(without, reading()).accounts())).rejects.toMatchObject({
      reason: "tokenRefused",
    });
  });

  test("goes with a confirmation code where the bank wants one", async () => {
    await linked("sms@oauthconfirm", "oauth.confirm");
  });

  test("keeps renewed tokens before they are used, and renews once for all who read", async () => {
    const { connector, grant } = await linked("exempt@renews");
    await bank.tpp.control("/clock", { passMs: 601_000 });
    const kept: Secret<string>[] = [];
    const now = () => new Date(Date.now() + 601_000);
    const later = bank.connector("oauth", { approach: "oauth" }, { now });
    const session = later.open(grant, reading({ keepTokens: async (tokens) => void kept.push(tokens) }));
    const lists = await Promise.all([allOf(session.accounts()), allOf(session.accounts())]);
    expect(lists.every((list) => list.length > 0)).toBe(true);
    expect(kept).toHaveLength(1);
    // By the old clock the token still looks good: the bank's refusal renews it too.
    const tokens = kept[0] ?? null;
    await bank.tpp.control("/clock", { passMs: 601_000 });
    const again = connector.open(
      { ...grant, tokens },
      reading({ keepTokens: async (t) => void kept.push(t) }),
    );
    await allOf(again.accounts());
    expect(kept).toHaveLength(2);
  });

  test("ends with the consent, tokens and all", async () => {
    const { connector, grant } = await linked("exempt@ends");
    await connector.end(grant, within());
    await expect(allOf(connector.open(grant, reading()).accounts())).rejects.toMatchObject({
      reason: "tokenRefused",
    });
  });

  test("ends also after its tokens have run out, and the renewed ones are kept for another attempt", async () => {
    const { grant } = await linked("exempt@late-end");
    const now = () => new Date(Date.now() + 601_000);
    const later = bank.connector("oauth", { approach: "oauth" }, { now });
    const kept: Secret<string>[] = [];
    await later.end(grant, within(), async (tokens) => void kept.push(tokens));
    expect(kept).toHaveLength(1);
    const again = later.open({ ...grant, tokens: kept[0] ?? null }, reading());
    await expect(allOf(again.accounts())).rejects.toMatchObject({ reason: "tokenRefused" });
  });

  test("that the person declines is declined, and an answer from another server is not believed", async () => {
    const declined = await sent("oauth", "exempt@declines");
    const url = await atPage(declined.step.url, "", true);
    expect(await declined.comeBack(declined.step.dialog, url)).toMatchObject({ reason: "declined" });
    const other = await sent("oauth", "exempt@mixed");
    const mixed = new URL(await atPage(other.step.url, "exempt@mixed"));
    mixed.searchParams.set("iss", "https://other.example");
    expect(await other.comeBack(other.step.dialog, mixed.href)).toMatchObject({ reason: "bankUntrusted" });
  });

  test("is not ended by a code that came with another dialog's state", async () => {
    const { step, comeBack } = await sent("oauth", "exempt@forged");
    const mine = new URL(await atPage(step.url, "exempt@forged"));
    const before = (await bank.seen()).length;
    const forged = new URL(mine);
    forged.searchParams.append("state", "another");
    const still = expectStep(await comeBack(step.dialog, forged.href), "redirect");
    expect((await bank.seen()).length).toBe(before);
    expectStep(await comeBack(still.dialog, mine.href), "done");
  });
});
