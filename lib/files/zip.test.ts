import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createZip } from "./zip.ts";

const python = spawnSync("python3", ["--version"]).status === 0;

const script = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    print(json.dumps([[i.filename, z.read(i).decode("utf-8"), list(i.date_time)] for i in z.infolist()]))
`;

function openedElsewhere(archive: Buffer): unknown {
  const folder = mkdtempSync(join(tmpdir(), "licet-zip-"));
  try {
    const file = join(folder, "archive.zip");
    writeFileSync(file, archive);
    const { status, stdout, stderr } = spawnSync("python3", ["-c", script, file], { maxBuffer: 1e9 });
    if (status !== 0) throw new Error(stderr.toString());
    return JSON.parse(stdout.toString());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const at = new Date("2026-11-21T16:42:11Z");
const stamp = [2026, 11, 21, 16, 42, 10];

describe.runIf(python)("an archive", () => {
  test("opens with another program, names, letters, times and sums", async () => {
    const zip = createZip(at);
    const one = zip.entry("licet/données.json");
    zip.entry("licet/empty.csv");
    await one.write("é");
    await one.write("€\n");
    await zip.file("licet/at once.txt", "ü\n");
    expect(openedElsewhere(await zip.finish())).toEqual([
      ["licet/données.json", "é€\n", stamp],
      ["licet/empty.csv", "", stamp],
      ["licet/at once.txt", "ü\n", stamp],
    ]);
  });

  test("takes files that grow in turns, larger than what it holds back", async () => {
    const zip = createZip(at);
    const entries = [zip.entry("a"), zip.entry("b")];
    for (let line = 0; line < 60_000; line++) await entries[line % 2]?.write(`line ${line}\n`);
    const opened = openedElsewhere(await zip.finish()) as [string, string][];
    expect(opened.map(([name, text]) => [name, text.split("\n").length])).toEqual([
      ["a", 30_001],
      ["b", 30_001],
    ]);
  });

  test("that was cut or changed does not open, so opening it means something", async () => {
    const zip = createZip(at);
    await zip.entry("a").write("some text that is compressed, some text that is compressed");
    const archive = await zip.finish();
    const changed = Buffer.from(archive);
    changed[40] = (changed[40] ?? 0) ^ 1;
    expect(() => openedElsewhere(changed)).toThrow();
    expect(() => openedElsewhere(archive.subarray(0, -10))).toThrow();
  });
});
