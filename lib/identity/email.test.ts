import { domainToASCII, domainToUnicode } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emailKey } from "./email.ts";

const local = fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,20}(\.[a-z0-9]{1,10}){0,3}$/);
const label = fc.stringMatching(/^[a-z]([a-z0-9]{0,10}[a-z0-9])?$/);
const domain = fc.tuple(label, label).map(([host, top]) => `${host}.${top}x`);
const address = fc.tuple(local, domain).map(([name, host]) => `${name}@${host}`);

describe("the key of an address", () => {
  test("is the address itself where there is nothing to settle", () => {
    fc.assert(
      fc.property(address, (text) => {
        expect(emailKey(text)).toBe(text);
      }),
    );
  });

  test("is its own key", () => {
    fc.assert(
      fc.property(fc.oneof(address, fc.string({ unit: "binary" }), fc.emailAddress()), (text) => {
        const key = emailKey(text);
        expect(key === null ? null : emailKey(key)).toBe(key);
      }),
    );
  });

  test("is the same in upper and lower case, and with space around", () => {
    fc.assert(
      fc.property(address, (text) => {
        expect(emailKey(text.toUpperCase())).toBe(emailKey(text));
        expect(emailKey(` \t${text}\n`)).toBe(emailKey(text));
      }),
    );
  });

  test("is the same for a domain in Unicode and in Punycode, composed or not", () => {
    for (const [text, key] of [
      ["a@bücher.example", "a@xn--bcher-kva.example"],
      ["a@bu\u0308cher.example", "a@xn--bcher-kva.example"],
      ["a@BÜCHER.example", "a@xn--bcher-kva.example"],
      ["a@日本語.example", "a@xn--wgv71a119e.example"],
    ] as const) {
      expect(emailKey(text)).toBe(key);
      expect(emailKey(`a@${domainToUnicode(domainToASCII(text.slice(2)))}`)).toBe(key);
    }
  });

  test.each([
    ["a fullwidth at sign", "a\uff20example.org"],
    ["a small at sign", "a\ufe6bexample.org"],
    ["a second address behind such a sign", "victim@bank.example\ufe6bevil.example"],
    ["fullwidth letters", "\uff41dmin@example.org"],
    ["a ligature", "o\ufb03ce@example.org"],
    ["a quoted local part", '"a b"@example.org'],
    ["a quoted at sign", '"a@evil.example"@example.org'],
    ["two at signs", "a@b@example.org"],
    ["a space within", "a b@example.org"],
    ["a no-break space", "a\u00a0b@example.org"],
    ["a line break and a header", "a@example.org\r\nBcc: b@example.org"],
    ["a null", "a\u0000@example.org"],
    ["a character without width", "a\u200bb@example.org"],
    ["a turn of direction", "a\u202eb@example.org"],
    ["an address literal", "a@[127.0.0.1]"],
    ["an address for a domain", "a@127.0.0.1"],
    ["a domain without a dot", "a@localhost"],
    ["a display name", "Nøra <a@example.org>"],
    ["a list", "a@example.org,b@example.org"],
    ["a comment", "a(comment)@example.org"],
    ["a dot in front", ".a@example.org"],
    ["a dot behind", "a.@example.org"],
    ["two dots", "a..b@example.org"],
    ["no local part", "@example.org"],
    ["no domain", "a@"],
    ["nothing", ""],
    ["a local part of 65", `${"a".repeat(65)}@example.org`],
    [
      "254 and more",
      `a@${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.${"e".repeat(60)}.${"f".repeat(20)}.org`,
    ],
  ])("does not exist for %s", (_what, text) => {
    expect(emailKey(text)).toBeNull();
  });

  test("has exactly one at sign, no space and no control character, whatever it is made of", () => {
    const nasty = fc.string({
      unit: fc.constantFrom("a", "@", "\uff20", "\ufe6b", ".", " ", "\n", '"', "<", "ü", "\u0301"),
    });
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: "binary" })), (text) => {
        const key = emailKey(text);
        if (key !== null) expect(key).toMatch(/^[^\s\p{C}@"<>(),;:]{1,64}@[a-z0-9.-]+$/u);
      }),
      { numRuns: 2_000 },
    );
  });

  test("is found in no time for the worst text", () => {
    const started = performance.now();
    emailKey(`${"a.".repeat(25_000)}@${"b-".repeat(25_000)}`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
