import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { exact } from "#lib/kernel/decimal.ts";
import { type Locale, locales } from "#lib/kernel/locale.ts";
import {
  bond,
  booked,
  custody,
  holdingsOf,
  known,
  moneyAccount,
  unknown,
  worth,
} from "#scripts/testing/holdings.ts";
import { rateTableOf } from "#scripts/testing/rates.ts";
import { readCsv, readFlatSheet, readSheets } from "#scripts/testing/tables.ts";
import { consolidate } from "./consolidate.ts";
import { writeCsv } from "./export-csv.ts";
import { holdingsDocument } from "./export-document.ts";
import { writePdf } from "./export-pdf.ts";
import type { ExportDocument } from "./export-table.ts";
import { exportWords } from "./export-words.ts";
import { writeXlsx } from "./export-xlsx.ts";
import type { Holdings } from "./holdings.ts";

const rates = rateTableOf({ "2026-11-20": { USD: "1.25", CHF: "0.8" } });
const at = new Date("2026-11-21T12:00:00.000Z");
const banks: Readonly<Record<string, string>> = { retail: "Banco Ardelva", private: "Keller & Cie" };

const named = (name: string) => ({
  identity: known([{ fact: "name" as const, value: name, share: null }]),
});

/** Several currencies, a bond, one that tells no value, a debt of 10^15 with 20 decimals, and what is not shared. */
const family = holdingsOf(
  [
    moneyAccount("a", [booked("10482.17")], named("Everyday")),
    moneyAccount("b", [booked("-1000000000000000.00000000000000000001", "CHF")], named("Deep")),
    custody(
      "c",
      [
        worth("1234.5600000001", "USD", { isin: "US0378331005", name: "Apple Inc." }),
        bond("10000", "98.125", "EUR", { isin: "XS1234567890", name: "Bond 2031" }),
        worth("7", "EUR", { name: "Fund of nothing", marketValue: null }),
      ],
      named("Depot"),
    ),
    custody("d", [], { positions: unknown("failed"), institutionId: "retail" }),
  ],
  { hiddenAccounts: 2 },
);

function documentOf(holdings: Holdings, locale: Locale = "en"): ExportDocument {
  const wealth = consolidate(holdings, rates, "EUR");
  const words = exportWords(locale, wealth.accounts, (id) => banks[id] ?? null);
  const frame = { words, name: "Elena Aranda", madeAt: at, rateSource: rates.source, gone: 1, hidden: 2 };
  return holdingsDocument(wealth, frame);
}

const wealthOf = (holdings: Holdings) => consolidate(holdings, rates, "EUR");
const csvOf = async (document: ExportDocument) => readCsv(await text(writeCsv(document)));
const xlsxOf = async (document: ExportDocument) => readSheets(await buffer(writeXlsx(document)));

describe("holdings in a table", () => {
  test("are the figures of the page, number for number, with bank, date and what is not known", async () => {
    const wealth = wealthOf(family);
    const rows = await csvOf(documentOf(family));
    const value = (name: string) => rows.find((row) => row.Name === name)?.["Counted value"];
    for (const [name, { figure }] of [
      ["Net worth", wealth.netWorth],
      ["Owned", wealth.owned],
      ["Owed", wealth.owed],
    ] as const) {
      expect(figure.kind === "known" && figure.value.amount).toBe(value(name));
    }
    const accounts = rows.filter(({ Line }) => Line === "Account");
    expect(accounts).toHaveLength(wealth.accounts.length);
    for (const { value: total, institutionId } of wealth.accounts) {
      const amount = total.figure.kind === "known" ? total.figure.value.amount : "";
      expect(
        accounts.some((row) => row["Counted value"] === amount && row.Bank === banks[institutionId]),
      ).toBe(true);
    }
    const held = wealth.instruments.flatMap((one) => one.held.map((each) => ({ ...each, isin: one.isin })));
    const positions = rows.filter(({ Line }) => Line === "Investment");
    expect(positions.map(({ ISIN, Quantity }) => [ISIN, Quantity]).toSorted()).toEqual(
      held.map(({ isin, quantity }) => [isin ?? "", quantity]).toSorted(),
    );
    const apple = positions.find(({ ISIN }) => ISIN === "US0378331005");
    expect(apple).toMatchObject({
      "Value at the bank": "1234.5600000001",
      "Its currency": "USD",
      Account: "Depot",
    });
    expect(apple?.["Exchange rates"]).toContain("20 November 2026");
    const untold = positions.find(({ Name }) => Name === "Fund of nothing");
    expect(untold?.["Counted value"]).toBe("");
    expect(untold?.["Not in it"]).toMatch(/the bank tells no (value|price)/);
    expect(rows.slice(0, 2).map((row) => [row.Line, row["Not in it"]])).toEqual([
      ["Not in it", "2 accounts are read and not shared with you"],
      ["Not in it", "1 account is no longer named by its bank. It is in no sum."],
    ]);
    expect(accounts.every((row) => row["As of (UTC)"] !== "" || row["Not in it"] !== "")).toBe(true);
  });

  test("have numbers that a program reads back digit for digit, in every language", async () => {
    for (const locale of locales) {
      const csv = await text(writeCsv(documentOf(family, locale)));
      expect(csv).toContain(",-1000000000000000.00000000000000000001,");
      expect(csv).toContain(",1234.5600000001,");
    }
  });
});

describe("a workbook", () => {
  test("has the table’s numbers as numbers, and beside them what a spreadsheet would round", async () => {
    const document = documentOf(family);
    const rows = await csvOf(document);
    const { sheets, hasFormula } = await xlsxOf(documentOf(family));
    const [holdings] = sheets;
    expect(hasFormula).toBe(false);
    expect(holdings?.rows).toHaveLength(rows.length);
    for (const [line, row] of rows.entries())
      for (const [key, told] of Object.entries(row)) {
        const cell = holdings?.rows[line]?.[key];
        if (typeof cell !== "number") continue;
        if (/As of|Day/.test(key)) {
          const day = new Date(Math.round((cell - 25_569) * 86_400_000)).toISOString();
          expect(day.slice(0, told.length === 10 ? 10 : 16)).toBe(
            told.slice(0, told.length === 10 ? 10 : 16),
          );
          continue;
        }
        const exactly = String(holdings?.rows[line]?.["Digit for digit"] ?? "");
        const isHeld = exact(String(cell)).equals(exact(told));
        expect(isHeld || exactly.includes(`${key}: ${told}`), `${key} ${told}`).toBe(true);
      }
    const debt = holdings?.rows.find((row) =>
      String(row["Digit for digit"]).includes("00000000000000000001"),
    );
    expect(debt).toBeDefined();
    expect(typeof debt?.["Value at the bank"]).toBe("number");
  });

  test("is told apart, sheet by sheet, and says of itself what is not in it", async () => {
    const { sheets } = await xlsxOf(documentOf(family));
    expect(sheets.map(({ name }) => name)).toEqual([
      "Holdings",
      "How it is divided",
      "Exchange rates used",
      "About this file",
    ]);
    const about = JSON.stringify(sheets.at(-1)?.rows);
    for (const said of [
      "Elena Aranda",
      "2 accounts are read and not shared",
      "Test",
      "1 account is no longer named",
    ])
      expect(about).toContain(said);
  });
});

const hostile = [
  "=cmd|' /C calc'!A0",
  "+1+1",
  "-1+1",
  "@SUM(A1)",
  "\t=1+1",
  "\r=1+1",
  "＝1+1",
  'DDE("cmd";"/C calc";"x")',
  "a;=1+1",
  "\u202e)00.1 RUE(",
  "\u001b[2J\u001b[1;1Hgone",
  "_x003D_1+1",
  "</t></is></c><c><f>1+1</f></c>",
  "A\u0000B\ud800C",
  "x".repeat(1_000_000),
];

describe("a stranger’s name", () => {
  test.each(hostile.map((name) => [JSON.stringify(name.slice(0, 30)), name]))(
    "of %s is a text in every form of file, and moves nothing around it",
    async (_said, name) => {
      const holdings = holdingsOf([custody("c", [worth("1", "EUR", { name })], named(name))]);
      const csv = await text(writeCsv(documentOf(holdings)));
      expect(csv.length).toBeLessThan(60_000);
      const control = /(?![\t\r\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
      expect(csv).not.toMatch(control);
      for (const row of readCsv(csv))
        for (const cell of Object.values(row))
          expect(/^[\s"]*[=+\-@＝＋－＠]/u.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell), cell).toBe(false);

      const { sheets, hasFormula } = await xlsxOf(documentOf(holdings));
      expect(hasFormula).toBe(false);
      const found = sheets[0]?.rows.map((row) => row.Name).filter((one) => typeof one === "string") ?? [];
      expect(found.join("")).not.toMatch(control);
      if (name === "_x003D_1+1") expect(found).toContain(name);

      const pdf = await buffer(writePdf(documentOf(holdings)));
      expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
      expect(pdf.length).toBeLessThan(200_000);
    },
  );
});

describe("a report", () => {
  test("goes on over as many pages as it needs, all of it tagged for whoever hears it", async () => {
    const many = Array.from({ length: 150 }, (_, at) => worth(`${at}.5`, "EUR", { name: `Fund ${at}` }));
    const pdf = (
      await buffer(writePdf(documentOf(holdingsOf([custody("c", many, named("Depot"))]), "fr")))
    ).toString("latin1");
    const structure = pdf.replace(/stream\r?\n[\s\S]*?endstream/g, "");
    expect(structure.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(4);
    expect(structure).toContain("/Lang (fr)");
    for (const tag of ["/S /Table", "/S /TH", "/S /H1"]) expect(structure).toContain(tag);
    expect(structure.match(/\/S \/TR\b/g)?.length).toBeGreaterThan(150);
    const drawn = [...pdf.matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, bytes = ""]) => {
      try {
        return inflateSync(Buffer.from(bytes, "latin1")).toString("latin1");
      } catch {
        return "";
      }
    });
    expect(drawn.join("\n").replace(/BDC[\s\S]*?EMC/g, "")).not.toMatch(/T[Jj]\b/);
  });
});

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
const isOfficeThere = has("soffice", "--version");
const isPdfTextThere = has("pdftotext", "-v");

function inFolder<T>(name: string, content: Buffer, work: (folder: string, file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "licet-export-"));
  try {
    const file = join(folder, name);
    writeFileSync(file, content);
    return work(folder, file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The rows that LibreOffice has after it opened the file as somebody does who clicks on it. */
function openedInOffice(name: string, content: Buffer): readonly Readonly<Record<string, string>>[] {
  return inFolder(name, content, (folder, file) => {
    const profile = `-env:UserInstallation=file://${join(folder, "profile")}`;
    const read = name.endsWith(".csv") ? ["--infilter=CSV:44,34,76,1,,1033"] : [];
    const args = [profile, "--headless", ...read, "--convert-to", "fods", "--outdir", folder, file];
    expect(spawnSync("soffice", args, { timeout: 100_000 }).status).toBe(0);
    return readFlatSheet(readFileSync(join(folder, `${name.split(".")[0]}.fods`), "utf8"));
  });
}

/** A sheet's numbers have fifteen digits, its times no zone; a CSV guards a text that looks like a formula, a workbook has it as text. */
const inSheet = (guarded: string): string | number => {
  const cell = guarded.replaceAll("'", "").trim();
  if (/^-?\d+(\.\d+)?(E[+-]?\d+)?$/.test(cell)) return Number(Number(cell).toPrecision(14));
  return /^\d{4}-\d\d-\d\dT/.test(cell) ? cell.slice(0, 16) : cell;
};

const cellsOf = (rows: readonly Readonly<Record<string, string>>[], columns: readonly string[]) =>
  rows.map((row) => columns.map((column) => inSheet(row[column] ?? "")));

/** The family, and somebody whose names are what a spreadsheet would run. */
const toOpen = holdingsOf([
  ...family.accounts,
  custody(
    "h",
    hostile.slice(0, 13).map((name, at) => worth(`${at}.25`, "EUR", { name })),
    named("=1+1"),
  ),
]);

describe.runIf(isOfficeThere)("LibreOffice", () => {
  test.each(["en", "pt"] as const)(
    "opens workbook and CSV with the same numbers, words and times in every cell, and runs none of it (%s)",
    async (locale) => {
      const rows = await csvOf(documentOf(toOpen, locale));
      const columns = Object.keys(rows[0] ?? {});
      const expected = cellsOf(rows, columns);
      expect(expected.length).toBeGreaterThan(20);
      const workbook = openedInOffice("a.xlsx", await buffer(writeXlsx(documentOf(toOpen, locale))));
      expect(cellsOf(workbook, columns)).toEqual(expected);
      const csv = openedInOffice("a.csv", Buffer.from(await text(writeCsv(documentOf(toOpen, locale)))));
      expect(cellsOf(csv, columns)).toEqual(expected);
    },
    240_000,
  );
});

describe.runIf(isPdfTextThere)("a program that reads PDF", () => {
  test("finds names, totals and dates in it", async () => {
    const pdf = await buffer(writePdf(documentOf(family)));
    const told = inFolder("wealth.pdf", pdf, (_folder, file) =>
      spawnSync("pdftotext", ["-layout", file, "-"]).stdout.toString(),
    );
    for (const said of ["Elena Aranda", "Apple Inc.", "Banco Ardelva", "Page 1 of"])
      expect(told).toContain(said);
  });
});
