/** What archives are made of beside their files, as PKWARE's APPNOTE 6.3.3 has it and without its 64-bit form. */

export const mostBytes = 0xffff_ffff;
export const mostEntries = 0xffff;

/** Letters in names are UTF-8 (bit 11). */
const utf8Names = 0x0800;
/** Sum and sizes stand behind the file, since they are not known before it (bit 3). */
const sumsBehind = 0x0008;
const stored = 0;
const deflated = 8;
const version = 20;

export interface Described {
  readonly name: Buffer;
  readonly crc: number;
  readonly size: number;
  /** Bytes in the archive. */
  readonly packed: number;
  /** It stands there as it is. */
  readonly isStored?: boolean;
}

export const localHeader = (entry: Described, time: number): Buffer =>
  Buffer.concat([numbers(0x0403_4b50, version), common(entry, time, utf8Names), entry.name]);

/** For a file that is written while it is made. */
export const localHeaderAhead = (name: Buffer, time: number): Buffer => {
  const nothingYet = { name, crc: 0, size: 0, packed: 0 };
  return Buffer.concat([
    numbers(0x0403_4b50, version),
    common(nothingYet, time, utf8Names | sumsBehind),
    name,
  ]);
};

/** What follows such a file. */
export function sumsOf({ crc, packed, size }: Described): Buffer {
  const bytes = Buffer.alloc(16);
  for (const [at, value] of [0x0807_4b50, crc, packed, size].entries()) bytes.writeUInt32LE(value, 4 * at);
  return bytes;
}

export const centralHeader = (entry: Described, time: number, offset: number, isBehind = false): Buffer =>
  Buffer.concat([
    numbers(0x0201_4b50, version, version),
    common(entry, time, isBehind ? utf8Names | sumsBehind : utf8Names),
    rest(offset),
    entry.name,
  ]);

function numbers(signature: number, ...shorts: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + 2 * shorts.length);
  bytes.writeUInt32LE(signature);
  for (const [at, short] of shorts.entries()) bytes.writeUInt16LE(short, 4 + 2 * at);
  return bytes;
}

/** What the header before the file and the one in the directory have in common. */
function common(entry: Described, time: number, flags: number): Buffer {
  const { crc, packed, size, name, isStored = false } = entry;
  const bytes = Buffer.alloc(24);
  bytes.writeUInt16LE(flags, 0);
  bytes.writeUInt16LE(isStored ? stored : deflated, 2);
  bytes.writeUInt32LE(time, 4);
  bytes.writeUInt32LE(crc, 8);
  bytes.writeUInt32LE(packed, 12);
  bytes.writeUInt32LE(size, 16);
  bytes.writeUInt16LE(name.length, 20);
  return bytes;
}

/** No comment, one disk, no attributes, and where the file begins. */
function rest(offset: number): Buffer {
  const bytes = Buffer.alloc(14);
  bytes.writeUInt32LE(offset, 10);
  return bytes;
}

export function endOfArchive(entries: number, size: number, offset: number): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(0x0605_4b50, 0);
  bytes.writeUInt16LE(entries, 8);
  bytes.writeUInt16LE(entries, 10);
  bytes.writeUInt32LE(size, 12);
  bytes.writeUInt32LE(offset, 16);
  return bytes;
}

/** MS-DOS date and time, in UTC: two seconds at a time, from 1980 on. */
export function dosTime(at: Date): number {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return ((date << 16) | time) >>> 0;
}
