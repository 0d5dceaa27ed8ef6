import { buffer } from "node:stream/consumers";
import PDFDocument from "pdfkit";
import { fontRuns } from "#lib/files/font-runs.ts";
import { type Face, fontFile } from "#lib/files/pdf-fonts.ts";
import type { ReceiptFact } from "./describe-receipt.ts";
import type { PrintedDocument } from "./printed-document.ts";

type Pdf = InstanceType<typeof PDFDocument>;
const pointsPerMm = 72 / 25.4;
const margin = 24 * pointsPerMm;
const ink = "#1d2226";
const quietInk = "#565f66";
const line = "#c9cdd0";

/** A receipt on A4, tagged for screen readers (PDF/UA) and with its language, title and fonts inside. */
export async function renderPdf(document: PrintedDocument, createdAt: Date): Promise<Buffer> {
  const options = {
    size: "A4",
    margin,
    lang: document.locale,
    pdfVersion: "1.7",
    // The library knows PDF/UA; its types name PDF/A alone.
    subset: "PDF/UA" as "PDF/A-3a",
    tagged: true,
    displayTitle: true,
    info: { Title: document.title, Author: document.issuer, CreationDate: createdAt },
  } as const;
  const pdf = new PDFDocument(options);
  const bytes = buffer(pdf);
  const root = pdf.struct("Document");
  pdf.addStructure(root);
  const put = (tag: string, draw: () => void) => root.add(pdf.struct(tag, {}, draw));

  put("P", () => write(pdf, document.issuer, { face: "sansBold", size: 9, color: quietInk, after: 18 }));
  put("H1", () => write(pdf, document.title, { face: "serif", size: 22, color: ink, after: 10 }));
  put("P", () => write(pdf, document.lead, { face: "sans", size: 11, color: ink, after: 16 }));
  for (const fact of document.facts) put("P", () => writeFact(pdf, fact));
  rule(pdf);
  for (const note of document.notes) {
    put("P", () => write(pdf, note, { face: "sans", size: 8, color: quietInk, after: 5 }));
  }
  root.end();
  pdf.file(document.attached.bytes, {
    name: document.attached.name,
    type: "application/json",
    description: document.title,
    creationDate: createdAt,
    modifiedDate: createdAt,
  });
  pdf.end();
  return bytes;
}

function writeFact(pdf: Pdf, { term, lines }: ReceiptFact): void {
  // A term is not left alone at the foot of a page.
  if (pdf.y > pdf.page.height - margin - 60) pdf.addPage();
  write(pdf, term, { face: "sansBold", size: 9, color: quietInk, after: 2 });
  for (const each of lines) write(pdf, each, { face: "sans", size: 11, color: ink, after: 2 });
  pdf.y += 9;
}

interface Style {
  readonly face: Face;
  readonly size: number;
  readonly color: string;
  /** Points of space below. */
  readonly after: number;
}

function write(pdf: Pdf, text: string, { face, size, color, after }: Style): void {
  const runs = fontRuns(text);
  pdf.fillColor(color).fontSize(size);
  pdf.x = margin;
  for (const [at, run] of runs.entries()) {
    pdf.font(fontFile(face, run.subset));
    pdf.text(run.text, { continued: at < runs.length - 1, lineGap: size * 0.3 });
  }
  pdf.y += after;
}

function rule(pdf: Pdf): void {
  pdf.markContent("Artifact", { type: "Layout" });
  pdf
    .moveTo(margin, pdf.y)
    .lineTo(pdf.page.width - margin, pdf.y)
    .lineWidth(0.5)
    .strokeColor(line)
    .stroke();
  pdf.endMarkedContent();
  pdf.y += 12;
}
