import { PNG } from "pngjs";
import encodeQR from "qr";
import decodeQR from "qr/decode.js";

import { drawMosaic, readMosaic } from "./mosaic.ts";
import { type Note, openNote, sealNote } from "./sealed-note.ts";

const modulePixels = 6;
const quietModules = 4;
const mark = "PHONE1:";
const mostPixels = 25_000_000;

/** A QR code as PNG that tells one phone a note. */
export function drawQrNote(key: Buffer, note: Note): Buffer {
  const rows = encodeQR(mark + sealNote(key, note).toString("base64url"), "raw", { border: quietModules });
  const side = rows.length * modulePixels;
  const png = new PNG({ width: side, height: side });
  for (let at = 0; at < side * side; at++) {
    const row = rows[Math.floor(at / side / modulePixels)];
    const shade = row?.[Math.floor((at % side) / modulePixels)] ? 0 : 255;
    png.data.set([shade, shade, shade, 255], at * 4);
  }
  return PNG.sync.write(png);
}

export const drawMosaicNote = (key: Buffer, note: Note): Buffer => drawMosaic(sealNote(key, note));

export type Scan =
  | { readonly kind: "note"; readonly note: Note }
  /** A code was seen, but it is sealed to another phone. */
  | { readonly kind: "notForThisPhone" }
  | { readonly kind: "nothing" }
  | { readonly kind: "notAPicture" };

/** What a camera sees in a PNG, whole or a screenshot around it. */
export function scanPicture(bytes: Buffer, keys: readonly Buffer[]): Scan {
  const png = readPng(bytes);
  if (!png) return { kind: "notAPicture" };
  const payloads = [qrPayload(png), readMosaic(png)].filter((payload) => payload !== null);
  for (const payload of payloads) {
    for (const key of keys) {
      const note = openNote(key, payload);
      if (note) return { kind: "note", note };
    }
  }
  return { kind: payloads.length > 0 ? "notForThisPhone" : "nothing" };
}

function readPng(bytes: Buffer): PNG | null {
  // The header names the size at fixed places, so an oversized picture is refused before it is unpacked.
  const isPng = bytes.length > 24 && bytes.subarray(1, 4).toString("latin1") === "PNG";
  if (!isPng || bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > mostPixels) return null;
  try {
    return PNG.sync.read(bytes);
  } catch {
    return null;
  }
}

function qrPayload(png: PNG): Buffer | null {
  try {
    const text = decodeQR(
      { width: png.width, height: png.height, data: png.data },
      { effort: 3, timeLimit: 1_500 },
    );
    return text.startsWith(mark) ? Buffer.from(text.slice(mark.length), "base64url") : null;
  } catch {
    return null;
  }
}
