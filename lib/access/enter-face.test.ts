import { describe, expect, test } from "vitest";
import type { Context } from "./context.ts";
import { enterFace, homeOf, landingPath } from "./enter-face.ts";
import { faceOf, personRoles } from "./roles.ts";

const as = (type: string) => ({ actor: { type, personId: "per_x" } }) as unknown as Context;

describe("a face of the product", () => {
  test.each(personRoles)("is entered by %s if it is theirs", (role) => {
    for (const face of ["portal", "advisor", "console"] as const) {
      const enter = () => enterFace(as(role), face);
      if (faceOf[role] === face) expect(enter).not.toThrow();
      else expect(enter).toThrow("auth.forbidden");
    }
  });

  test("is entered by nobody without a full sign-in", () => {
    expect(() => enterFace(as("visitor"), "portal")).toThrow("auth.unauthenticated");
    expect(() => enterFace(as("pending"), "console")).toThrow("auth.second_factor_required");
    expect(() => enterFace(as("client"), "portal")).toThrow("auth.forbidden");
  });
});

describe("a sign-in leads", () => {
  test.each([
    ["investor", "/security", "/security"],
    ["investor", "/home?x=1", "/home?x=1"],
    ["investor", "/console/people", "/home"],
    ["investor", "/advisor", "/home"],
    ["advisor", "/advisor/security", "/advisor/security"],
    ["advisor", "/home", "/advisor"],
    ["admin", "/console/people?page=2", "/console/people?page=2"],
    ["admin", "/console#top", "/console#top"],
    ["compliance", "/consoles", "/console"],
    ["admin", "/", "/console"],
    ["investor", "/sign-in", "/home"],
    ["investor", "/api/health", "/home"],
    ["admin", null, "/console"],
  ] as const)("%s who asked for %s to %s", (role, next, path) => {
    expect(landingPath(role, next)).toBe(path);
  });

  test.each(personRoles)("%s home when nothing was asked for", (role) => {
    expect(landingPath(role, null)).toBe(homeOf(role));
  });
});
