import { open } from "node:fs/promises";

const chunkBytes = 1 << 20;
/** Far more than any line of a pack that is right. */
const longestLine = 1 << 17;

/** A line is `buffer` from `start` to `end`, without its newline. The byte before it is free to be written to. */
export type OnLine = (buffer: Buffer, start: number, end: number) => void;

/** How a file ended that has no line left: `false` if its last line had no newline, or one was too long. */
export async function eachLine(path: string, onLine: OnLine): Promise<boolean> {
  const file = await open(path, "r");
  // One free byte, what is left of a line, and a chunk.
  const buffer = Buffer.alloc(1 + longestLine + chunkBytes);
  let kept = 0;
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 1 + kept, chunkBytes);
      if (bytesRead === 0) return kept === 0;
      const end = 1 + kept + bytesRead;
      let start = 1;
      for (let newline = buffer.indexOf(0x0a, start + kept); newline >= 0 && newline < end; ) {
        onLine(buffer, start, newline);
        start = newline + 1;
        newline = buffer.indexOf(0x0a, start);
      }
      kept = end - start;
      if (kept > longestLine) return false;
      buffer.copy(buffer, 1, start, end);
    }
  } finally {
    await file.close();
  }
}

/** The same of pieces that come from somewhere else than a file. */
export async function eachLineOf(pieces: AsyncIterable<Buffer>, onLine: OnLine): Promise<boolean> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const buffer = Buffer.concat([Buffer.alloc(1), rest, piece]);
    let start = 1;
    for (let newline = buffer.indexOf(0x0a, start); newline >= 0; newline = buffer.indexOf(0x0a, start)) {
      onLine(buffer, start, newline);
      start = newline + 1;
    }
    rest = Buffer.from(buffer.subarray(start));
    if (rest.length > longestLine) return false;
  }
  return rest.length === 0;
}
