import { unzip } from "./unzip.ts";

type Row = Readonly<Record<string, string>>;

/** A table as RFC 4180 has it, each row by its column's title. A second reading that shares nothing with what writes it. */
export function readCsv(csv: string): readonly Row[] {
  const rows: string[][] = [[]];
  let [cell, isQuoted] = ["", false];
  const text = csv.replace(/^\ufeff/, "");
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string;
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') cell += text[++at];
      else isQuoted = false;
    } else if (letter === '"') isQuoted = true;
    else if (letter === "," || letter === "\n") {
      rows.at(-1)?.push(cell.replace(/\r$/, ""));
      cell = "";
      if (letter === "\n") rows.push([]);
    } else cell += letter;
  }
  const [titles = [], ...lines] = rows.filter(({ length }) => length > 0);
  return lines.map((line) => Object.fromEntries(titles.map((title, column) => [title, line[column] ?? ""])));
}

export interface Sheet {
  readonly name: string;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', amp: "&", apos: "'" };
const unescaped = (xml: string): string =>
  xml.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);
const plain = (xml: string): string =>
  unescaped(xml).replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );

/** A workbook as programs open it: numbers are doubles, texts are what their cells say. */
export function readSheets(workbook: Buffer): {
  readonly sheets: readonly Sheet[];
  readonly hasFormula: boolean;
} {
  const files = unzip(workbook);
  const names = [...(files.get("xl/workbook.xml") ?? "").matchAll(/<sheet name="([^"]*)"/g)].map(([, name]) =>
    plain(name ?? ""),
  );
  const sheets = names.map((name, at): Sheet => {
    const [titles = [], ...lines] = rowsOf(files.get(`xl/worksheets/sheet${at + 1}.xml`) ?? "");
    return {
      name,
      rows: lines.map((line) =>
        Object.fromEntries(
          [...line.entries()].flatMap(([column, cell]) =>
            cell === undefined ? [] : [[String(titles[column]), cell]],
          ),
        ),
      ),
    };
  });
  const hasFormula = [...files].some(
    ([name, xml]) => name.startsWith("xl/worksheets/") && /<f[ >]/.test(xml),
  );
  return { sheets, hasFormula };
}

function rowsOf(xml: string): readonly (string | number | undefined)[][] {
  return [...xml.matchAll(/<row r="\d+">(.*?)<\/row>/gs)].map(([, row = ""]) => {
    const cells: (string | number | undefined)[] = [];
    for (const [, letters = "", rest = ""] of row.matchAll(/<c r="([A-Z]+)\d+"(.*?)<\/c>/gs)) {
      const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
      const text = /<t[^>]*>(.*?)<\/t>/s.exec(rest)?.[1];
      const number = /<v>(.*?)<\/v>/.exec(rest)?.[1];
      cells[column] = text === undefined ? Number(number) : plain(text);
    }
    return cells;
  });
}

/** The first sheet of an OpenDocument text file (ODF 1.3, part 3): numbers and times as the program holds them, formulas with a sign. */
export function readFlatSheet(fods: string): readonly Row[] {
  const [, sheet = ""] = /<table:table [^>]*>([\s\S]*?)<\/table:table>/.exec(fods) ?? [];
  const rows = [...sheet.matchAll(/<table:table-row[^>]*>([\s\S]*?)<\/table:table-row>/g)].map(
    ([, row = ""]) =>
      [...row.matchAll(/<table:table-cell([^>]*?)(?:\/>|>([\s\S]*?)<\/table:table-cell>)/g)].flatMap(
        ([, attributes = "", content = ""]) => {
          const said = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1];
          const lines = [...content.matchAll(/<text:p[^>]*>([\s\S]*?)<\/text:p>/g)].map(
            ([, line = ""]) => line,
          );
          const shown = unescaped(lines.join("\n").replace(/<[^>]*>/g, ""));
          const cell = said("office:value") ?? said("office:date-value") ?? shown;
          const times = Math.min(Number(said("table:number-columns-repeated") ?? 1), 100);
          return Array<string>(times).fill(said("table:formula") === undefined ? cell : `formula ${cell}`);
        },
      ),
  );
  const [titles = [], ...lines] = rows;
  const named = titles.filter((title) => title !== "");
  return lines
    .filter((line) => line.some((cell) => cell !== ""))
    .map((line) => Object.fromEntries(named.map((title, column) => [title, line[column] ?? ""])));
}
