import { describe, expect, test } from "vitest";

import { stepAt, tokenCode, totpCode } from "./totp.ts";

describe("an authenticator code", () => {
  // RFC 6238, appendix B, of whose eight figures six are shown.
  test.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_234_567_890, "005924"],
    [20_000_000_000, "353130"],
  ])("at second %d is what the standard says", (seconds, code) => {
    expect(totpCode(Buffer.from("12345678901234567890"), stepAt(seconds * 1000))).toBe(code);
  });
});

test("a token's code depends on its key and on the start number", () => {
  const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const code = tokenCode(one, "12345678");
  expect(code).toMatch(/^\d{8}$/);
  expect(tokenCode(one, " 12345678 ")).toBe(code);
  expect(tokenCode(two, "12345678")).not.toBe(code);
  expect(tokenCode(one, "12345679")).not.toBe(code);
});
