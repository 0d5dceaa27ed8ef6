import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const document = readFileSync(join(root, "docs/regulation.md"), "utf8");
const rows = document.split("\n").filter((line) => /^\| (D\d-|\d|EDPB|PSD2)/.test(line));
const proofs = [...document.matchAll(/`([^`]+\.ts)` “([^”]+)”/g)].map(([, file = "", title = ""]) => ({
  file,
  title,
}));

const items = {
  D1: ["D1-1", "D1-2", "D1-3", "D1-4", "D1-5", "D1-6", "D1-7"],
  D3: ["D3-1", "D3-2", "D3-3", "D3-4", "D3-5", "D3-6", "D3-7", "D3-8", "D3-9"],
  D4: [
    ...["7(1)", "7(2)", "7(3)", "7(4)", "13", "15", "17", "19", "20", "28(3)", "30(2)", "32", "33(2)", "35"],
    ...["EDPB 06/2020, 6.2", "PSD2 94(2)"],
  ],
};

describe("what the document on regulation says", () => {
  test("covers every item of its lists, each with what is done and with a test or a document", () => {
    const cells = rows.map((row) => row.split("|").map((cell) => cell.trim()));
    expect(cells.map(([, item]) => item)).toEqual([...items.D1, ...items.D3, ...items.D4]);
    for (const [, , asked, done, held] of cells) {
      expect(asked).not.toBe("");
      expect(done).not.toBe("");
      expect(held).toMatch(/`[^`]+\.(ts|md)`/);
    }
  });

  test.each(proofs)("is held by “$title”", ({ file, title }) => {
    expect(existsSync(join(root, file)), file).toBe(true);
    expect(readFileSync(join(root, file), "utf8")).toContain(title);
  });
});
