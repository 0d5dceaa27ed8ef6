import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Secret } from "#lib/kernel/secret.ts";
import { visitor } from "#sandbox/bank/visitor-for-test.ts";
import { cardFor } from "#sandbox/private-bank/custodian-for-test.ts";
import { privatePassword } from "#sandbox/private-bank/private-bank.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import { custodyRequest, type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";
import { expectStep, reading, within } from "#scripts/testing/retail-bank.ts";

let bank: PrivateBank;
beforeAll(async () => {
  bank = await startPrivateBank();
});
afterAll(() => bank.close());

const begin = async (contract: string, ...how: Parameters<PrivateBank["connector"]>) => {
  const connector = bank.connector(...how);
  return { connector, step: await connector.begin(custodyRequest(contract), within()) };
};

describe("custody is opened by a typed code", () => {
  test.each([
    ["sms", "sms", "enterCode"],
    ["call", "call", "enterCode"],
    ["chip", "token", "enterCode"],
    ["phototan", "picture", "scanImage"],
    ["qrcode", "picture", "scanImage"],
  ] as const)("of %s, which is a step of the kind %s", async (person, kind, asked) => {
    const contract = `${person}@typed`;
    const { connector, step } = await begin(contract);
    const question = expectStep(step, asked);
    expect(question.method?.kind).toBe(kind);
    const code = await bank.codeFor(contract, question);
    const done = expectStep(
      await connector.resume(question.dialog, { kind: "code", code }, within()),
      "done",
    );
    expect(await allOf(connector.open(done.grant, reading()).accounts())).not.toEqual([]);
  });

  test("after a wrong one, which is asked for again", async () => {
    const { connector, step } = await begin("sms@again");
    const first = expectStep(step, "enterCode");
    const wrong = { kind: "code", code: new Secret("x") } as const;
    const again = expectStep(await connector.resume(first.dialog, wrong, within()), "enterCode");
    expect(again.problem).toBe("wrongCode");
    const code = await bank.codeFor("sms@again", again);
    expectStep(await connector.resume(again.dialog, { kind: "code", code }, within()), "done");
  });

  test("by the method that is chosen of many, and that is changed midway", async () => {
    const { connector, step } = await begin("many@choice");
    const choice = expectStep(step, "chooseMethod");
    const choose = (methodId: string) => ({ kind: "method", methodId }) as const;
    const idOf = (kind: string) => choice.methods.find((method) => method.kind === kind)?.id ?? "";
    const sms = expectStep(await connector.resume(choice.dialog, choose(idOf("sms")), within()), "enterCode");
    const token = expectStep(
      await connector.resume(sms.dialog, choose(idOf("token")), within()),
      "enterCode",
    );
    expect(token.data).toHaveLength(1);
    const code = await bank.codeFor("many@choice", token);
    expectStep(await connector.resume(token.dialog, { kind: "code", code }, within()), "done");
  });

  test("and not where it comes too late, or where the bank refuses what was confirmed", async () => {
    const late = await begin("sms.timeout@late");
    const asked = expectStep(late.step, "enterCode");
    const code = await bank.codeFor("sms.timeout@late", asked);
    await bank.custodian.control("/clock", { passMs: 6_000 });
    expect(await late.connector.resume(asked.dialog, { kind: "code", code }, within())).toMatchObject({
      kind: "failed",
      reason: "timedOut",
    });
    const refused = await begin("sms.refused");
    const question = expectStep(refused.step, "enterCode");
    const right = await bank.codeFor("sms.refused", question);
    expect(
      await refused.connector.resume(question.dialog, { kind: "code", code: right }, within()),
    ).toMatchObject({ kind: "failed", reason: "consentRefused" });
  });
});

describe("custody is opened on the phone", () => {
  test.each(["push", "fingerprint", "callback"])("by %s, which is waited for", async (person) => {
    const contract = `${person}@phone`;
    const { connector, step } = await begin(contract);
    const waiting = expectStep(step, "approveElsewhere");
    const still = expectStep(await connector.poll(waiting.dialog, within()), "approveElsewhere");
    await bank.decide(contract, "approve");
    expectStep(await connector.poll(still.dialog, within()), "done");
  });

  test("for who usually types a code too, where the entry asks for it or the bank changes its mind", async () => {
    expectStep((await begin("sms@prefers", "", { approach: "decoupled" })).step, "approveElsewhere");
    expectStep((await begin("sms.switches")).step, "approveElsewhere");
  });

  test("and is not where it is declined", async () => {
    const { connector, step } = await begin("push@no");
    await bank.decide("push@no", "decline");
    const { dialog } = expectStep(step, "approveElsewhere");
    expect(await connector.poll(dialog, within())).toMatchObject({ kind: "failed", reason: "declined" });
  });
});

test("custody is opened at once for whom the bank exempts", async () => {
  const { connector, step } = await begin("exempt@once");
  const session = connector.open(expectStep(step, "done").grant, reading());
  expect(await allOf(session.accounts())).not.toEqual([]);
});

describe("custody is not opened", () => {
  test.each([
    ["sms.wrong-password", { kind: "credentialsRejected", problem: "notAccepted" }],
    ["sms.expired-password", { kind: "credentialsRejected", problem: "passwordExpired" }],
    ["sms.blocked", { kind: "failed", reason: "accessBlocked" }],
    ["sms.down", { kind: "failed", reason: "bankDown" }],
    ["sms.maintenance", { kind: "failed", reason: "maintenance", retryAfterSeconds: 1800 }],
  ])("to %s", async (contract, ending) => {
    const before = (await bank.seen()).at(-1)?.number ?? 0;
    expect((await begin(contract)).step).toMatchObject(ending);
    const calls = (await bank.seen()).filter(({ number }) => number > before);
    const tries = calls.filter(({ method, path }) => method === "POST" && path.endsWith("/authorisations"));
    expect(tries.length).toBeLessThanOrEqual(1);
  });

  test("with another's card", async () => {
    const credentials = { ...custodyRequest("sms@card").credentials, card: new Secret(cardFor("call")) };
    const step = await bank.connector().begin(custodyRequest("sms@card", { credentials }), within());
    expect(step).toMatchObject({ kind: "credentialsRejected", problem: "notAccepted" });
  });
});

describe("custody is opened on the bank's own page, by OAuth", () => {
  const atPage = async (contract: string, ...how: Parameters<PrivateBank["connector"]>) => {
    const { connector, step } = await begin(contract, ...how);
    const away = expectStep(step, "redirect");
    const page = visitor((await visitor(away.url).open()).location?.href ?? "");
    const comeBack = (url: URL | null) =>
      connector.resume(away.dialog, { kind: "redirected", url: new Secret(url?.href ?? "") }, within());
    return { connector, page, comeBack };
  };

  test("and what its tokens open is read, also after they were renewed", async () => {
    const { connector, page, comeBack } = await atPage("exempt@oauth", "", { approach: "oauth" });
    await page.signIn("exempt@oauth", privatePassword, cardFor("exempt"));
    const { grant } = expectStep(await comeBack((await page.give()).location), "done");
    expect(grant.tokens).not.toBeNull();
    expect(await allOf(connector.open(grant, reading()).accounts())).not.toEqual([]);
    await bank.custodian.control("/clock", { passMs: 601_000 });
    const kept: Secret<string>[] = [];
    const keepTokens = async (tokens: Secret<string>) => void kept.push(tokens);
    expect(await allOf(connector.open(grant, reading({ keepTokens })).accounts())).not.toEqual([]);
    expect(kept).toHaveLength(1);
    const tokens = kept[0] ?? null;
    await connector.end({ ...grant, tokens }, within());
    await expect(allOf(connector.open({ ...grant, tokens }, reading()).accounts())).rejects.toMatchObject({
      reason: expect.stringMatching(/^(?:consent|token)/),
    });
  });

  test("and a withdrawal at the bank is told from tokens that ran out", async () => {
    const { connector, page, comeBack } = await atPage("exempt@gone", "", { approach: "oauth" });
    await page.signIn("exempt@gone", privatePassword, cardFor("exempt"));
    const { grant } = expectStep(await comeBack((await page.give()).location), "done");
    await bank.custodian.control("/revoke", { userName: "exempt@gone" });
    await expect(allOf(connector.open(grant, reading()).accounts())).rejects.toMatchObject({
      reason: "consentRevoked",
    });
  });

  test("for whose security key works there alone", async () => {
    const { step } = await begin("key@page");
    expect(expectStep(step, "redirect").canPoll).toBe(false);
  });

  test("account by account, and no more than that is read", async () => {
    const { connector, page, comeBack } = await atPage("sms@picks", "", {
      approach: "oauth",
      access: "pickedAtBank",
    });
    const review = await page.signIn("sms@picks", privatePassword, cardFor("sms"));
    const [, picked] = /value="([\w-]{22})"><span>[^<]*204\.118-6\.501/.exec(review.text) ?? [];
    await page.give(["account", picked ?? ""]);
    const code = await bank.custodian.codeFor("sms@picks", {
      chosenScaMethod: { authenticationMethodId: "sms" },
    });
    const { grant } = expectStep(await comeBack((await page.answer(code)).location), "done");
    const session = connector.open(grant, reading());
    const accounts = await allOf(session.accounts());
    expect(accounts.map(({ bban }) => bban)).toEqual(["204.118-6.501"]);
    const [custody] = accounts;
    if (!custody) throw new Error("no account");
    expect(await allOf(session.positions(custody))).not.toEqual([]);
    const query = { from: "2024-01-01", withPending: true };
    const entries = await allOf(session.investmentTransactions(custody, query));
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.every(({ amount }) => amount === null)).toBe(true);
  });

  test("and not where it is declined there", async () => {
    const { page, comeBack } = await atPage("exempt@declines", "", { approach: "oauth" });
    expect(await comeBack((await page.decline()).location)).toMatchObject({ reason: "declined" });
  });
});
