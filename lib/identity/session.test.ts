import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { personRoles } from "#lib/access/roles.ts";
import { levelAfter, safeNextPath } from "./session.ts";
import { signInMethods } from "./view.ts";

const origin = "https://consent.example";

describe("the way on after a sign-in", () => {
  test.each(["/home", "/console/people?page=2&sort=name", "/advisor#top", "/a/b%20c"])("keeps %s", (path) => {
    expect(safeNextPath(path)).toBe(path);
  });

  test.each([
    "",
    "home",
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/./\\evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "/%2e//evil.example",
    "javascript:alert(1)",
    " /home",
    "/home\u0000",
    "/\u2025/evil.example",
    "/caf\u00e9",
    `/${"a".repeat(512)}`,
  ])("is not taken from %j", (path) => {
    expect(safeNextPath(path)).toBeNull();
  });

  test("is nowhere for nothing", () => {
    expect(safeNextPath(null)).toBeNull();
    expect(safeNextPath(undefined)).toBeNull();
  });

  test("never leaves the origin, also when it is resolved a second time", () => {
    const unit = fc.constantFrom(
      "/",
      "\\",
      ".",
      ":",
      "@",
      "%2f",
      "%5c",
      "%2e",
      "\t",
      "\n",
      "?",
      "#",
      "evil.example",
      "a",
      " ",
    );
    const texts = fc.oneof(
      fc.string({ unit }),
      fc.string({ unit }).map((text) => `/${text}`),
      fc.webUrl(),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const path = safeNextPath(text);
        if (path === null) return;
        const once = new URL(path, origin);
        expect(once.origin).toBe(origin);
        expect(path.startsWith("//")).toBe(false);
        const twice = new URL(once.pathname + once.search + once.hash, origin);
        expect(twice.href).toBe(once.href);
        expect(safeNextPath(path)).toBe(path);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe("a sign-in is worth", () => {
  test("everything with a passkey, and by anything else for those who need no second factor", () => {
    for (const role of personRoles) {
      for (const method of signInMethods) {
        const waits =
          ["compliance", "admin"].includes(role) && ["mailLink", "oidc", "invitation"].includes(method);
        expect(levelAfter(role, method), `${role} ${method}`).toBe(waits ? "awaitingPasskey" : "full");
      }
    }
  });
});
