import { describe, expect, test } from "vitest";
import {
  type KeyName,
  keyNameSchema,
  keyOf,
  keyVersionNameSchema,
  versionOfKey,
  versionsUpTo,
} from "./key-name.ts";

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

  test("counts its versions from 1, and goes back a hundred at the most", () => {
    const upTo = (number: number) =>
      versionsUpTo(keyVersionNameSchema.parse(`${key}/cryptoKeyVersions/${number}`)).map((name) =>
        name.slice(key.length + "/cryptoKeyVersions/".length),
      );
    expect(upTo(3)).toEqual(["1", "2", "3"]);
    expect(upTo(9_999_999_999)).toHaveLength(100);
    expect(upTo(9_999_999_999).at(-1)).toBe("9999999999");
  });
});
