import { describe, expect, test } from "vitest";
import { z } from "zod";
import { newId } from "#lib/kernel/id.ts";
import { auditEvent } from "./event.ts";

const looked = auditEvent("test.looked", { thing: z.string().max(60), times: z.int() }, "thing");

describe("an audit event", () => {
  test("holds its facts and names its subject", () => {
    const thing = newId("pky");
    expect(looked({ thing, times: 2 })).toEqual({
      type: "test.looked",
      facts: { thing, times: 2 },
      subjectId: thing,
    });
  });

  test("throws on a fact that it does not declare, so nothing rides along in a spread object", () => {
    const person = { thing: "x", times: 1, name: "Nøra", password: "canary" };
    expect(() => looked({ ...person })).toThrow(/unrecognized_keys/);
  });

  test("throws on a missing or a wrong fact", () => {
    expect(() => looked({ thing: "x" } as never)).toThrow();
    expect(() => looked({ thing: "x", times: 1.5 })).toThrow();
    expect(() => looked({ thing: "x".repeat(61), times: 1 })).toThrow();
  });

  test("has no subject where none is named", () => {
    expect(auditEvent("test.done", { count: z.int() })({ count: 1 }).subjectId).toBeNull();
  });
});
