import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { zipOf } from "#sandbox/bank/statements/zip.ts";
import { parseCamt } from "./camt.ts";
import { parseMt940 } from "./mt940.ts";
import { readDetails } from "./mt940-details.ts";
import { toEntryLine } from "./mt940-entry.ts";
import { StatementError } from "./statement.ts";
import { unzip } from "./unzip.ts";

const document = (inside: string, head = `<?xml version="1.0" encoding="UTF-8"?>`) =>
  `${head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>ES1</IBAN></Id></Acct>${inside}</Stmt></BkToCstmrStmt></Document>`;
const entry = (more: string) =>
  `<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2024-01-02</Dt></BookgDt>${more}</Ntry>`;
const camt = (text: string) => parseCamt(Buffer.from(text));

test("a small statement is one", async () => {
  const [statement] = await camt(document(entry("")));
  expect(statement?.entries).toMatchObject([{ amount: "1.00", currency: "EUR", status: "booked" }]);
});

describe("XML is refused", () => {
  const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "${"&a;".repeat(1000)}">]>`;
  test.each([
    ["that declares entities", document(entry("&b;"), laughs)],
    ["that has a document type at all", document(entry(""), "<!DOCTYPE Document>")],
    ["that reads a file", document("&f;", `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>`)],
    ["with an entity that nobody declared", document(entry("&what;"))],
    ["with two roots", document("") + document("")],
    ["with something behind it", `${document("")}x`],
    ["that is nested without end", document("<a>".repeat(200_000))],
    ["that is a page of HTML", "<!doctype html><title>x</title>"],
    ["that is well-formed HTML", "<html><body/></html>"],
    ["of another message", document("").replaceAll("camt.053", "pain.001")],
    ["of no namespace", document("").replace(/ xmlns="[^"]+"/, "")],
    ["in an encoding that it does not name", `<?xml version="1.0" encoding="EBCDIC"?><Document/>`],
    ["with an entry in no statement", document("").replace("<Stmt>", `${entry("")}<Stmt>`)],
    ["with an amount below zero", document(entry("").replace("1.00", "-1.00"))],
    ["with an amount that is none", document(entry("").replace("1.00", "1e400"))],
    ["with an amount of no currency", document(entry("").replace(` Ccy="EUR"`, ""))],
    ["with no sign", document(entry("").replace("CRDT", ""))],
    ["with a status that nobody knows", document(entry("").replace("BOOK", "MAYB"))],
    ["with a day that never was", document(entry("").replace("2024-01-02", "2024-02-30"))],
    ["with no statement in it", document("").replace(/<Stmt>.*<\/Stmt>/, "")],
  ])("%s", async (_, text) => {
    await expect(camt(text)).rejects.toThrow(StatementError);
  });

  test("with bytes that its encoding does not have", async () => {
    const bytes = Buffer.concat([Buffer.from(document(entry("")).slice(0, -2)), Buffer.from([0xff, 0xfe])]);
    await expect(parseCamt(bytes)).rejects.toThrow(StatementError);
  });
});

test("a long statement leaves others their turn", async () => {
  const text = document(entry("").repeat(20_000));
  let turns = 0;
  let isParsing = true;
  const takeTurns = () => {
    if (!isParsing) return;
    turns += 1;
    setImmediate(takeTurns);
  };
  setImmediate(takeTurns);
  const [statement] = await camt(text);
  isParsing = false;
  expect(statement?.entries).toHaveLength(20_000);
  expect(turns).toBeGreaterThan(5);
});

describe("MT940", () => {
  const message = (lines: readonly string[], close = ":62F:C240131EUR3,00") =>
    [":20:X", ":25:DE89370400440532013000EUR", ":28C:1/1", ":60F:C240101EUR1,00", ...lines, close, "-"].join(
      "\r\n",
    );
  const read = (text: string) => parseMt940(Buffer.from(text));

  test("knows debit, credit and what is reversed", () => {
    const amountOf = (mark: string) => toEntryLine([`2401020103${mark}12,5NTRFREF//BANKREF`]).amount;
    expect(["C", "D", "RC", "RD"].map(amountOf)).toEqual(["12.5", "-12.5", "-12.5", "12.5"]);
  });

  test("finds the year of a booking around New Year", () => {
    expect(toEntryLine(["2312311231C1,NMSCNONREF"]).bookingDate).toBe("2023-12-31");
    expect(toEntryLine(["2312310102C1,NMSCNONREF"]).bookingDate).toBe("2024-01-02");
    expect(toEntryLine(["2401021230C1,NMSCNONREF"]).bookingDate).toBe("2023-12-30");
    expect(toEntryLine(["2402290229C1,NMSCNONREF"]).bookingDate).toBe("2024-02-29");
  });

  test("comes in SWIFT's envelope, several in one text, and with free details", () => {
    const inside = message([":61:2401020102C2,00NTRFNONREF//B1", ":86:Rent for January", "and more"]);
    const text = `{1:F01BANKDEF0A001}{2:O9400000}{4:\r\n${inside}}\r\n{1:F01BANKDEF0A001}{2:O9400000}{4:\r\n${inside}}`;
    const statements = read(text);
    expect(statements).toHaveLength(2);
    expect(statements[0]?.iban).toBe("DE89370400440532013000");
    expect(statements[0]?.entries).toMatchObject([
      { amount: "2.00", remittance: "Rent for January and more", entryReference: "B1", counterparty: null },
    ]);
  });

  test("with numbered details tells who, from where and what for", () => {
    expect(
      readDetails([
        "166?00CREDIT?20SVWZ+Inv",
        "oice 7?21 of May?30BANKDEFF?31DE89",
        "3704?32Alpha?33 AG?60 end",
      ]),
    ).toEqual({
      name: "Alpha AG",
      account: "DE893704",
      remittance: "SVWZ+Invoice 7 of May end",
      code: "CREDIT",
    });
  });

  test.each([
    ["that begins nowhere", "hello"],
    ["with a field that nobody knows", message([":99X:what"])],
    ["without a closing balance", message([], ":64:C240131EUR3,00")],
    ["without an opening balance", message([]).replace(/:60F:.*\r\n/, "")],
    ["with a line of an entry that is none", message([":61:hello"])],
    ["with a date that never was", message([":61:2413020102C2,00NTRFNONREF"])],
    ["with an amount of two commas", message([":61:2401020102C2,0,0NTRFNONREF"])],
    ["of nothing", ""],
  ])("%s is refused", (_, text) => {
    expect(() => read(text)).toThrow(StatementError);
  });

  test("takes no longer for a line made to be slow", () => {
    const lines = [
      "/".repeat(50_000),
      "A/".repeat(25_000),
      "2401020102C2,00NTRF".padEnd(50_000, "a/"),
      "?20".repeat(16_000),
    ];
    for (const line of lines) {
      const since = performance.now();
      expect(() => read(message([`:61:${line}`]))).toThrow(StatementError);
      readDetails([`166${line}`]);
      expect(performance.now() - since).toBeLessThan(2_000);
    }
  });
});

describe("a ZIP", () => {
  test("opens to what was packed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), (content) => {
        expect(unzip(zipOf("a.xml", Buffer.from(content)))).toEqual([Buffer.from(content)]);
      }),
    );
  });

  test("with any one bit flipped opens to the same or not at all", () => {
    const content = Buffer.from("<Document>statement</Document>".repeat(20));
    const zip = zipOf("a.xml", content);
    for (let bit = 0; bit < zip.length * 8; bit++) {
      const flipped = Buffer.from(zip);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      try {
        expect(unzip(flipped)).toEqual([content]);
      } catch (cause) {
        expect(cause).toBeInstanceOf(StatementError);
      }
    }
  });

  test("that unpacks to more than a statement can be is refused, whatever size it claims", () => {
    const bomb = zipOf("a.xml", Buffer.alloc(64 * 1024 * 1024));
    bomb.writeUInt32LE(10, 22);
    expect(bomb.length).toBeLessThan(100_000);
    expect(() => unzip(bomb)).toThrow(StatementError);
    expect(deflateRawSync(Buffer.alloc(1)).length).toBeGreaterThan(0);
  });

  test.each([
    ["empty", ""],
    ["only a beginning", "PK\x03\x04"],
    ["only an end", "PK\x05\x06"],
  ])("that is %s is refused", (_, text) => {
    expect(() => unzip(Buffer.from(text, "latin1"))).toThrow(StatementError);
  });
});
