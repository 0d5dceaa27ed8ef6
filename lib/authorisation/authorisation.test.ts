import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Authorisation,
  type AuthorisationEvent,
  advance,
  authorisationTransitions,
  pendingStep,
} from "./authorisation.ts";
import type { Question } from "./question.ts";

const at = new Date("2026-11-21T10:00:00Z");
const later = (ms: number) => new Date(at.getTime() + ms);
const method = { id: "sms", kind: "sms", name: "SMS to ••42", explanation: null } as const;
const asking = { message: null, method, methods: [method], canResend: true, problem: null, attemptsLeft: 3 };
const code: Question = { kind: "enterCode", ...asking, data: [], format: "digits", maxLength: 6 };
const choice: Question = { kind: "chooseMethod", methods: [method], message: null, problem: null };
const page: Question = { kind: "redirect", url: "https://bank.example/confirm", canPoll: true };
const asked = (question: Question, expiresAt: Date | null = null): AuthorisationEvent => ({
  type: "asked",
  question,
  expiresAt,
});
const letIn: AuthorisationEvent = { type: "letIn" };

const started = (expiresAt = later(60_000)): Authorisation => ({
  ...{ status: "started", step: 1, question: code, expiresAt },
});

describe("an authorisation", () => {
  test("is exempted where the bank lets in without asking anything", () => {
    expect(advance({ status: "received" }, letIn, at)).toEqual({ status: "exempted", at });
  });

  test("is finalised once what was asked is answered", () => {
    expect(advance(started(), letIn, at)).toEqual({ status: "finalised", at });
  });

  test("counts what is asked, and is started with the first challenge", () => {
    const first = advance({ status: "received" }, asked(choice), at);
    expect(first).toMatchObject({ status: "psuAuthenticated", step: 1 });
    const second = first && advance(first, asked(code), at);
    expect(second).toMatchObject({ status: "started", step: 2 });
  });

  test("waits until the bank’s deadline where that is earlier than its own", () => {
    const waits = (question: Question, expiresAt: Date | null) => {
      const next = advance({ status: "received" }, asked(question, expiresAt), at);
      return next && pendingStep(next)?.expiresAt;
    };
    expect(waits(code, later(90_000))).toEqual(later(90_000));
    expect(waits(code, later(3_600_000))).toEqual(later(300_000));
    expect(waits(code, null)).toEqual(later(300_000));
    expect(waits(page, null)).toEqual(later(900_000));
  });

  test("lets nobody in at its deadline or after", () => {
    for (const event of [letIn, asked(code)]) {
      expect(advance(started(at), event, at)).toMatchObject({ status: "failed", reason: "timedOut" });
    }
    expect(advance(started(at), { type: "failed", reason: "wrongCode" }, at)).toMatchObject({
      reason: "wrongCode",
    });
  });
});

const event = fc.oneof(
  fc
    .constantFrom(choice, code, page)
    .chain((question) =>
      fc
        .option(fc.integer({ min: -10_000, max: 400_000 }))
        .map((ms) => asked(question, ms === null ? null : later(ms))),
    ),
  fc.constant(letIn),
  fc
    .constantFrom("wrongCode", "cancelled", "bankDown", "wrongPassword")
    .map((reason): AuthorisationEvent => ({ type: "failed", reason })),
);
const history = fc.array(fc.tuple(event, fc.nat({ max: 120_000 })), { maxLength: 20 });

describe("whatever happens, and whenever,", () => {
  test("it moves as its table says, ends once, and counts its steps up one by one", () => {
    fc.assert(
      fc.property(history, (events) => {
        let current: Authorisation = { status: "received" };
        let now = at;
        for (const [each, ms] of events) {
          now = new Date(now.getTime() + ms);
          const next = advance(current, each, now);
          const allowed = authorisationTransitions[current.status] as readonly string[];
          expect(next === null).toBe(allowed.length === 0);
          if (next === null) continue;
          expect(allowed).toContain(next.status);
          const step = pendingStep(next);
          if (step) expect(step.step).toBe((pendingStep(current)?.step ?? 0) + 1);
          current = next;
        }
      }),
    );
  });

  test("nobody is let in as confirmed who was asked nothing, and nobody after a deadline", () => {
    fc.assert(
      fc.property(history, (events) => {
        let current: Authorisation = { status: "received" };
        let now = at;
        for (const [each, ms] of events) {
          now = new Date(now.getTime() + ms);
          const before: Authorisation = current;
          current = advance(before, each, now) ?? before;
          if (current === before) continue;
          if (current.status === "finalised") {
            expect(pendingStep(before)).not.toBeNull();
            expect((pendingStep(before)?.expiresAt ?? at) > now).toBe(true);
          }
          if (current.status === "exempted") expect(before.status).toBe("received");
        }
      }),
    );
  });
});
