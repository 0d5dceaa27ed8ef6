import { crc32, inflateRawSync } from "node:zlib";

const endSignature = 0x0605_4b50;
const centralSignature = 0x0201_4b50;
const localSignature = 0x0403_4b50;

export interface UnzipLimits {
  readonly mostFiles: number;
  /** Of all files together, unpacked. */
  readonly mostBytes: number;
}

/**
 * The files of a ZIP (APPNOTE 4.3), in memory. Names are not used, sizes are counted while unpacking whatever the archive
 * says of them, and every file has to have the check sum that it claims. Throws for everything else.
 */
export function unzip(zip: Buffer, { mostFiles, mostBytes }: UnzipLimits): readonly Buffer[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const count = zip.readUInt16LE(end + 10);
  if (zip.readUInt32LE(end) !== endSignature || count === 0 || count > mostFiles) throw new RangeError("end");
  const files: Buffer[] = [];
  let left = mostBytes;
  for (let at = zip.readUInt32LE(end + 16), read = 0; read < count; read++) {
    if (zip.readUInt32LE(at) !== centralSignature) throw new RangeError("central");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      zip.readUInt16LE(at + offset),
    );
    const isFolder = zip[at + 46 + (nameLength ?? 0) - 1] === 0x2f;
    if (!isFolder) {
      const file = unpack(zip, at, left);
      left -= file.length;
      files.push(file);
    }
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return files;
}

function unpack(zip: Buffer, central: number, left: number): Buffer {
  const [flags, method] = [zip.readUInt16LE(central + 8), zip.readUInt16LE(central + 10)];
  const [checkSum, packedLength] = [zip.readUInt32LE(central + 16), zip.readUInt32LE(central + 20)];
  const local = zip.readUInt32LE(central + 42);
  // Encrypted, or a method that nobody's files come in.
  if ((flags & 1) !== 0 || zip.readUInt32LE(local) !== localSignature) throw new RangeError("local");
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + packedLength);
  if (packed.length !== packedLength || (method !== 0 && method !== 8)) throw new RangeError("packed");
  const file = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(left, 1) });
  if (file.length > left || crc32(file) !== checkSum) throw new RangeError("check sum");
  return file;
}
