import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { idSchema, newId } from "./id.ts";

const kinds = ["ten", "per", "ses", "pky", "chl", "sir", "evt", "crd", "cnx", "slg", "cli"] as const;

describe("an identifier", () => {
  test("is read as its own kind and as no other", () => {
    for (const made of kinds) {
      const id = newId(made);
      for (const read of kinds)
        expect(idSchema(read).safeParse(id).success, `${id} as ${read}`).toBe(made === read);
    }
  });

  test("is new each time", () => {
    expect(new Set(Array.from({ length: 1_000 }, () => newId("per"))).size).toBe(1_000);
  });

  test("is nothing but its kind and a UUID", () => {
    const [id, uuid] = [newId("per"), newId("per").slice(4)];
    for (const text of [
      `${id} `,
      ` ${id}`,
      `${id}\n`,
      id.slice(0, -1),
      uuid,
      `per-${uuid}`,
      `PER_${uuid}`,
      `per_${id}`,
    ]) {
      expect(idSchema("per").safeParse(text).success, JSON.stringify(text)).toBe(false);
    }
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(idSchema("per").safeParse(`per_${text}`).success).toBe(false);
      }),
    );
  });
});
