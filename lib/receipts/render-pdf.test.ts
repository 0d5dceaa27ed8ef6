import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { PrintedDocument } from "./printed-document.ts";
import { renderPdf } from "./render-pdf.ts";

const document: PrintedDocument = {
  locale: "es",
  title: "Recibo de su consentimiento",
  issuer: "Norte Patrimonio",
  lead: "Puede terminarlo cuando quiera.",
  facts: [{ term: "Quién", lines: ["Marta Cebrián Quiñones", "Łukasz Żółć"] }],
  notes: ["SHA-256"],
  attached: { name: "receipt.json", bytes: Buffer.from('{"a":1}') },
};
const at = new Date("2026-11-21T10:00:00Z");

/** The objects outside streams, as text. */
const structure = (pdf: Buffer) => pdf.toString("latin1").replace(/stream\r?\n[\s\S]*?endstream/g, "");

/** What is inside the page's content streams. */
function content(pdf: Buffer): string {
  const text = pdf.toString("latin1");
  return [...text.matchAll(/stream\n([\s\S]*?)\nendstream/g)]
    .map(([, bytes = ""]) => {
      try {
        return inflateSync(Buffer.from(bytes, "latin1")).toString("latin1");
      } catch {
        return "";
      }
    })
    .join("\n");
}

describe("a receipt on paper", () => {
  test("says its language and title to a screen reader, and what is a heading and what a paragraph", async () => {
    const pdf = structure(await renderPdf(document, at));
    expect(pdf).toContain("/Lang (es)");
    expect(pdf).toContain("/MarkInfo");
    expect(pdf).toContain("/S /H1");
    expect(pdf.match(/\/S \/P\b/g)?.length).toBe(4);
  });

  test("has its fonts inside, one file for each subset that the text needs", async () => {
    const embedded = new Set(structure(await renderPdf(document, at)).match(/\/FontFile2? \d+/g));
    expect(embedded.size).toBe(4);
  });

  test("brings the signed file with it", async () => {
    const pdf = await renderPdf(document, at);
    expect(structure(pdf)).toContain("(receipt.json)");
    expect(content(pdf)).toContain('{"a":1}');
  });

  test("runs on to further pages rather than off the first", async () => {
    const facts = Array.from({ length: 60 }, (_, each) => ({ term: `Dato ${each}`, lines: ["uno", "dos"] }));
    const pages = structure(await renderPdf({ ...document, facts }, at)).match(/\/Type \/Page\b/g);
    expect(pages?.length).toBeGreaterThan(2);
  });

  test("draws its text in tagged content only", async () => {
    const drawn = content(await renderPdf(document, at));
    const untagged = drawn.replace(/BDC[\s\S]*?EMC/g, "");
    expect(drawn).toMatch(/T[Jj]/);
    expect(untagged).not.toMatch(/T[Jj]\b/);
  });
});
