import { randomBytes } from "node:crypto";
import { PNG } from "pngjs";

/*
 * A photo code as some banks show it: a square of coloured cells in a frame. Two bits a cell, row by row; the
 * first byte says how many follow, the rest is filled by chance so that every picture looks alike.
 */

const cells = 28;
const cellPixels = 8;
const marginCells = 2;
const side = (cells + 2 * marginCells) * cellPixels;
const capacityBytes = (cells * cells) / 4 - 1;

type Colour = readonly [red: number, green: number, blue: number];

const frame: Colour = [168, 0, 128];
const paper: Colour = [255, 255, 255];
const palette: readonly [Colour, Colour, Colour, Colour] = [
  [250, 250, 246],
  [206, 44, 32],
  [28, 128, 58],
  [24, 62, 190],
];

export function drawMosaic(payload: Buffer): Buffer {
  if (payload.length > capacityBytes) throw new Error(`A photo code holds ${capacityBytes} bytes`);
  const filling = randomBytes(capacityBytes - payload.length);
  const bytes = Buffer.concat([Buffer.from([payload.length]), payload, filling]);
  const png = new PNG({ width: side, height: side });
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) paint(png, x, y, colourAt(bytes, cellOf(x), cellOf(y)));
  }
  return PNG.sync.write(png);
}

const cellOf = (pixel: number): number => Math.floor(pixel / cellPixels) - marginCells;

function colourAt(bytes: Buffer, column: number, row: number): Colour {
  const least = Math.min(column, row);
  const most = Math.max(column, row);
  if (least < -1 || most > cells) return paper;
  if (least === -1 || most === cells) return frame;
  const at = row * cells + column;
  return palette[((bytes[at >> 2] ?? 0) >> ((at & 3) * 2)) & 3] ?? paper;
}

function paint(png: PNG, x: number, y: number, [red, green, blue]: Colour): void {
  png.data.set([red, green, blue, 255], (y * png.width + x) * 4);
}

/** Finds the frame anywhere in a picture, at any scale, and reads the cells by their middles. */
export function readMosaic(png: PNG): Buffer | null {
  const box = boxOfFrame(png);
  if (!box) return null;
  const stepX = (box.right - box.left + 1) / (cells + 2);
  const stepY = (box.bottom - box.top + 1) / (cells + 2);
  if (stepX < 2 || stepY < 2) return null;
  const bytes = Buffer.alloc(capacityBytes + 1);
  for (let at = 0; at < cells * cells; at++) {
    const x = Math.floor(box.left + ((at % cells) + 1.5) * stepX);
    const y = Math.floor(box.top + (Math.floor(at / cells) + 1.5) * stepY);
    bytes[at >> 2] = (bytes[at >> 2] ?? 0) | (nearest(png, x, y) << ((at & 3) * 2));
  }
  return bytes.subarray(1, 1 + (bytes[0] ?? 0));
}

function boxOfFrame(png: PNG) {
  const box = { left: Number.POSITIVE_INFINITY, top: Number.POSITIVE_INFINITY, right: -1, bottom: -1 };
  for (let y = 0; y < png.height; y++) {
    for (let x = 0; x < png.width; x++) {
      if (distance(png, x, y, frame) > 3_000) continue;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
  }
  return box.right < 0 ? null : box;
}

function nearest(png: PNG, x: number, y: number): number {
  const distances = palette.map((colour) => distance(png, x, y, colour));
  return distances.indexOf(Math.min(...distances));
}

function distance(png: PNG, x: number, y: number, colour: Colour): number {
  const at = (y * png.width + x) * 4;
  return colour.reduce((sum, part, channel) => sum + (part - (png.data[at + channel] ?? 0)) ** 2, 0);
}
