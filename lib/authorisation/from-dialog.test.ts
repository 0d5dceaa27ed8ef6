import { describe, expect, test } from "vitest";
import type { DialogStep, ScaMethod } from "#lib/aspsp/dialog.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { eventOf } from "./from-dialog.ts";
import { mayAnswer } from "./question.ts";

const dialog = new Secret<object>({ password: "canary" });
const method: ScaMethod = { id: "1", kind: "sms", name: "SMS to ••42", explanation: null };
const asking = {
  ...{ message: "Enter it", method, methods: [method], canResend: true, problem: null },
  ...{ expiresAt: new Date(0), attemptsLeft: 3, dialog },
};
const code: DialogStep = { kind: "enterCode", ...asking, data: ["4711"], format: "digits", maxLength: 6 };

describe("a bank’s step", () => {
  test("becomes a question without its place in the dialog and without its picture", () => {
    const image = { mediaType: "image/png" as const, bytes: Buffer.from("canary") };
    for (const step of [code, { ...code, kind: "scanImage" as const, image }]) {
      const event = eventOf(step);
      expect(event).toMatchObject({ type: "asked", question: { kind: step.kind, data: ["4711"] } });
      expect(Object.keys("question" in event ? event.question : {}).sort()).toEqual(
        "attemptsLeft canResend data format kind maxLength message method methods problem".split(" "),
      );
    }
  });

  test.each<[DialogStep, string]>([
    [{ kind: "credentialsRejected", problem: "notAccepted" }, "wrongPassword"],
    [{ kind: "credentialsRejected", problem: "passwordExpired" }, "passwordExpired"],
    [{ kind: "failed", reason: "declined", message: null, retryAfterSeconds: null }, "declined"],
  ])("that lets nobody in ends it: %o", (step, reason) => {
    expect(eventOf(step)).toMatchObject({ type: "failed", reason });
  });

  test.each<[string, DialogStep]>([
    ["no method to choose from", { kind: "chooseMethod", methods: [], message: null, problem: null, dialog }],
    ["an address that is none", { kind: "redirect", url: "confirm", canPoll: false, pollAfterMs: 1, dialog }],
    ["a text without end", { ...code, message: "x".repeat(3_000) } as DialogStep],
    [
      "a method whose name no database keeps",
      { ...code, methods: [{ ...method, id: "1\u0000" }] } as DialogStep,
    ],
    ["no room for a code", { ...code, maxLength: 0 } as DialogStep],
  ])("with %s is a malformed answer and no question", (_what, step) => {
    expect(eventOf(step)).toEqual({ type: "failed", reason: "malformedAnswer" });
  });
});

test("a bank’s words are kept without what no database keeps and no page shows", () => {
  expect(eventOf({ ...code, message: "Enter\u0000 it \ud800!" } as DialogStep)).toMatchObject({
    question: { message: "Enter it \ufffd!" },
  });
  const failed = { kind: "failed", reason: "accessBlocked", retryAfterSeconds: 1e9 } as const;
  expect(eventOf({ ...failed, message: `\u0000${"x".repeat(1_998)}😀` })).toMatchObject({
    message: `${"x".repeat(1_998)}\ufffd`,
    retryAfterSeconds: 86_400,
  });
});

describe("a question", () => {
  test("takes the answers that are to it and no others", () => {
    const event = eventOf(code);
    if (event.type !== "asked") throw new Error("nothing was asked");
    const taken = (["method", "code", "resend", "redirected"] as const).filter((kind) =>
      mayAnswer(event.question, kind),
    );
    expect(taken).toEqual(["method", "code", "resend"]);
  });
});
