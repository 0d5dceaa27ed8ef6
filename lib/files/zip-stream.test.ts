import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { unzip } from "#scripts/testing/unzip.ts";
import { streamZip } from "./zip-stream.ts";

const at = new Date("2026-11-21T16:42:11Z");

async function archiveOf(files: Parameters<typeof streamZip>[1]): Promise<Buffer> {
  return buffer(streamZip(at, files));
}

describe("an archive that is written while its files are made", () => {
  test("opens, with every letter, name and sum", async () => {
    const archive = await archiveOf([
      { name: "données.txt", content: ["é", "€\n"] },
      { name: "empty.txt", content: [] },
      { name: "long.txt", content: Array.from({ length: 2_000 }, (_, line) => `line ${line}\n`) },
    ]);
    const files = unzip(archive);
    expect([...files.keys()]).toEqual(["données.txt", "empty.txt", "long.txt"]);
    expect(files.get("données.txt")).toBe("é€\n");
    expect(files.get("long.txt")?.split("\n")).toHaveLength(2_001);
  });

  test("takes files one by one as they are found, and what is stored as it is", async () => {
    async function* found() {
      yield { name: "bytes.bin", content: [randomBytes(3), Buffer.from("x")] };
      yield { name: "as-it-is.txt", content: ["plain ", "words"], isStored: true };
    }
    const archive = await buffer(streamZip(at, found()));
    const local = archive.indexOf("as-it-is.txt");
    expect(archive.toString("utf8", local, local + 23)).toBe("as-it-is.txtplain words");
    expect(archive.readUInt16LE(local - 22)).toBe(0);
    expect(archive.lastIndexOf("plain words")).toBe(local + 12);
  });

  test("is made no further than somebody reads, and what makes it ends when they leave", async () => {
    let made = 0;
    let isOver = false;
    async function* endless() {
      try {
        for (;;) {
          made++;
          yield randomBytes(1_000).toString("base64");
        }
      } finally {
        isOver = true;
      }
    }
    const pieces = streamZip(at, [{ name: "endless", content: endless() }]);
    for (let read = 0; read < 4; read++) await pieces.next();
    const before = made;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(made - before).toBeLessThan(500);
    await pieces.return(undefined);
    await expect.poll(() => isOver).toBe(true);
    const after = made;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(made).toBe(after);
  });

  test("breaks off where what makes a file fails", async () => {
    async function* failing() {
      yield "something";
      throw new Error("the bank is gone");
    }
    await expect(archiveOf([{ name: "one", content: failing() }])).rejects.toThrow("the bank is gone");
  });
});
