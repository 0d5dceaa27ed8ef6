import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw } from "node:zlib";
import {
  centralHeader,
  endOfArchive,
  localHeader,
  localHeaderAhead,
  sumsOf,
} from "../../lib/files/zip-headers.ts";
import { Finding, Unreadable } from "./finding.ts";

const endBytes = 22;
const centralBytes = 46;
const mostDirectoryBytes = 1 << 26;

export interface ArchivedFile {
  readonly name: string;
  readonly isStored: boolean;
  readonly crc: number;
  readonly size: number;
  readonly packed: number;
  /** Where its header begins, and where its content does. */
  readonly begin: number;
  readonly from: number;
}

export interface Archive {
  readonly path: string;
  readonly files: readonly ArchivedFile[];
}

/**
 * Reads an archive that is written as ours are, and no other: every header is made again from what it says and compared,
 * and nothing stands between, before or behind the files.
 */
export async function openArchive(path: string): Promise<Archive> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const end = await bytesOf(file, Math.max(0, size - endBytes), endBytes);
    if (end.length < endBytes || end.readUInt32LE(0) !== 0x0605_4b50) throw changed("the archive’s end");
    const [length, offset] = [end.readUInt32LE(12), end.readUInt32LE(16)];
    if (length > mostDirectoryBytes || offset + length + endBytes !== size)
      throw changed("the archive’s end");
    const directory = await bytesOf(file, offset, length);
    const entries = entriesIn(directory);
    if (!endOfArchive(entries.length, length, offset).equals(end)) throw changed("the archive’s end");
    const files: ArchivedFile[] = [];
    let at = 0;
    for (const entry of entries) {
      const found = await locate(file, entry, at);
      files.push(found.file);
      at = found.after;
    }
    if (at !== offset) throw changed("what stands between the files");
    return { path, files };
  } finally {
    await file.close();
  }
}

interface Entry extends Omit<ArchivedFile, "from" | "begin"> {
  readonly begin: number;
  readonly time: number;
}

function entriesIn(directory: Buffer): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < directory.length; ) {
    if (at + centralBytes > directory.length) throw changed("the archive’s directory");
    const nameBytes = directory.readUInt16LE(at + 28);
    const name = directory.subarray(at + centralBytes, at + centralBytes + nameBytes);
    const entry = {
      name: name.toString("utf8"),
      isStored: directory.readUInt16LE(at + 10) === 0,
      time: directory.readUInt32LE(at + 12),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      begin: directory.readUInt32LE(at + 42),
    };
    const again = centralHeader(described(entry), entry.time, entry.begin, !entry.isStored);
    if (
      !again.equals(directory.subarray(at, at + again.length)) ||
      entry.time !== (entries[0]?.time ?? entry.time)
    )
      throw changed("the archive’s directory");
    entries.push(entry);
    at += again.length;
  }
  return entries;
}

const described = ({ name, crc, size, packed, isStored }: Omit<Entry, "time" | "begin">) => ({
  ...{ name: Buffer.from(name), crc, size, packed, isStored },
});

async function locate(file: FileHandle, entry: Entry, at: number) {
  const about = described(entry);
  const header = entry.isStored ? localHeader(about, entry.time) : localHeaderAhead(about.name, entry.time);
  const behind = entry.isStored ? Buffer.alloc(0) : sumsOf(about);
  const from = at + header.length;
  const there = [
    await bytesOf(file, at, header.length),
    await bytesOf(file, from + entry.packed, behind.length),
  ];
  if (entry.begin !== at || !there[0]?.equals(header) || !there[1]?.equals(behind))
    throw changed(`the header of ${entry.name}`);
  if (entry.isStored && entry.size !== entry.packed) throw changed(`the header of ${entry.name}`);
  return { file: { ...entry, from }, after: from + entry.packed + behind.length };
}

async function bytesOf(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = length === 0 ? { bytesRead: 0 } : await file.read(bytes, 0, length, from);
  return bytes.subarray(0, bytesRead);
}

const changed = (what: string) => new Finding(`${what} is not as it was written`);

/** A file's content while it is unpacked, never more of it than its header says. It has to be read to its end. */
export async function* contentOf(
  { path }: Archive,
  { name, from, packed, size, crc, isStored }: ArchivedFile,
): AsyncGenerator<Buffer> {
  const sums = { size: 0, crc: 0 };
  for await (const piece of unpacked(path, { from, packed, isStored })) {
    sums.size += piece.length;
    sums.crc = crc32(piece, sums.crc);
    if (sums.size > size) break;
    yield piece;
  }
  if (sums.size !== size || sums.crc !== crc) throw changed(name);
}

async function* unpacked(
  path: string,
  { from, packed, isStored }: Pick<ArchivedFile, "from" | "packed" | "isStored">,
) {
  if (packed === 0) return;
  const raw = createReadStream(path, { start: from, end: from + packed - 1 });
  if (isStored) {
    yield* raw as AsyncIterable<Buffer>;
    return;
  }
  const inflate = createInflateRaw();
  const ended = pipeline(raw, inflate).catch(() => undefined);
  try {
    yield* inflate as AsyncIterable<Buffer>;
  } catch {
    throw new Finding("a file of the archive does not unpack");
  }
  await ended;
}

/** The whole of a small file; a larger one than expected is none of ours. */
export async function textOf(archive: Archive, file: ArchivedFile, mostBytes: number): Promise<Buffer> {
  if (file.size > mostBytes) throw new Unreadable(`${file.name} is too large`);
  const pieces: Buffer[] = [];
  for await (const piece of contentOf(archive, file)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The hash of the archive's first bytes. */
export async function hashOfFirst(path: string, bytes: number): Promise<string> {
  const sum = createHash("sha256");
  if (bytes > 0)
    for await (const piece of createReadStream(path, { end: bytes - 1 })) sum.update(piece as Buffer);
  return sum.digest("hex");
}
