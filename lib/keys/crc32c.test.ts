import { describe, expect, test } from "vitest";
import { crc32c } from "./crc32c.ts";

/** RFC 3720, appendix B.4. */
describe("CRC-32C", () => {
  test.each<[string, Uint8Array, number]>([
    ["32 bytes of zeroes", new Uint8Array(32), 0x8a9136aa],
    ["32 bytes of ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ["32 bytes incrementing", Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ["32 bytes decrementing", Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
    ["nothing", new Uint8Array(0), 0],
  ])("of %s is as in the standard", (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });
});
