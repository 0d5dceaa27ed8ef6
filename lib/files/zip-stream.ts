import { pipeline, Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";
import {
  centralHeader,
  type Described,
  dosTime,
  endOfArchive,
  localHeaderAhead,
  mostBytes,
  sumsOf,
} from "./zip-headers.ts";

export interface StreamedFile {
  readonly name: string;
  readonly content: AsyncIterable<string> | Iterable<string>;
}

/**
 * An archive that is handed on while its files are made: nothing of a file is kept once it is written, and nothing is
 * made that nobody has asked for. Whoever stops reading stops what makes the files.
 */
export async function* streamZip(at: Date, files: Iterable<StreamedFile>): AsyncGenerator<Buffer> {
  const time = dosTime(at);
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const named = Buffer.from(name);
    const begin = offset;
    const sums = { crc: 0, size: 0, packed: 0 };
    const header = localHeaderAhead(named, time);
    yield header;
    for await (const piece of deflated(content, sums)) {
      sums.packed += piece.length;
      yield piece;
    }
    const described: Described = { name: named, ...sums };
    yield sumsOf(described);
    offset += header.length + sums.packed + 16;
    if (offset > mostBytes || sums.size > mostBytes) throw new RangeError("too large for a ZIP");
    directory.push(centralHeader(described, time, begin, true));
  }
  const index = Buffer.concat(directory);
  yield Buffer.concat([index, endOfArchive(directory.length, index.length, offset)]);
}

async function* deflated(
  content: StreamedFile["content"],
  sums: { crc: number; size: number },
): AsyncGenerator<Buffer> {
  async function* counted() {
    for await (const text of content) {
      const bytes = Buffer.from(text);
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
