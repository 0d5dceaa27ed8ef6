import { crc32, deflateRawSync } from "node:zlib";

/** A ZIP with one file in it (APPNOTE 4.3). The date is fixed, so the same content makes the same file. */
export function zipOf(name: string, content: Buffer): Buffer<ArrayBuffer> {
  const packed = deflateRawSync(content);
  const nameBytes = Buffer.from(name, "utf8");
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  // Bit 11: the name is UTF-8.
  shared.writeUInt16LE(0x0800, 2);
  shared.writeUInt16LE(8, 4);
  shared.writeUInt32LE(0x0021_0000, 6);
  shared.writeUInt32LE(crc32(content), 10);
  shared.writeUInt32LE(packed.length, 14);
  shared.writeUInt32LE(content.length, 18);
  shared.writeUInt16LE(nameBytes.length, 22);

  const local = Buffer.concat([signature(0x0403_4b50), shared, nameBytes, packed]);
  const central = Buffer.concat([
    signature(0x0201_4b50),
    Buffer.from([20, 0]),
    shared,
    Buffer.alloc(14),
    nameBytes,
  ]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, signature(0x0605_4b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
