import { promisify } from "node:util";
import { crc32, createDeflateRaw, type DeflateRaw, deflateRaw } from "node:zlib";
import {
  centralHeader,
  type Described,
  dosTime,
  endOfArchive,
  localHeader,
  mostBytes,
  mostEntries,
} from "./zip-headers.ts";

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

const pieceBytes = 64 * 1024;

const deflate = promisify<Buffer, Buffer>(deflateRaw);

interface Written {
  readonly name: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly packed: Buffer;
}

const described = ({ packed, ...written }: Written): Described => ({ ...written, packed: packed.length });

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
    const local = localHeader(described(entry), time);
    directory.push(centralHeader(described(entry), time, offset));
    parts.push(local, entry.packed);
    offset += local.length + entry.packed.length;
  }
  const index = Buffer.concat(directory);
  if (offset + index.length > mostBytes) throw new RangeError("too large for a ZIP");
  return Buffer.concat([...parts, index, endOfArchive(written.length, index.length, offset)]);
}
