import { crc32, inflateSync } from "node:zlib";

/** PNG (Third Edition), 5.2. */
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** What makes the picture. Everything else (texts, times, colour profiles, where it was taken) is left out. */
const kept = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export interface PngBounds {
  readonly smallest: number;
  readonly largest: number;
  readonly mostBytes: number;
}

/**
 * The same picture without what is not the picture, or `null` where it is no whole PNG within the bounds: every length,
 * every checksum and the size of what is packed are looked at before anything believes them.
 */
export function cleanPng(given: Buffer, { smallest, largest, mostBytes }: PngBounds): Buffer | null {
  if (given.length > mostBytes || !given.subarray(0, 8).equals(signature)) return null;
  const chunks = chunksOf(given);
  const header = chunks?.[0];
  if (!chunks || header?.type !== "IHDR" || header.data.length !== 13 || chunks.at(-1)?.type !== "IEND")
    return null;
  const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)];
  if (Math.min(width, height) < smallest || Math.max(width, height) > largest) return null;
  const [depth = 0, colour = -1, , , interlace = 1] = header.data.subarray(8);
  const channels = channelsOf[colour];
  // Interlaced pictures are packed otherwise; no logo has to be one.
  if (channels === undefined || ![1, 2, 4, 8, 16].includes(depth) || interlace !== 0) return null;
  const packed = Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data));
  if (sizeOf(packed, (Math.ceil((width * channels * depth) / 8) + 1) * height) === null) return null;
  return Buffer.concat([signature, ...chunks.filter(({ type }) => kept.has(type)).map(({ whole }) => whole)]);
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
  readonly whole: Buffer;
}

/** `null` where one is cut off, its checksum is wrong, or something stands behind the last. */
function chunksOf(given: Buffer): readonly Chunk[] | null {
  const chunks: Chunk[] = [];
  let at = signature.length;
  while (at + 12 <= given.length) {
    const length = given.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > given.length) return null;
    const whole = given.subarray(at, end);
    const type = whole.toString("latin1", 4, 8);
    if (crc32(whole.subarray(4, 8 + length)) !== whole.readUInt32BE(8 + length)) return null;
    chunks.push({ type, data: whole.subarray(8, 8 + length), whole });
    at = end;
    if (type === "IEND") break;
  }
  return at === given.length ? chunks : null;
}

/** `expected` if that is exactly what the stream holds; it is never unpacked any further. */
function sizeOf(packed: Buffer, expected: number): number | null {
  try {
    return inflateSync(packed, { maxOutputLength: expected }).length === expected ? expected : null;
  } catch {
    return null;
  }
}
