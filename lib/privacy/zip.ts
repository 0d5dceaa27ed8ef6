import { promisify } from "node:util";
import { crc32, createDeflateRaw, type DeflateRaw, deflateRaw } from "node:zlib";

/** One file of an archive, while it is being written. Only what is compressed of it is kept in memory. */
export interface ZipEntry {
  write(text: string): Promise<void>;
}

/** An archive as PKWARE's APPNOTE 6.3.3 has it, without its 64-bit form: it refuses what would need that. */
export interface Zip {
  entry(name: string): ZipEntry;
  /** A file that is there already. */
  file(name: string, content: string): Promise<void>;
  /** Ends every entry. Nothing is written afterwards. */
  finish(): Promise<Buffer>;
}

const mostBytes = 0xffff_ffff;
const mostEntries = 0xffff;
/** Letters in names are UTF-8 (bit 11). */
const flags = 0x0800;
const deflated = 8;
const version = 20;
const pieceBytes = 64 * 1024;

const deflate = promisify<Buffer, Buffer>(deflateRaw);

interface Written {
  readonly name: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly packed: Buffer;
}

export function createZip(at: Date): Zip {
  const entries: { finish(): Promise<Written> }[] = [];
  return {
    entry(name) {
      const entry = new Entry(name);
      entries.push(entry);
      return entry;
    },
    async file(name, content) {
      const bytes = Buffer.from(content);
      const packed = await deflate(bytes);
      const written = { name: Buffer.from(name), crc: crc32(bytes), size: bytes.length, packed };
      entries.push({ finish: async () => written });
    },
    async finish() {
      const written = await Promise.all(entries.map((entry) => entry.finish()));
      return assemble(written, dosTime(at));
    },
  };
}

class Entry implements ZipEntry {
  readonly #name: string;
  readonly #stream: DeflateRaw = createDeflateRaw();
  readonly #packed: Buffer[] = [];
  readonly #ended: Promise<void>;
  #pending = "";
  #crc = 0;
  #size = 0;

  constructor(name: string) {
    this.#name = name;
    this.#stream.on("data", (piece: Buffer) => this.#packed.push(piece));
    this.#ended = new Promise((resolve, reject) => this.#stream.on("end", resolve).on("error", reject));
  }

  async write(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length >= pieceBytes) await this.#flush();
  }

  async finish(): Promise<Written> {
    await this.#flush();
    this.#stream.end();
    await this.#ended;
    const packed = Buffer.concat(this.#packed);
    if (this.#size > mostBytes || packed.length > mostBytes)
      throw new RangeError("a file is too large for a ZIP");
    return { name: Buffer.from(this.#name), crc: this.#crc, size: this.#size, packed };
  }

  #flush(): Promise<void> {
    const bytes = Buffer.from(this.#pending);
    this.#pending = "";
    this.#crc = crc32(bytes, this.#crc);
    this.#size += bytes.length;
    return new Promise((resolve, reject) =>
      this.#stream.write(bytes, (failure) => (failure ? reject(failure) : resolve())),
    );
  }
}

function assemble(written: readonly Written[], time: number): Buffer {
  if (written.length > mostEntries) throw new RangeError("too many files for a ZIP");
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of written) {
    const local = Buffer.concat([numbers(0x0403_4b50, version), common(entry, time), entry.name]);
    const central = numbers(0x0201_4b50, version, version);
    directory.push(central, common(entry, time), Buffer.concat([rest(offset), entry.name]));
    parts.push(local, entry.packed);
    offset += local.length + entry.packed.length;
  }
  const index = Buffer.concat(directory);
  if (offset + index.length > mostBytes) throw new RangeError("too large for a ZIP");
  return Buffer.concat([...parts, index, end(written.length, index.length, offset)]);
}

function numbers(signature: number, ...shorts: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + 2 * shorts.length);
  bytes.writeUInt32LE(signature);
  for (const [at, short] of shorts.entries()) bytes.writeUInt16LE(short, 4 + 2 * at);
  return bytes;
}

/** What the header before the file and the one in the directory have in common. */
function common({ crc, packed, size, name }: Written, time: number): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt16LE(flags, 0);
  bytes.writeUInt16LE(deflated, 2);
  bytes.writeUInt32LE(time, 4);
  bytes.writeUInt32LE(crc, 8);
  bytes.writeUInt32LE(packed.length, 12);
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

function end(entries: number, size: number, offset: number): Buffer {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(0x0605_4b50, 0);
  bytes.writeUInt16LE(entries, 8);
  bytes.writeUInt16LE(entries, 10);
  bytes.writeUInt32LE(size, 12);
  bytes.writeUInt32LE(offset, 16);
  return bytes;
}

/** MS-DOS date and time, in UTC: two seconds at a time, from 1980 on. */
function dosTime(at: Date): number {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return ((date << 16) | time) >>> 0;
}
