import type PDFDocument from "pdfkit";
import { fontRuns } from "#lib/files/font-runs.ts";
import { type Face, fontFile } from "#lib/files/pdf-fonts.ts";

type Pdf = InstanceType<typeof PDFDocument>;
type Element = ReturnType<Pdf["struct"]>;

export interface Cell {
  readonly text: string;
  readonly isNumber: boolean;
}

export interface Head extends Cell {
  /** Its part of the line, against the others'. */
  readonly width: number;
}

interface Style {
  readonly face: Face;
  readonly size: number;
  readonly color: string;
}

const margin = 40;
const gap = 9;
const ink = "#1d2226";
const quietInk = "#565f66";
const rule = "#c9cdd0";
const lineHeight = 1.35;
/** What does not fit is cut and says so: the whole of it stands in the other forms. */
const mostLines = 8;

const styles = {
  title: { face: "serif", size: 20, color: ink },
  heading: { face: "sansBold", size: 12, color: ink },
  text: { face: "sans", size: 9, color: ink },
  head: { face: "sansBold", size: 7, color: quietInk },
  cell: { face: "sans", size: 7.5, color: ink },
  strong: { face: "sansBold", size: 7.5, color: ink },
  foot: { face: "sans", size: 7.5, color: quietInk },
} as const satisfies Record<string, Style>;

/** Pages that texts and tables are written on from the top to the bottom. Nothing is written over the edge of a page. */
export class Paper {
  readonly #pdf: Pdf;
  readonly #root: Element;

  constructor(pdf: Pdf) {
    this.#pdf = pdf;
    this.#root = pdf.struct("Document");
    pdf.addStructure(this.#root);
    pdf.y = margin;
  }

  get #width(): number {
    return this.#pdf.page.width - 2 * margin;
  }

  heading(tag: "H1" | "H2", text: string): void {
    const style = tag === "H1" ? styles.title : styles.heading;
    this.#keep(tag === "H1" ? 0 : 70);
    if (tag === "H2") this.#pdf.y += 14;
    this.#put(tag, text, style);
    this.#pdf.y += 6;
  }

  paragraph(text: string): void {
    this.#put("P", text, styles.text);
    this.#pdf.y += 2;
  }

  /** A table whose head stands on every page that it reaches. */
  table(title: string, heads: readonly Head[]) {
    this.heading("H2", title);
    const table = this.#pdf.struct("Table");
    this.#root.add(table);
    const columns = this.#columnsOf(heads);
    this.#row(heads, columns, { style: styles.head, into: table, tag: "TH" });
    return {
      add: (cells: readonly Cell[], isStrong: boolean): void => {
        const style = isStrong ? styles.strong : styles.cell;
        const lines = this.#linesOf(cells, columns, style);
        if (this.#pdf.y + this.#heightOf(lines, style) > this.#bottom) {
          this.#pdf.addPage();
          this.#pdf.y = margin;
          this.#row(heads, columns, { style: styles.head, into: null, tag: "TH" });
        }
        this.#row(cells, columns, { style, into: table, tag: "TD", lines });
      },
      end: (): void => {
        table.end();
      },
    };
  }

  /** With the number of each page at its foot. */
  end(footOf: (page: number, pages: number) => string): void {
    this.#root.end();
    const { count } = this.#pdf.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.#pdf.switchToPage(page);
      this.#artifact(() => {
        const y = this.#pdf.page.height - margin + 10;
        this.#draw(footOf(page + 1, count), { x: margin, y, style: styles.foot });
      });
    }
  }

  get #bottom(): number {
    return this.#pdf.page.height - margin;
  }

  #keep(height: number): void {
    if (this.#pdf.y + height <= this.#bottom) return;
    this.#pdf.addPage();
    this.#pdf.y = margin;
  }

  #put(tag: string, text: string, style: Style): void {
    for (const line of this.#wrap(text, this.#width, style)) {
      this.#keep(style.size * lineHeight);
      const { y } = this.#pdf;
      this.#root.add(this.#pdf.struct(tag, {}, () => this.#draw(line, { x: margin, y, style })));
      this.#pdf.y = y + style.size * lineHeight;
    }
  }

  #columnsOf(heads: readonly Head[]): readonly { x: number; width: number }[] {
    const all = heads.reduce((sum, { width }) => sum + width, 0);
    const free = this.#width - gap * (heads.length - 1);
    let x = margin;
    return heads.map(({ width }) => {
      const column = { x, width: (free * width) / all };
      x += column.width + gap;
      return column;
    });
  }

  #linesOf(cells: readonly Cell[], columns: readonly { width: number }[], style: Style) {
    return cells.map(({ text }, at) => this.#wrap(text, columns[at]?.width ?? 0, style));
  }

  #heightOf(lines: readonly (readonly string[])[], { size }: Style): number {
    return Math.max(1, ...lines.map(({ length }) => length)) * size * lineHeight + 5;
  }

  #row(
    cells: readonly Cell[],
    columns: readonly { x: number; width: number }[],
    { style, into, tag, lines = this.#linesOf(cells, columns, style) }: RowStyle,
  ): void {
    const top = this.#pdf.y;
    const row = into && this.#pdf.struct("TR");
    if (into && row) into.add(row);
    for (const [at, { isNumber }] of cells.entries()) {
      const column = columns[at];
      if (!column) continue;
      const draw = () => {
        for (const [number, line] of (lines[at] ?? []).entries()) {
          const x = isNumber ? column.x + column.width - this.#widthOf(line, style) : column.x;
          this.#draw(line, { x, y: top + number * style.size * lineHeight, style });
        }
      };
      if (row) row.add(this.#pdf.struct(tag, {}, draw));
      else this.#artifact(draw);
    }
    row?.end();
    this.#pdf.y = top + this.#heightOf(lines, style);
    this.#artifact(() => {
      const y = this.#pdf.y - 3;
      const right = this.#pdf.page.width - margin;
      this.#pdf.moveTo(margin, y).lineTo(right, y).lineWidth(0.4).strokeColor(rule).stroke();
    });
  }

  #artifact(draw: () => void): void {
    this.#pdf.markContent("Artifact", { type: "Layout" });
    draw();
    this.#pdf.endMarkedContent();
  }

  #widthOf(text: string, { face, size }: Style): number {
    this.#pdf.fontSize(size);
    return fontRuns(text).reduce(
      (width, run) => width + this.#pdf.font(fontFile(face, run.subset)).widthOfString(run.text),
      0,
    );
  }

  /** Between words, and within a word that is longer than a line. */
  #wrap(text: string, width: number, style: Style): readonly string[] {
    const lines: string[] = [];
    let line = "";
    for (const word of text.split(" ").flatMap((whole) => this.#pieces(whole, width, style))) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line === "" || this.#widthOf(longer, style) <= width) line = longer;
      else {
        lines.push(line);
        line = word;
      }
      if (lines.length === mostLines) return [...lines.slice(0, -1), `${lines.at(-1)}…`];
    }
    return [...lines, line];
  }

  #pieces(word: string, width: number, style: Style): readonly string[] {
    if (this.#widthOf(word.slice(0, 200), style) <= width && word.length <= 200) return [word];
    const pieces: string[] = [];
    let piece = "";
    for (const letter of word) {
      if (piece !== "" && this.#widthOf(piece + letter, style) > width) {
        pieces.push(piece);
        piece = "";
        if (pieces.length > mostLines) break;
      }
      piece += letter;
    }
    return [...pieces, piece];
  }

  #draw(
    text: string,
    { x, y, style }: { readonly x: number; readonly y: number; readonly style: Style },
  ): void {
    let left = x;
    this.#pdf.fillColor(style.color).fontSize(style.size);
    for (const run of fontRuns(text)) {
      this.#pdf.font(fontFile(style.face, run.subset));
      this.#pdf.text(run.text, left, y, { lineBreak: false });
      left += this.#pdf.widthOfString(run.text);
    }
  }
}

interface RowStyle {
  readonly style: Style;
  /** `null` where it is drawn once more and not said once more. */
  readonly into: Element | null;
  readonly tag: "TH" | "TD";
  readonly lines?: readonly (readonly string[])[];
}
