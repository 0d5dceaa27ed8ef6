import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";

import { drawMosaicNote, drawQrNote, scanPicture } from "./picture.ts";
import { openNote, sealNote } from "./sealed-note.ts";

const key = randomBytes(32);
const note = { code: "0123456", text: "Read access for accounts until 2099-12-31: «Ñandú & Cie»" };
const drawings = [
  ["QR code", drawQrNote],
  ["mosaic", drawMosaicNote],
] as const;

/** As a screenshot has it: larger, and with other things around. */
function onScreen(picture: Buffer, scale: number): Buffer {
  const small = PNG.sync.read(picture);
  const [width, height] = [Math.round(small.width * scale) + 300, Math.round(small.height * scale) + 200];
  const png = new PNG({ width, height });
  for (let at = 0; at < width * height; at++) {
    const x = Math.floor(((at % width) - 120) / scale);
    const y = Math.floor((Math.floor(at / width) - 80) / scale);
    const inside = x >= 0 && y >= 0 && x < small.width && y < small.height;
    const from = (y * small.width + x) * 4;
    png.data.set(inside ? small.data.subarray(from, from + 4) : [240, 238, 230, 255], at * 4);
  }
  return PNG.sync.write(png);
}

describe.each(drawings)("a %s", (_, draw) => {
  test("tells its note to the phone it was made for", () => {
    expect(scanPicture(draw(key, note), [randomBytes(32), key])).toEqual({ kind: "note", note });
  });

  test("tells another phone that it is not for it", () => {
    expect(scanPicture(draw(key, note), [randomBytes(32)])).toEqual({ kind: "notForThisPhone" });
  });

  test.each([1.5, 2])("is read from a screenshot %d times as large", (scale) => {
    expect(scanPicture(onScreen(draw(key, note), scale), [key])).toEqual({ kind: "note", note });
  });

  test("is a PNG of far less than half a megabyte that does not repeat itself", () => {
    const [one, two] = [draw(key, note), draw(key, note)];
    expect(one.length).toBeLessThan(20_000);
    expect(one.equals(two)).toBe(false);
  });
});

describe("a camera", () => {
  test("sees nothing in a picture without a code", () => {
    const empty = PNG.sync.write(new PNG({ width: 40, height: 40 }));
    expect(scanPicture(empty, [key])).toEqual({ kind: "nothing" });
  });

  test("refuses what is no picture, and what unpacks too large", () => {
    const huge = PNG.sync.write(new PNG({ width: 8, height: 8 }));
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from("hello"),
      huge,
      drawQrNote(key, note).subarray(0, 200),
    ]) {
      expect(scanPicture(bytes, [key])).toEqual({ kind: "notAPicture" });
    }
  });
});

describe("a sealed note", () => {
  test("opens to what was sealed, and not at all once a bit is flipped", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, place) => {
        const sealed = sealNote(key, { code: "1", text });
        expect(openNote(key, sealed)).toEqual({ code: "1", text });
        const at = place % sealed.length;
        sealed[at] = (sealed[at] ?? 0) ^ 1;
        expect(openNote(key, sealed)).toBeNull();
      }),
    );
  });
});
