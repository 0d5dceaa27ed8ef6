/** One or two letters that stand for a name: the initials of its first and last word. */
export function monogram(name: string): string {
  const words = name
    .normalize("NFC")
    .split(/[\s\p{P}]+/u)
    .filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...new Intl.Segmenter().segment(word ?? "")][0]?.segment ?? "")
    .join("")
    .toLocaleUpperCase();
}
