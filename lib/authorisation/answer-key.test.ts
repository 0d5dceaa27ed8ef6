import fc from "fast-check";
import { CompactEncrypt, importJWK } from "jose";
import { describe, expect, test } from "vitest";
import { sealAnswer } from "#components/authorisation/seal-answer.ts";
import { newId } from "#lib/kernel/id.ts";
import { type AnswerKey, longestSealedAnswer, newAnswerKey } from "./answer-key.ts";

const authorisationId = newId("aut");
const key = newAnswerKey(authorisationId, 2);
const opened = async (sealed: string, by: AnswerKey = key) => (await by.open(sealed))?.reveal() ?? null;

/** Sealed by whoever writes the header as they like. */
async function sealedWith(header: object, plaintext = new Uint8Array([0x31, 0x80, ...Array(62).fill(0)])) {
  const usual = {
    alg: "ECDH-ES",
    enc: "A256GCM",
    typ: "licet-answer+jwe",
    authorisation: authorisationId,
    step: 2,
  };
  return new CompactEncrypt(plaintext)
    .setProtectedHeader({ ...usual, ...header } as never)
    .encrypt(await importJWK(key.view.publicKey, "ECDH-ES"));
}

describe("a sealed answer", () => {
  test("opens to what was typed, whatever that is, and tells its length to nobody", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 200 }), async (answer) => {
        expect(await opened(await sealAnswer(key.view, answer))).toBe(answer);
      }),
      { numRuns: 50 },
    );
    const lengths = await Promise.all(
      ["1", "123456", "x".repeat(63)].map((text) => sealAnswer(key.view, text)),
    );
    expect(new Set(lengths.map(({ length }) => length)).size).toBe(1);
  });

  test("opens by no other step’s key and for no other authorisation", async () => {
    const sealed = await sealAnswer(key.view, "123456");
    expect(await opened(sealed, newAnswerKey(authorisationId, 2))).toBeNull();
    expect(await opened(await sealAnswer({ ...key.view, step: 3 }, "123456"))).toBeNull();
    expect(await opened(await sealAnswer({ ...key.view, authorisationId: newId("aut") }, "1"))).toBeNull();
  });

  test.each<[string, object]>([
    ["another algorithm", { alg: "ECDH-ES+A256KW" }],
    ["a weaker cipher", { enc: "A128GCM" }],
    ["another type", { typ: "licet-credential+jwe" }],
    ["a field more", { kid: "1" }],
    ["its step as a text", { step: "2" }],
  ])("with %s in its header is refused", async (_what, header) => {
    expect(await opened(await sealedWith({}))).toBe("1");
    expect(await opened(await sealedWith(header))).toBeNull();
  });

  test("that is padded wrongly, cut, changed or far too long is refused", async () => {
    expect(await opened(await sealedWith({}, new Uint8Array(64)))).toBeNull();
    expect(await opened(await sealedWith({}, new Uint8Array([0x31, 0x80])))).toBeNull();
    const sealed = await sealAnswer(key.view, "123456");
    const parts = sealed.split(".");
    for (const at of [0, 2, 3, 4]) {
      const part = parts[at] ?? "";
      const flipped = part.replace(/^./, (first) => (first === "A" ? "B" : "A"));
      expect(await opened(parts.with(at, flipped).join("."))).toBeNull();
    }
    for (const text of [
      "",
      "a.b.c.d.e",
      sealed.slice(1),
      `${sealed}.x`,
      "x".repeat(longestSealedAnswer + 1),
    ]) {
      expect(await opened(text)).toBeNull();
    }
  });
});
