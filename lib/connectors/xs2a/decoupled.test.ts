import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  expectStep,
  linkRequest,
  type RetailBank,
  startRetailBank,
  within,
} from "#scripts/testing/retail-bank.ts";

let bank: RetailBank;
beforeAll(async () => {
  bank = await startRetailBank();
});
afterAll(() => bank.close());

const waiting = async (person: string, approach: "embedded" | "decoupled" = "decoupled") => {
  const connector = bank.connector("", { approach });
  const step = await connector.begin(linkRequest(person), within());
  return { connector, step: expectStep(step, "approveElsewhere") };
};

describe("an approval on the phone", () => {
  test.each(["push", "fingerprint", "face", "callback"])("by %s is waited for and links", async (person) => {
    const { connector, step } = await waiting(person, "embedded");
    expect(step).toMatchObject({ pollAfterMs: 1_000, message: expect.any(String) });
    const still = expectStep(await connector.poll(step.dialog, within()), "approveElsewhere");
    expect(still).toMatchObject({ message: step.message, method: step.method });
    await bank.decide(person, "approve");
    expectStep(await connector.poll(still.dialog, within()), "done");
  });

  test("that is declined is told from one that nobody gave", async () => {
    const declined = await waiting("push@no");
    await bank.decide("push@no", "decline");
    expect(await declined.connector.poll(declined.step.dialog, within())).toMatchObject({
      kind: "failed",
      reason: "declined",
    });
    const late = await waiting("push.timeout@late");
    await bank.tpp.control("/clock", { passMs: 6_000 });
    expect(await late.connector.poll(late.step.dialog, within())).toMatchObject({
      kind: "failed",
      reason: "timedOut",
    });
  });

  test("is asked for once more where the person wants that", async () => {
    const { connector, step } = await waiting("push@more");
    const again = await connector.resume(step.dialog, { kind: "resend" }, within());
    expectStep(again, "approveElsewhere");
    expect((await bank.tpp.phone("push@more")).requests.map(({ state }) => state)).toEqual([
      "waiting",
      "withdrawn",
    ]);
  });

  test("is still waited for while the bank does not answer now and then", async () => {
    const { connector, step } = await waiting("push@hiccup");
    await bank.tpp.control("/words", { userName: "push@hiccup", words: ["maintenance"] });
    const still = expectStep(await connector.poll(step.dialog, within()), "approveElsewhere");
    await bank.tpp.control("/words", { userName: "push@hiccup", words: [] });
    await bank.decide("push@hiccup", "approve");
    expectStep(await connector.poll(still.dialog, within()), "done");
  });

  test("is given up on when the bank is away for good", async () => {
    const { connector, step } = await waiting("push@away");
    await bank.tpp.control("/words", { userName: "push@away", words: ["maintenance"] });
    let next = step as Awaited<ReturnType<typeof connector.poll>>;
    let polls = 0;
    for (; "dialog" in next && polls < 10; polls++) next = await connector.poll(next.dialog, within());
    expect(next).toMatchObject({ kind: "failed", reason: "maintenance", retryAfterSeconds: 1800 });
    expect(polls).toBe(5);
  });
});

test("the approach is taken when the entry asks for it, also for who usually types a code", async () => {
  const { step } = await waiting("sms@prefers");
  expect(step.method?.kind).toBe("app");
});
