import { crc32 } from "node:zlib";
import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { cleanPng } from "./png.ts";

const bounds = { smallest: 16, largest: 64, mostBytes: 20_000 };

function picture(width: number, height: number): Buffer {
  const png = new PNG({ width, height });
  png.data.fill(0x7f);
  return PNG.sync.write(png);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const whole = Buffer.alloc(8 + body.length);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), 4 + body.length);
  return whole;
}

/** Behind the header, where texts usually stand. */
const withChunk = (png: Buffer, more: Buffer) => Buffer.concat([png.subarray(0, 33), more, png.subarray(33)]);

describe("a PNG that somebody brings", () => {
  const png = picture(32, 20);

  test("stays the same picture", () => {
    const clean = cleanPng(png, bounds);
    expect(PNG.sync.read(clean as Buffer).data.equals(PNG.sync.read(png).data)).toBe(true);
  });

  test("loses what is not the picture", () => {
    const text = chunk("tEXt", Buffer.from("Comment\0taken at the office of a client"));
    const clean = cleanPng(withChunk(png, text), bounds) as Buffer;
    expect(clean.includes("office")).toBe(false);
    expect(clean.equals(cleanPng(png, bounds) as Buffer)).toBe(true);
  });

  test.each([
    ["that is none", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")],
    ["that is empty", Buffer.alloc(0)],
    ["that is cut off", png.subarray(0, -6)],
    ["with something behind it", Buffer.concat([png, Buffer.from("<script>")])],
    ["too small", picture(15, 20)],
    ["too large", picture(65, 20)],
    ["of too many bytes", withChunk(png, chunk("tEXt", Buffer.alloc(20_000)))],
    ["whose chunk says to be longer than the file", withChunk(png, Buffer.from("7fffffff74455874", "hex"))],
  ])("%s is refused", (_what, given) => {
    expect(cleanPng(given, bounds)).toBeNull();
  });

  test("is refused with any bit of it another", () => {
    for (let at = 8; at < png.length; at++) {
      const other = Buffer.from(png);
      other[at] = (other[at] ?? 0) ^ 0x10;
      expect(cleanPng(other, bounds), `byte ${at}`).toBeNull();
    }
  });

  test("is refused where it unpacks to more than its size says", () => {
    const larger = picture(32, 40);
    const header = Buffer.from(png.subarray(0, 33));
    expect(cleanPng(Buffer.concat([header, larger.subarray(33)]), bounds)).toBeNull();
  });
});
