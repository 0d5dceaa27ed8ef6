import { pipeline, Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";
import {
  centralHeader,
  type Described,
  dosTime,
  endOfArchive,
  localHeader,
  localHeaderAhead,
  mostBytes,
  mostEntries,
  sumsOf,
} from "./zip-headers.ts";

type Content = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

export interface StreamedFile {
  readonly name: string;
  readonly content: Content;
  /** Put in as it is, so that there is one way to write it and no second one: for what is small and checked to the byte. */
  readonly isStored?: boolean;
}

/**
 * An archive that is handed on while its files are made: nothing of a file is kept once it is written, and nothing is
 * made that nobody has asked for. Whoever stops reading stops what makes the files.
 */
export async function* streamZip(
  at: Date,
  files: AsyncIterable<StreamedFile> | Iterable<StreamedFile>,
): AsyncGenerator<Buffer> {
  const time = dosTime(at);
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const file of files) {
    const begin = offset;
    const pieces = (file.isStored ? storedFile : deflatedFile)(file, time);
    let next = await pieces.next();
    try {
      for (; !next.done; next = await pieces.next()) {
        offset += next.value.length;
        yield next.value;
      }
    } finally {
      await pieces.return(undefined as never);
    }
    const described = next.value;
    if (offset > mostBytes || described.size > mostBytes || directory.length === mostEntries)
      throw new RangeError("too large for a ZIP");
    directory.push(centralHeader(described, time, begin, !file.isStored));
  }
  const index = Buffer.concat(directory);
  yield Buffer.concat([index, endOfArchive(directory.length, index.length, offset)]);
}

async function* storedFile({ name, content }: StreamedFile, time: number): AsyncGenerator<Buffer, Described> {
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(Buffer.from(piece));
  const bytes = Buffer.concat(pieces);
  const { length } = bytes;
  const named = { name: Buffer.from(name), crc: crc32(bytes), size: length, packed: length, isStored: true };
  yield Buffer.concat([localHeader(named, time), bytes]);
  return named;
}

async function* deflatedFile(
  { name, content }: StreamedFile,
  time: number,
): AsyncGenerator<Buffer, Described> {
  const named = Buffer.from(name);
  const sums = { crc: 0, size: 0, packed: 0 };
  yield localHeaderAhead(named, time);
  for await (const piece of deflated(content, sums)) {
    sums.packed += piece.length;
    yield piece;
  }
  const described = { name: named, ...sums };
  yield sumsOf(described);
  return described;
}

async function* deflated(content: Content, sums: { crc: number; size: number }): AsyncGenerator<Buffer> {
  async function* counted() {
    for await (const piece of content) {
      const bytes = Buffer.from(piece);
      sums.crc = crc32(bytes, sums.crc);
      sums.size += bytes.length;
      yield bytes;
    }
  }
  const packed = pipeline(Readable.from(counted()), createDeflateRaw(), () => {
    // A failure is thrown by the loop that reads; here there is nobody to tell.
  });
  for await (const piece of packed) yield piece as Buffer;
}
