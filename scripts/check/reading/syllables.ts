import type { Language } from "#scripts/check/messages.ts";

/**
 * How many syllables a word has as it is spoken. The spelling of Spanish and Portuguese says it by rule; that of
 * French and English does so for most words, and the others are told one by one.
 */
export function syllablesIn(word: string, language: Language): number {
  const letters = word
    .toLowerCase()
    .normalize("NFC")
    .replace(/[^\p{L}]/gu, "");
  return letters === "" ? 1 : Math.max(1, counters[language](letters));
}

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Strong vowels each make a syllable, weak ones with an accent too; other weak ones join their neighbour. */
function spanish(word: string): number {
  const spoken = word
    .replace(/h/g, "")
    .replace(/qu|gu(?=[eéií])/g, "q")
    // At the end or before a consonant, y is a vowel that joins the one before it.
    .replace(/y(?![aeiouáéíóúü])/g, "i");
  const runs = spoken.match(/[aeiouáéíóúü]+/g) ?? [];
  return runs.reduce((sum, run) => sum + Math.max(1, countOf(run, /[aeoáéíóú]/g)), 0);
}

/** As in Spanish, but a weak vowel before a strong one is a syllable of its own unless an accent stands before it. */
function portuguese(word: string): number {
  const spoken = word
    .replace(/h(?<![ln]h)/g, "")
    .replace(/qu|gu(?=[eéêií])/g, "q")
    .replace(/gu(?=[aáâãoóôõ])/g, "g")
    .replace(/ão/g, "ã")
    .replace(/ãe/g, "ã")
    .replace(/õe/g, "õ");
  // his-tó-ria, but di-a: the last syllable of a word with an accent before it is one.
  const joined = spoken.replace(/(?<=[áâãéêíóôõú].*[^aeiouáâãàéêíóôõú])[iu](?=[aeo](?:s|m)?$)/, "");
  // a-in-da, ra-i-nha, sa-ir: a weak vowel before these does not join the one before it.
  const apart = joined.replace(/(?<=[aeou])[iu](?=nh|[lmnrz](?:[^aeiouáâãàéêíóôõúh]|$))/g, "í");
  const falling = apart.replace(/(?<=[aeoáâãàéêíóôõú])[iu](?!í)/g, "");
  return countOf(falling.replace(/ui|iu/g, "u"), /[aeiouáâãàéêíóôõú]/g);
}

/** Words in -ent whose end is spoken; in all others but those in -ment it is the silent end of a verb. */
const spokenEnd =
  /ments?$|^(?:argent|client|souvent|cent|lent|vent|dent|récent|présent|absent|agent|accent|patient|urgent|permanent|différent|précédent|équivalent|content|évident|président|régent|parent|talent|incident|compétent)s?$/;

function french(word: string): number {
  const spoken = word.replace(/qu|gu(?=[eéèêiî])/g, "q").replace(/y(?=[aeiouàâéèêëîïôöùûü])/g, "j");
  const heard = spokenEnd.test(word) ? spoken : spoken.replace(/(?<=.[^aeiouéè]|[éiu])ent$/, "");
  const cut = heard.replace(/(?<=[aeiouyàâéèêëîïôöùûüœ].*)es?$/, "");
  const syllables = countOf(cut, /[aeiouyàâéèêëîïôöùûüœæ]+/g);
  const apart = countOf(cut, /é(?=[aeoéèêâ])|[aeiou](?=[ïë])/g);
  // cli-ent, ou-bli-er: two consonants of which the second flows are followed by a syllable of its own.
  return syllables + apart + countOf(cut, /[bcdfgptv][lr]i(?=[aeéèoô])/g);
}

/** English words that the rules below miscount, as they are spoken. */
const english: Readonly<Record<string, number>> = {
  ...{
    area: 3,
    idea: 3,
    ideas: 3,
    being: 2,
    doing: 2,
    going: 2,
    seeing: 2,
    client: 2,
    clients: 2,
    science: 2,
  },
  ...{ create: 2, created: 3, creates: 2, people: 2, someone: 2, something: 2, sometimes: 2, somebody: 3 },
  ...{ everybody: 4, everything: 3, every: 2, anyone: 3, business: 2, different: 3, quiet: 2, trial: 2 },
  ...{ data: 2, period: 3, periods: 3, various: 3, material: 4, previous: 3, obvious: 3, reliance: 3 },
  ...{ compliance: 3, diary: 3, via: 2, variable: 4, safely: 2, safety: 2, closely: 2, likely: 2, lately: 2 },
  ...{ therefore: 2, purpose: 2, purposes: 3, themselves: 2, yourself: 2, once: 1, used: 1, use: 1 },
};

function englishSyllables(word: string): number {
  const known = english[word];
  if (known !== undefined) return known;
  const heard = word
    // Silent: the e of -ed but after t and d, of -es but after a hiss, and at the end but for -le.
    .replace(/(?<![td])ed$|(?<![cgsxz]|ch|sh|[^aeiouy]l)es$|(?<![^aeiouy]l)e$/, "")
    .replace(/e(?=ments?$|ful$|less$|ly$)/, "")
    .replace(/^y|(?<=[aeiou])y(?=[aeiou])/, "");
  const syllables = countOf(heard, /[aeiouy]+/g);
  const apart = countOf(
    heard,
    /(?<![tcsg])i(?=o|a(?!n\b))|(?<=[^aeiou])[iu](?=a$)|e(?=o|ing$)|u(?=al|ou|a(?:te|r))/g,
  );
  return syllables + apart;
}

const counters: Readonly<Record<Language, (word: string) => number>> = {
  en: englishSyllables,
  es: spanish,
  fr: french,
  pt: portuguese,
};
