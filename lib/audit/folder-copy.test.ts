import { appendFileSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { checkpointText } from "./checkpoint.ts";
import { folderCopy } from "./folder-copy.ts";

const base = mkdtempSync(join(tmpdir(), "licet-copy-"));
afterAll(() => rmSync(base, { recursive: true }));

const origin = "consent.example.com/audit";
const noteOf = (size: number, name = origin) =>
  `${checkpointText({ origin: name, size, root: Buffer.alloc(32, size) })}\n— ${name} ${"A".repeat(92)}\n`;
const folder = (name: string) => join(base, name);
const files = (name: string) => readdirSync(folder(name)).map((file) => join(folder(name), file));
const now = () => new Date("2027-01-01T12:00:00Z");

describe("a folder of copies", () => {
  test("has nothing before it is there, and then what was added last", async () => {
    const copy = folderCopy(folder("a"), now);
    expect(await copy.last(origin)).toBeNull();
    for (const size of [1, 2, 300]) await copy.add(noteOf(size));
    expect(await folderCopy(folder("a"), now).last(origin)).toBe(noteOf(300));
    expect(files("a").length).toBe(1);
  });

  test("finds the last of very many, of the log that is asked for, over all processes' files", async () => {
    const [one, two] = [folderCopy(folder("b"), now), folderCopy(folder("b"), now)];
    for (let size = 1; size <= 100; size++) await one.add(noteOf(size));
    await two.add(noteOf(101));
    await one.add(noteOf(7, "other.example/log"));
    expect(await two.last(origin)).toBe(noteOf(101));
    expect(await two.last("other.example/log")).toBe(noteOf(7, "other.example/log"));
    expect(await two.last("third.example/log")).toBeNull();
  });

  test("begins a file each day", async () => {
    let day = "2027-01-01";
    const copy = folderCopy(folder("c"), () => new Date(`${day}T23:59:59Z`));
    await copy.add(noteOf(1));
    day = "2027-01-02";
    await copy.add(noteOf(2));
    expect(readdirSync(folder("c")).map((name) => name.slice(0, 10))).toEqual(["2027-01-01", "2027-01-02"]);
  });

  test("passes over a note that a crash has cut off, and never writes behind one", async () => {
    await folderCopy(folder("d"), now).add(noteOf(1));
    const [file = ""] = files("d");
    for (const cut of [1, 40, 60, 100]) {
      appendFileSync(file, noteOf(2).slice(0, -cut));
      expect(await folderCopy(folder("d"), now).last(origin)).toBe(noteOf(1));
      truncateSync(file, Buffer.byteLength(noteOf(1)));
    }
    await folderCopy(folder("d"), now).add(noteOf(2));
    expect(files("d").length).toBe(2);
  });

  test("leaves other files alone", async () => {
    await folderCopy(folder("e"), now).add(noteOf(1));
    writeFileSync(join(folder("e"), "readme.txt"), "not ours");
    expect(await folderCopy(folder("e"), now).last(origin)).toBe(noteOf(1));
  });
});
