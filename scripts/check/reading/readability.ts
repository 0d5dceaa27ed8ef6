import type { Language } from "#scripts/check/messages.ts";
import { syllablesIn } from "./syllables.ts";

export interface Counts {
  readonly words: number;
  readonly sentences: number;
  readonly syllables: number;
}

interface Formula {
  readonly name: string;
  readonly ease: (wordsInSentence: number, syllablesInWord: number) => number;
  /** Whoever has been at school until about fifteen reads what is at least as easy. */
  readonly lowerSecondary: number;
}

/**
 * One published formula for each language; the more, the easier. They are made for passages of a hundred words, so of a
 * short text the figure is a hint and no verdict.
 *
 * - en: Flesch, R. (1948), “A new readability yardstick”. 60 to 70 is plain English, read at 13 to 15.
 * - es: Szigriszt Pazos, F. (1993), perspicuity, on the INFLESZ scale of Barrio-Cantalejo et al. (2008): 55 to 65 is
 *   normal, as in compulsory secondary school.
 * - fr: Kandel, L. and Moles, A. (1958), Flesch’s figure for French, on his scale.
 * - pt: Martins, T. B. F., Ghiraldelo, C. M., Nunes, M. G. V. and Oliveira, O. N. (1996), Flesch’s figure for Portuguese:
 *   50 to 75 is easy, as until the eighth year of school.
 */
export const formulas: Readonly<Record<Language, Formula>> = {
  en: { name: "Flesch", ease: (w, s) => 206.835 - 1.015 * w - 84.6 * s, lowerSecondary: 60 },
  es: { name: "Szigriszt-Pazos", ease: (w, s) => 206.835 - w - 62.3 * s, lowerSecondary: 55 },
  fr: { name: "Kandel-Moles", ease: (w, s) => 207 - 1.015 * w - 73.6 * s, lowerSecondary: 60 },
  pt: { name: "Martins et al.", ease: (w, s) => 248.835 - 1.015 * w - 84.6 * s, lowerSecondary: 50 },
};

const word = /\p{L}[\p{L}\p{M}’'-]*/gu;

/** A line of a list and a heading are sentences too. What has no letter is no word. */
export function countIn(text: string, language: Language): Counts {
  const sentences = text
    .split(/(?<=[.!?…:;])\s+|\n+/u)
    .map((sentence) => sentence.match(word) ?? [])
    .filter((words) => words.length > 0);
  const words = sentences.flat().flatMap(partsOf);
  return {
    words: words.length,
    sentences: sentences.length,
    syllables: words.reduce((sum, one) => sum + syllablesIn(one, language), 0),
  };
}

/** A hyphen joins two words, each with its syllables; an apostrophe joins what is spoken as one (l’accès, it’s). */
const partsOf = (joined: string): readonly string[] =>
  joined.split("-").filter((part) => /\p{L}/u.test(part));

export const sumOf = (counts: readonly Counts[]): Counts =>
  counts.reduce(
    (sum, one) => ({
      words: sum.words + one.words,
      sentences: sum.sentences + one.sentences,
      syllables: sum.syllables + one.syllables,
    }),
    { words: 0, sentences: 0, syllables: 0 },
  );

/** How easy it is to read, of something that has words. */
export const easeOf = ({ words, sentences, syllables }: Counts, language: Language): number =>
  formulas[language].ease(words / sentences, syllables / words);
