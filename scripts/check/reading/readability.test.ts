import { describe, expect, test } from "vitest";
import type { Language } from "#scripts/check/messages.ts";
import { countIn, easeOf, sumOf } from "./readability.ts";

const measured = (text: string, language: Language) => {
  const counts = countIn(text, language);
  return { ...counts, ease: Math.round(easeOf(counts, language) * 10) / 10 };
};

describe("the ease of reading", () => {
  // As they are given in the literature on Flesch’s formula: 116, 69 and 37.5.
  test.each([
    ["The cat sat on the mat.", { words: 6, sentences: 1, syllables: 6, ease: 116.1 }],
    [
      "This sentence, taken as a reading passage unto itself, is being used to prove a point.",
      { words: 16, sentences: 1, syllables: 23, ease: 69 },
    ],
    [
      "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.",
      { words: 13, sentences: 1, syllables: 24, ease: 37.5 },
    ],
  ])("of %j is what is published", (text, expected) => {
    expect(measured(text, "en")).toEqual(expected);
  });

  // Counted and computed by hand, with the formula of each language.
  test.each<[Language, string, object]>([
    // 206.835 − 10/2 − 62.3 × 16/10
    [
      "es",
      "El banco guarda sus datos. Usted decide quién los ve.",
      { words: 10, sentences: 2, syllables: 16, ease: 102.2 },
    ],
    // 207 − 1.015 × 9/2 − 73.6 × 11/9
    [
      "fr",
      "Vous donnez votre accord. Il prend fin tout seul.",
      { words: 9, sentences: 2, syllables: 11, ease: 112.5 },
    ],
    // 248.835 − 1.015 × 8/2 − 84.6 × 12/8
    ["pt", "O banco guarda os dados. Ninguém os vê.", { words: 8, sentences: 2, syllables: 12, ease: 117.9 }],
  ])("of a text in %s is what the formula says of it", (language, text, expected) => {
    expect(measured(text, language)).toEqual(expected);
  });

  test("counts what an apostrophe joins as one word, and what a hyphen joins as two", () => {
    expect(countIn("l’accès rendez-vous", "fr")).toEqual({ words: 3, sentences: 1, syllables: 5 });
  });

  test("takes a line of a list for a sentence, and a figure for no word", () => {
    expect(countIn("Who sees it:\n- your firm\n- 2 people, 24 times", "en")).toMatchObject({
      words: 7,
      sentences: 3,
    });
  });

  test("of several texts is that of them together", () => {
    const texts = ["The cat sat on the mat.", "It sat."];
    const apart = sumOf(texts.map((text) => countIn(text, "en")));
    expect(apart).toEqual(countIn(texts.join(" "), "en"));
  });
});
