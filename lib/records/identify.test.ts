import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { derivedBytes } from "#lib/keys/aead.ts";
import { ChunkKey } from "./chunk-key.ts";

const tenantId = newId("ten");
const keyName = "projects/licet/locations/eu/keyRings/b/cryptoKeys/records" as KeyName;
const keyOf = (material: Buffer, investorId = newId("per")) =>
  new ChunkKey({ tenantId, investorId, region: "eu-nl", keyName }, Buffer.from(material));
const parts = fc.array(fc.string({ maxLength: 40 }), { minLength: 1, maxLength: 5 });

describe("what tells an account again", () => {
  test("is the same for the same account of one investor, and another for every other", () => {
    using key = keyOf(randomBytes(derivedBytes));
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(key.identify(one).equals(key.identify([...one]))).toBe(true);
        expect(key.identify(one).equals(key.identify(other))).toBe(isSame);
      }),
    );
  });

  test("differs between investors, with another key and even with the same", () => {
    const material = randomBytes(derivedBytes);
    using key = keyOf(material);
    using others = keyOf(randomBytes(derivedBytes));
    using samely = keyOf(material);
    fc.assert(
      fc.property(parts, (account) => {
        expect(key.identify(account).equals(others.identify(account))).toBe(false);
        expect(key.identify(account).equals(samely.identify(account))).toBe(false);
      }),
    );
  });

  test("is not made once the key is put away", () => {
    const key = keyOf(randomBytes(derivedBytes));
    key[Symbol.dispose]();
    expect(() => key.identify(["iban"])).toThrow("keyRefused");
  });
});
