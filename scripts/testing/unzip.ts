import { crc32, inflateRawSync } from "node:zlib";

/** The files of an archive by name, read by its directory as programs that open archives do. Throws for what is broken. */
export function unzip(archive: Buffer): ReadonlyMap<string, string> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0) throw new Error("no archive");
  const files = new Map<string, string>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (archive.readUInt32LE(at) !== 0x0201_4b50) throw new Error("no entry of a directory");
    const [packed, size, length] = [20, 24]
      .map((field) => archive.readUInt32LE(at + field))
      .concat(archive.readUInt16LE(at + 28)) as [number, number, number];
    const name = archive.toString("utf8", at + 46, at + 46 + length);
    const local = archive.readUInt32LE(at + 42);
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const isStored = archive.readUInt16LE(at + 10) === 0;
    const content = archive.subarray(from, from + packed);
    const bytes = isStored ? content : inflateRawSync(content);
    if (bytes.length !== size || crc32(bytes) !== archive.readUInt32LE(at + 16))
      throw new Error(`${name} is broken`);
    files.set(name, bytes.toString("utf8"));
    at += 46 + length + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}
