import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createZip } from "#lib/files/zip.ts";
import { dailyOf, historyOf, publicationsOf, type Told } from "#scripts/testing/rates.ts";
import { judge } from "./judge.ts";
import { parseDaily } from "./parse-daily.ts";
import { parseHistory } from "./parse-history.ts";
import { mostFileBytes, readPublicationFile } from "./read-publication-file.ts";

/** As the European Central Bank wrote them: a comma behind each line, the newest day first, gaps as N/A. */
const history = `Date,USD,JPY,BGN,CHF,
2026-01-05,1.1711,186.43,N/A,0.9300,
2026-01-02,1.1720,184.1,N/A,0.9294,
2025-12-31,1.175,184.09,1.9558,0.9314,
`;

const faultOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return "none";
  } catch (cause) {
    return (cause as { fault?: string }).fault ?? String(cause);
  }
};
const historyFault = (text: string) => faultOf(() => parseHistory(readPublicationFile(Buffer.from(text))));
const dailyFault = (text: string) => faultOf(() => parseDaily(readPublicationFile(Buffer.from(text))));

const zipOf = async (...files: readonly string[]): Promise<Buffer> => {
  const zip = createZip(new Date("2026-01-05T16:00:00Z"));
  for (const [at, content] of files.entries()) await zip.file(`file-${at}.csv`, content);
  return zip.finish();
};

describe("the table of all days", () => {
  test("is read with the oldest day first, without gaps, and with no more zeros than are needed", async () => {
    expect(await parseHistory(history)).toEqual([
      { day: "2025-12-31", currencies: "BGN CHF JPY USD", rates: "1.9558 0.9314 184.09 1.175" },
      { day: "2026-01-02", currencies: "CHF JPY USD", rates: "0.9294 184.1 1.172" },
      { day: "2026-01-05", currencies: "CHF JPY USD", rates: "0.93 186.43 1.1711" },
    ]);
  });

  test.each([
    ["with a byte order mark", `\u{feff}${history}`],
    ["with the line ends of another system", history.replaceAll("\n", "\r\n")],
    ["without the last line's end", history.trimEnd()],
    ["without commas behind its lines", history.replaceAll(",\n", "\n")],
    ["with spaces behind its commas", history.replaceAll(",", ", ")],
  ])("is the same %s", async (_, text) => {
    expect(await parseHistory(readPublicationFile(Buffer.from(text)))).toEqual(await parseHistory(history));
  });

  test("is the same out of a ZIP, and whatever order its currencies are in", async () => {
    const zip = await zipOf(history);
    expect(await parseHistory(readPublicationFile(zip))).toEqual(await parseHistory(history));
    const turned = history.replace(/^(\S+?),(\S+?),(\S+?),/gm, "$1,$3,$2,");
    expect(await parseHistory(turned)).toEqual(await parseHistory(history));
  });

  test.each([
    ["a page in its place", "form", "<html>Sign in to this network</html>"],
    ["nothing", "form", ""],
    ["another first column", "form", history.replace("Date", "Day")],
    ["no currencies", "form", "Date,\n2026-01-05,\n"],
    ["a head alone", "empty", "Date,USD,\n"],
    ["a day without any rate", "empty", "Date,USD,\n2026-01-05,N/A,\n"],
    ["a line that is cut off", "form", history.slice(0, -20)],
    ["a column too many in a line", "form", history.replace("184.1,", "184.1,1,")],
    ["a column too few in a line", "form", history.replace("184.1,N/A,", "184.1,")],
    ["a line in two", "form", history.replace("184.1,", "184.1,\n")],
    ["a currency twice", "currency", history.replace("JPY", "USD")],
    ["the euro in euros", "currency", history.replace("JPY", "EUR")],
    ["a currency of four letters", "currency", history.replace("JPY", "JPYX")],
    ["a small letter", "currency", history.replace("JPY", "JPy")],
    ["a formula", "currency", history.replace("JPY", "=1+1")],
    ["a day twice", "order", history.replace("2026-01-02", "2026-01-05")],
    ["days in another order", "order", history.replace("2026-01-02", "2025-12-30")],
    ["the oldest day first", "order", "Date,USD,\n2026-01-05,1,\n2026-01-06,1,\n"],
    ["a day that is none", "day", history.replace("2026-01-02", "2026-01-32")],
    ["the 29th of February of a common year", "day", history.replace("2026-01-05", "2026-02-29")],
    ["another way to write days", "day", history.replace("2026-01-05", "5 January 2026")],
    ["a day before there was a euro", "day", history.replace("2025-12-31", "1998-12-31")],
    ...[
      "-1.17",
      "0",
      "0.000",
      "NaN",
      "Infinity",
      "1e3",
      "+1.17",
      "0x10",
      ".5",
      "1.",
      "01.2",
      "1.1.1",
      "１",
      "n/a",
      "-",
      "9999999999",
      "1.0000000001",
      "'1.17'",
    ].map((rate) => [`the rate ${rate}`, "rate", history.replace("1.1711", rate)]),
    ["a rate with a comma", "form", history.replace("1.1711", "1,1711")],
  ] as [string, string, string][])("is refused whole for %s (%s)", async (_, fault, text) => {
    expect(await historyFault(text)).toBe(fault);
  });

  test("is refused when it has more days or more currencies than there can be", async () => {
    const line = "2026-01-05,1.1,\n";
    expect(await historyFault(`Date,USD,\n${line.repeat(20_001)}`)).toBe("tooLarge");
    const wide = Array.from({ length: 201 }, (_, at) => `A${at}`).join(",");
    expect(await historyFault(`Date,${wide},\n${line}`)).toBe("form");
  });

  test("is refused when it is no text", async () => {
    expect(await faultOf(() => readPublicationFile(Buffer.from([0x44, 0xff, 0xfe])))).toBe("encoding");
  });

  test("comes back as it was written, whatever was published", async () => {
    const rate = fc
      .tuple(fc.integer({ min: 1, max: 999_999_999 }), fc.integer({ min: 0, max: 9 }))
      .map(([mantissa, scale]) => {
        const digits = String(mantissa).padStart(scale + 1, "0");
        return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
      });
    const currency = fc.constantFrom("USD", "JPY", "CHF", "GBP", "XTS");
    const day = fc.date({ min: new Date("1999-01-04"), max: new Date("2100-01-01"), noInvalidDate: true });
    const told = fc.dictionary(
      day.map((at) => at.toISOString().slice(0, 10)),
      fc.dictionary(currency, rate, { minKeys: 1 }),
      { minKeys: 1, maxKeys: 30 },
    );
    await fc.assert(
      fc.asyncProperty(told, async (days: Told) => {
        expect(await parseHistory(historyOf(days))).toEqual(publicationsOf(days));
        const newest = publicationsOf(days).at(-1);
        expect(parseDaily(dailyOf(days))).toEqual(newest);
      }),
    );
  });

  test("never comes in part: any cut, and any byte changed, is refused or is still a table of positive rates", async () => {
    const bytes = Buffer.from(history);
    const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255), cut: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, to, cut }) => {
        const spoilt = cut ? bytes.subarray(0, at) : Buffer.from(bytes).fill(to, at, at + 1);
        const read = await Promise.resolve()
          .then(() => parseHistory(readPublicationFile(spoilt)))
          .catch((cause: Error) => cause);
        if (read instanceof Error) expect(read.name).toBe("RateFileError");
        else
          for (const { rates, currencies } of read) {
            expect(rates.split(" ").every((rate) => Number(rate) > 0 && Number(rate) < 1e9)).toBe(true);
            expect(currencies.split(" ")).toHaveLength(rates.split(" ").length);
          }
      }),
      { numRuns: 500 },
    );
  });
});

describe("an archive", () => {
  test("that is cut off anywhere in what it says is refused", async () => {
    const zip = await zipOf(history);
    // Its last two bytes say how long a comment is.
    for (let length = 4; length < zip.length - 2; length += 1)
      expect(await faultOf(() => readPublicationFile(zip.subarray(0, length)))).toBe("archive");
  });

  test("of no file, or of more than one, is refused", async () => {
    expect(await faultOf(async () => readPublicationFile(await zipOf(history, history)))).toBe("archive");
  });

  test("that unpacks to more than a table can be is let go of at that limit", async () => {
    const zip = await zipOf("1".repeat(mostFileBytes + 1));
    expect(zip.length).toBeLessThan(100_000);
    expect(await faultOf(() => readPublicationFile(zip))).toBe("archive");
  });

  test("with another check sum than its content's is refused", async () => {
    const zip = await zipOf(history);
    const directory = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    zip[directory + 16] = (zip[directory + 16] as number) ^ 1;
    expect(await faultOf(() => readPublicationFile(zip))).toBe("archive");
  });

  test("and every file too large is not even looked at", async () => {
    expect(await faultOf(() => readPublicationFile(Buffer.alloc(mostFileBytes + 1)))).toBe("tooLarge");
  });
});

describe("the newest day by itself", () => {
  const daily = dailyOf({ "2026-04-13": { USD: "1.1684", JPY: "186.75", HUF: "366.90" } });

  test("is read as the table has it", () => {
    expect(parseDaily(daily)).toEqual({
      day: "2026-04-13",
      currencies: "HUF JPY USD",
      rates: "366.9 186.75 1.1684",
    });
  });

  test.each([
    ["a page in its place", "form", "<html></html>"],
    ["nothing", "form", ""],
    ["its end missing", "form", daily.slice(0, -25)],
    ["something behind it", "form", `${daily}<Cube/>`],
    ["another element in it", "form", daily.replace("<Cube currency", "<b/><Cube currency")],
    ["text in it", "form", daily.replace("<Cube currency", "x<Cube currency")],
    ["two days", "form", daily.replace("</Cube></Cube>", "</Cube><Cube time='2026-04-10'></Cube></Cube>")],
    ["a comment", "form", daily.replace("<Cube time", "<!-- --><Cube time")],
    ["entities", "form", `<!DOCTYPE x [<!ENTITY a "1">]>${daily}`],
    ["a rate without quotes", "form", daily.replace("'1.1684'", "1.1684")],
    ["a rate below zero", "rate", daily.replace("1.1684", "-1.1684")],
    ["a reference for a rate", "rate", daily.replace("1.1684", "&#49;")],
    ["a currency twice", "currency", daily.replace("JPY", "USD")],
    ["a day that is none", "day", daily.replace("2026-04-13", "2026-13-04")],
    ["no rates", "currency", dailyOf({ "2026-04-13": {} })],
    [
      "more than a day can be",
      "tooLarge",
      daily.replace("<Cube currency", `${" ".repeat(70_000)}<Cube currency`),
    ],
  ])("is refused with %s (%s)", async (_, fault, text) => {
    expect(await dailyFault(text)).toBe(fault);
  });
});

/** The publisher's own file is kept beside the project and not in it. Where it is absent, this is skipped. */
const whole = new URL("../../../shared/data/eurofxref-hist.csv", import.meta.url);

describe("the whole table that the European Central Bank published", () => {
  test.runIf(existsSync(whole))("is read and taken in, every day of it, with none left out", async () => {
    const text = readPublicationFile(readFileSync(whole));
    const publications = await parseHistory(text);
    expect(publications).toHaveLength(text.trimEnd().split("\n").length - 1);
    expect(publications[0]).toMatchObject({ day: "1999-01-04" });
    const today = publications.at(-1)?.day as string;
    const judgement = judge({ kind: "history", publications }, [], today);
    expect(judgement).toEqual({ added: publications, corrected: [], withdrawn: [], leaps: [] });
    const cells = text
      .split("\n")
      .slice(1)
      .flatMap((line) => line.split(",").slice(1));
    const told = cells.filter((cell) => cell !== "" && cell !== "N/A");
    expect(publications.flatMap(({ rates }) => rates.split(" "))).toHaveLength(told.length);
  });
});
