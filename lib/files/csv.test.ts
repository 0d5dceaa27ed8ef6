import { describe, expect, test } from "vitest";
import { csvLine } from "./csv.ts";

describe("a line of a table", () => {
  test("quotes every text and doubles quotes", () => {
    expect(csvLine(['a "b"', "c,d", "e\nf", "plain"])).toBe('"a ""b""","c,d","e\nf","plain"\r\n');
  });

  test("leaves what is not known empty, which is not zero", () => {
    expect(csvLine([null, "0", 0, false])).toBe(",0,0,false\r\n");
  });

  test.each([
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "-",
    "-1.2.3",
    "--1",
    "+34600111222",
    "＝1+1",
    "＋1",
    "－1+1",
    "＠SUM(A1)",
    "  =1",
    "\u00a0=1",
  ])("says %j as a text that nothing calculates", (text) => {
    expect(csvLine([text]).replace(/^"/, "").startsWith("'")).toBe(true);
  });

  test.each([
    ["Rent;=HYPERLINK(1)", "Rent;'=HYPERLINK(1)"],
    ["Rent\t=1+1", "Rent\t'=1+1"],
    ["\t=1", "\t'=1"],
    ["\r=1", "\r'=1"],
    ["a\r\n =1", "a\r\n' =1"],
    ["a|\u00a0@x", "a|'\u00a0@x"],
    ['a;"=1+1;', 'a;\'""=1+1;'],
    ["a;＝1", "a;'＝1"],
    ["-1;-2.5;+3", "-1;-2.5;'+3"],
    ["Smith-Jones; a=b, c+d@e", "Smith-Jones; a=b, c+d@e"],
  ])("says %j as %j, however a program divides it into cells", (text, safe) => {
    expect(csvLine([text])).toBe(`"${safe}"\r\n`);
  });

  test("has no cell that calculates, whatever the text and whatever divides it", () => {
    const alphabet = [..."=+-@＝＋－＠;|\t\r\n \u00a0\"',.1a"];
    for (let seed = 1; seed <= 20_000; seed++) {
      let state = seed;
      const text = Array.from({ length: 1 + (seed % 7) }, () => {
        state = (state * 48_271) % 2_147_483_647;
        return alphabet[state % alphabet.length];
      }).join("");
      const cells = csvLine([text])
        .slice(1, -3)
        .replaceAll('""', '"')
        .split(/[;|\t\r\n]/);
      const calculates = (cell: string) =>
        /^[\s"]*[=+\-@＝＋－＠]/u.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell);
      if (/^-?\d+(\.\d+)?$/.test(text)) continue;
      expect(cells.filter(calculates), JSON.stringify(text)).toEqual([]);
    }
  });

  test.each(["-12.30", "0.000000000000000000000000000001", "-0", "10482.17"])(
    "leaves the number %s as the bank wrote it",
    (amount) => expect(csvLine([amount])).toBe(`${amount}\r\n`),
  );
});
