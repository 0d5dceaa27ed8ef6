import { describe, expect, test } from "vitest";
import { type KeyName, keyNameSchema, keyOf, keyVersionNameSchema, versionOfKey } from "./key-name.ts";

const key = "projects/licet-a/locations/europe-west4/keyRings/lock-b/cryptoKeys/wrap" as KeyName;

describe("a KMS key's name", () => {
  test("is told from its version's and from anything else", () => {
    expect(keyNameSchema.safeParse(key).success).toBe(true);
    expect(keyNameSchema.safeParse(`${key}/cryptoKeyVersions/1`).success).toBe(false);
    expect(keyVersionNameSchema.safeParse(`${key}/cryptoKeyVersions/12`).success).toBe(true);
    expect(keyVersionNameSchema.safeParse(`${key}/cryptoKeyVersions/0`).success).toBe(false);
    expect(keyNameSchema.safeParse(`${key}/../wrap`).success).toBe(false);
  });

  test("owns its versions and no other key's", () => {
    const version = keyVersionNameSchema.parse(`${key}/cryptoKeyVersions/3`);
    expect(keyOf(version)).toBe(key);
    expect(versionOfKey(key, version)).toBe(version);
    expect(versionOfKey(`${key}2` as KeyName, version)).toBeNull();
    expect(versionOfKey(key, undefined)).toBeNull();
  });
});
