const webAddress = /https?:\/\/[^\s<>"'`]+/g;
const trailingPunctuation = /[.,;:!?)\]}]+$/;
const href = /<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;

export interface TextPiece {
  readonly text: string;
  readonly isLink: boolean;
}

/** Cuts a text into plain pieces and web addresses, in order, losing no character. */
export function piecesOf(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(webAddress)) {
    const address = match[0].replace(trailingPunctuation, "");
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), isLink: false });
    pieces.push({ text: address, isLink: true });
    end = match.index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isLink: false });
  return pieces;
}

/** Every web address of a mail once, those of the text part first. */
export function linksOf(text: string, html: string | null): string[] {
  const inText = piecesOf(text).filter((piece) => piece.isLink);
  const inHtml = [...(html ?? "").matchAll(href)].map((match) =>
    decodeEntities(match[1] ?? match[2] ?? "").trim(),
  );
  const addresses = [
    ...inText.map((piece) => piece.text),
    ...inHtml.filter((address) => /^https?:\/\//i.test(address)),
  ];
  return [...new Set(addresses)];
}

/** Readable text for a mail that has none. It is escaped wherever it is shown, so it need not be safe as markup. */
export function textOfHtml(html: string): string {
  const blocks = html
    .replace(/<(script|style|head|title)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<br\b[^>]*>|<\/(?:p|div|h[1-6]|li|tr|table|blockquote)\s*>/gi, "\n")
    .replace(/<[^>]*>/g, "");
  return decodeEntities(blocks)
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n[ \n]*/g, "\n")
    .trim();
}

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (entity, decimal, hex, name) => {
    if (name) return named[String(name).toLowerCase()] ?? entity;
    const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : entity;
  });
}
