import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Secret } from "#lib/kernel/secret.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import {
  expectStep,
  linkRequest,
  type RetailBank,
  reading,
  startRetailBank,
  within,
} from "#scripts/testing/retail-bank.ts";

let bank: RetailBank;
beforeAll(async () => {
  bank = await startRetailBank();
});
afterAll(() => bank.close());

const wrong = { kind: "code", code: new Secret("00000000") } as const;
const codeReply = async (of: string, step: Parameters<RetailBank["codeFor"]>[1]) =>
  ({ kind: "code", code: await bank.codeFor(of, step) }) as const;

describe("a person with one method that is typed", () => {
  test.each([
    ["sms", "sms", 6, "digits"],
    ["call", "call", 6, "digits"],
    ["mail", "mail", 8, "characters"],
    ["totp", "totp", 6, "digits"],
    ["chip", "token", 8, "digits"],
  ])(
    "by %s is asked at once for what the bank wants, and is linked by it",
    async (person, kind, length, format) => {
      const connector = bank.connector();
      const step = expectStep(await connector.begin(linkRequest(person), within()), "enterCode");
      expect(step).toMatchObject({ maxLength: length, format, method: { kind }, problem: null });
      expect(step.message).toMatch(/\w{4}/);
      const done = await connector.resume(step.dialog, await codeReply(person, step), within());
      const { grant } = expectStep(done, "done");
      expect(grant).toMatchObject({ validUntil: "2099-12-31", tokens: null });
      expect((await allOf(connector.open(grant, reading()).accounts())).length).toBeGreaterThan(0);
    },
  );

  test.each(["phototan", "qrcode", "qrcode.image-link"])("by %s is shown a picture", async (person) => {
    const connector = bank.connector();
    const step = expectStep(await connector.begin(linkRequest(person), within()), "scanImage");
    expect(step.image.mediaType).toBe("image/png");
    expect(step.message).toContain("Scan");
    const done = await connector.resume(step.dialog, await codeReply(person, step), within());
    expectStep(done, "done");
  });

  test("is shown the start number that goes into the token", async () => {
    const step = await bank.connector().begin(linkRequest("chip@number"), within());
    const { data } = expectStep(step, "enterCode");
    expect(data).toEqual([expect.stringMatching(/^\d{8}$/)]);
  });

  test("gets another code when they ask for one, and the earlier opens nothing", async () => {
    const connector = bank.connector();
    const first = expectStep(await connector.begin(linkRequest("mail@again"), within()), "enterCode");
    expect(first.canResend).toBe(true);
    const old = await codeReply("mail@again", first);
    const second = expectStep(
      await connector.resume(first.dialog, { kind: "resend" }, within()),
      "enterCode",
    );
    const third = expectStep(await connector.resume(second.dialog, old, within()), "enterCode");
    expect(third.problem).toBe("wrongCode");
    const done = await connector.resume(third.dialog, await codeReply("mail@again", third), within());
    expectStep(done, "done");
  });
});

describe("a person with several methods", () => {
  test("chooses, and may change to another, each with its own question", async () => {
    const connector = bank.connector();
    const choice = expectStep(await connector.begin(linkRequest("many@all"), within()), "chooseMethod");
    expect(choice.methods.length).toBe(11);
    expect(choice.methods[0]).toMatchObject({ id: "sms", kind: "sms", name: "Text message to ••• 555" });
    const pick = (methodId: string) => ({ kind: "method", methodId }) as const;
    const sms = expectStep(await connector.resume(choice.dialog, pick("sms"), within()), "enterCode");
    expect(sms.methods).toEqual(choice.methods);
    const photo = expectStep(await connector.resume(sms.dialog, pick("phototan"), within()), "scanImage");
    const app = expectStep(await connector.resume(photo.dialog, pick("push"), within()), "approveElsewhere");
    expect(app.method?.kind).toBe("app");
    const chip = expectStep(await connector.resume(app.dialog, pick("chip"), within()), "enterCode");
    const done = await connector.resume(chip.dialog, await codeReply("many@all", chip), within());
    expectStep(done, "done");
  });

  test("who chooses what is not offered is asked again", async () => {
    const connector = bank.connector();
    const choice = expectStep(await connector.begin(linkRequest("many@none"), within()), "chooseMethod");
    const again = await connector.resume(choice.dialog, { kind: "method", methodId: "pigeon" }, within());
    expect(expectStep(again, "chooseMethod").problem).toBe("methodUnavailable");
  });

  test("is moved to the app where the bank changes its mind", async () => {
    const connector = bank.connector();
    const step = await connector.begin(linkRequest("sms.switches"), within());
    const app = expectStep(step, "approveElsewhere");
    await bank.decide("sms.switches", "approve");
    expectStep(await connector.poll(app.dialog, within()), "done");
  });
});

describe("a wrong code", () => {
  test("may be corrected, and the third ends the dialog", async () => {
    const connector = bank.connector();
    let step = await connector.begin(linkRequest("sms@thrice"), within());
    for (const _ of [1, 2]) {
      step = await connector.resume(expectStep(step, "enterCode").dialog, wrong, within());
      expect(expectStep(step, "enterCode").problem).toBe("wrongCode");
    }
    step = await connector.resume(expectStep(step, "enterCode").dialog, wrong, within());
    expect(step).toMatchObject({ kind: "failed", reason: "wrongCode" });
  });

  test("is sent once: an answer counts for the question it was given to", async () => {
    const connector = bank.connector();
    const step = expectStep(await connector.begin(linkRequest("sms@twice"), within()), "enterCode");
    const before = (await bank.seen()).filter(({ method }) => method === "PUT").length;
    const tries = Array.from({ length: 20 }, () => connector.resume(step.dialog, wrong, within()));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await bank.seen()).filter(({ method }) => method === "PUT").length).toBe(before + 1);
  });

  test("is told from one that comes too late", async () => {
    const connector = bank.connector();
    const person = "sms.timeout@late";
    const step = expectStep(await connector.begin(linkRequest(person), within()), "enterCode");
    const reply = await codeReply(person, step);
    await bank.tpp.control("/clock", { passMs: 6_000 });
    expect(await connector.resume(step.dialog, reply, within())).toMatchObject({ reason: "timedOut" });
  });
});

describe("a password", () => {
  const passwordCalls = async () =>
    (await bank.seen()).filter(({ method, path }) => method === "POST" && path.endsWith("/authorisations"))
      .length;

  test("that is wrong is tried once and leaves nothing at the bank", async () => {
    const before = await passwordCalls();
    const step = await bank.connector().begin(linkRequest("sms.wrong-password@once"), within());
    expect(step).toEqual({ kind: "credentialsRejected", problem: "notAccepted" });
    expect(await passwordCalls()).toBe(before + 1);
    expect((await bank.seen()).at(-1)).toMatchObject({ method: "DELETE", status: 204 });
  });

  test("that has to be changed first is told from one that is wrong", async () => {
    const step = await bank.connector().begin(linkRequest("sms.expired-password"), within());
    expect(step).toEqual({ kind: "credentialsRejected", problem: "passwordExpired" });
  });

  test("is not sent where no header could hold the name beside it", async () => {
    const before = (await bank.seen()).length;
    const credentials = { userId: new Secret("sms\r\nx-evil: 1"), pin: new Secret("p") };
    const step = await bank.connector().begin(linkRequest("", { credentials }), within());
    expect(step).toMatchObject({ kind: "credentialsRejected" });
    expect((await bank.seen()).length).toBe(before);
  });

  test("of a blocked access is told from a wrong one", async () => {
    const step = await bank.connector().begin(linkRequest("sms.blocked"), within());
    expect(step).toMatchObject({ kind: "failed", reason: "accessBlocked" });
  });

  test.each(["sms.password-later", "exempt.encrypted", "sms.encrypted"])(
    "goes to the bank as %s wants it",
    async (person) => {
      expect(await bank.link(bank.connector(), person)).toMatchObject({ tokens: null });
    },
  );

  test("is not sent in clear where the bank takes it encrypted and gives no key", async () => {
    const person = "sms.encrypted@key";
    const step = await bank.connector("", { allowedHosts: [] }).begin(linkRequest(person), within());
    expect(step).toMatchObject({ kind: "failed", reason: "hostNotAllowed" });
  });
});

test("who is exempted is linked without being asked", async () => {
  expectStep(await bank.connector().begin(linkRequest("exempt@at-once"), within()), "done");
});

test("what the bank refuses after the person confirmed is a refusal of the bank's", async () => {
  const connector = bank.connector();
  const step = expectStep(await connector.begin(linkRequest("sms.refused"), within()), "enterCode");
  const end = await connector.resume(step.dialog, await codeReply("sms.refused", step), within());
  expect(end).toMatchObject({ kind: "failed", reason: "consentRefused" });
});

test("leaving ends the half-given consent at the bank", async () => {
  const connector = bank.connector();
  const step = expectStep(await connector.begin(linkRequest("sms@leaves"), within()), "enterCode");
  const reply = await codeReply("sms@leaves", step);
  await connector.cancel(step.dialog, within());
  const last = (await bank.seen()).at(-1);
  expect(last).toMatchObject({ method: "DELETE", status: 204 });
  const other = expectStep(await connector.begin(linkRequest("sms@leaves"), within()), "enterCode");
  expectStep(await connector.resume(other.dialog, reply, within()), "enterCode");
});
