import { buffer } from "node:stream/consumers";
import PDFDocument from "pdfkit";
import { plainText } from "#lib/files/plain-text.ts";
import { translator } from "#lib/i18n/messages.ts";
import type { KeyInventoryView } from "#lib/installation/view.ts";
import { slices } from "#lib/kernel/slices.ts";
import { Paper } from "#lib/portfolio/paper.ts";
import { describePack, type SummaryTable } from "./describe-pack.ts";
import type { PackPlan, PackTold } from "./pack-plan.ts";

/** A table of more lines is cut, and says so: a person reads the summary, and the files have everything. */
const mostLines = 300;

/** What a pack holds, for reading: on A4, in the maker's language, tagged for screen readers (PDF/UA). */
export async function writeSummary(
  plan: PackPlan,
  contents: PackTold,
  keys: KeyInventoryView,
): Promise<Buffer> {
  const { locale } = plan.means;
  const t = translator(locale, "evidence.pdf");
  const { title, facts, tables, notes } = describePack(plan, contents, keys);
  const options = {
    size: "A4",
    layout: "landscape",
    margin: 0,
    lang: locale,
    pdfVersion: "1.7",
    // The library knows PDF/UA; its types name PDF/A alone.
    subset: "PDF/UA" as "PDF/A-3a",
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    info: { Title: title, Author: plan.names.firm, CreationDate: plan.madeAt },
  } as const;
  const pdf = new PDFDocument(options);
  const bytes = buffer(pdf);
  const paper = new Paper(pdf);
  paper.heading("H1", title);
  for (const fact of facts) paper.paragraph(t("said", fact));
  const pause = slices();
  for (const table of tables) {
    await pause();
    writeTable(paper, table);
    const more = table.rows.length - mostLines;
    if (more > 0) paper.paragraph(t("more", { count: more }));
  }
  for (const { heading, paragraphs } of notes) {
    paper.heading("H2", heading);
    for (const paragraph of paragraphs) paper.paragraph(paragraph);
  }
  paper.end((page, pages) => t("page", { page, pages }));
  pdf.end();
  return bytes;
}

function writeTable(paper: Paper, { title, columns, rows }: SummaryTable): void {
  const table = paper.table(
    title,
    columns.map(({ text, width, isNumber = false }) => ({ text, width, isNumber })),
  );
  for (const row of rows.slice(0, mostLines)) {
    const cells = row.map((text, at) => ({
      text: plainText(text),
      isNumber: columns[at]?.isNumber ?? false,
    }));
    table.add(cells, false);
  }
  table.end();
}
