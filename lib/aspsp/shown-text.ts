/** A text from a bank, made fit to be shown: one line, no control or direction characters, and an end. */
export function toShownText(written: string, longest: number): string | null {
  const text = written
    .slice(0, 8 * longest)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]/g, "")
    .replace(/ {2,}/g, " ")
    .trim();
  if (text === "") return null;
  const characters = [...text];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : text;
}
