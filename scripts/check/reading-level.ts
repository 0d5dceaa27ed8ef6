import { fileURLToPath } from "node:url";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";

import { type Catalogue, flatten, type Language, languages, readMessages } from "#scripts/check/messages.ts";
import { type Counts, countIn, easeOf, formulas, sumOf } from "#scripts/check/reading/readability.ts";
import { type Findings, readJson, readTree, type Tree } from "#scripts/check/tree.ts";

/** What only the firm's own people read. Whatever else is added is for investors until it stands here. */
const forStaff = [
  ...["advisor", "audit", "clients", "console", "firmContacts", "keys"],
  ...["methods", "roles", "secondFactor", "staffSignIn"],
];

/** Shorter ones are labels: the formulas say nothing about them. */
const fewestWords = 10;

interface Measured {
  readonly key: string;
  readonly counts: Counts;
}

/**
 * How hard the texts are that investors read, in each language. A warning and no gate: a formula counts syllables and
 * does not know whether a text is clear.
 */
export function checkReadingLevel(tree: Tree): Findings {
  const messages = readMessages(tree);
  const notes = languages.flatMap((language) => {
    const measured = [...forInvestors(messages[language]), ...consentText(tree, language)]
      .map(([key, text]) => ({ key, counts: countIn(text, language) }))
      .filter(({ counts }) => counts.words >= fewestWords);
    return measured.length === 0 ? [] : [...warnings(measured, language), summary(measured, language)];
  });
  return { problems: [], notes };
}

const isHard = ({ counts }: Measured, language: Language): boolean =>
  easeOf(counts, language) < formulas[language].lowerSecondary;

function warnings(measured: readonly Measured[], language: Language): readonly string[] {
  return measured
    .filter((one) => isHard(one, language))
    .map(({ key, counts }) => ({ key, ease: easeOf(counts, language) }))
    .sort((a, b) => a.ease - b.ease)
    .map(({ key, ease }) => `${language}: ${key} is hard to read (${ease.toFixed(0)})`);
}

function summary(measured: readonly Measured[], language: Language): string {
  const { name, lowerSecondary } = formulas[language];
  const ease = easeOf(sumOf(measured.map(({ counts }) => counts)), language).toFixed(0);
  const hard = measured.filter((one) => isHard(one, language)).length;
  return `${language}: ${ease} by ${name} over ${measured.length} texts; ${hard} below ${lowerSecondary}, lower-secondary level`;
}

const forInvestors = (texts: Catalogue): readonly [string, string][] =>
  [...texts]
    .filter(([key]) => !forStaff.includes(key.split(".")[0] ?? ""))
    .map(([key, text]) => [key, plainly(text)]);

/** The text that is agreed to, as one: of its last version, since what was shown to people does not change. */
function consentText(tree: Tree, language: Language): readonly [string, string][] {
  const [last] = tree.files
    .flatMap((file) => /^lib\/consent\/texts\/v(\d+)\/en\.json$/.exec(file)?.[1] ?? [])
    .sort((a, b) => Number(b) - Number(a));
  if (last === undefined) return [];
  const sentences = flatten(readJson<unknown>(tree, `lib/consent/texts/v${last}/${language}.json`), "");
  const texts = sentences.filter(([, text]) => /\s/.test(text)).map(([, text]) => plainly(text));
  return [[`the consent’s text, version ${last}`, texts.join("\n")]];
}

/** A text as it is read, with a short name in the place of every value. */
function plainly(message: string): string {
  const read = (elements: readonly MessageFormatElement[]): string =>
    elements
      .map((element) => {
        if (element.type === TYPE.literal) return element.value;
        if (element.type === TYPE.pound) return "2";
        if (element.type === TYPE.tag) return read(element.children);
        if (element.type === TYPE.plural || element.type === TYPE.select)
          return read((element.options.other ?? Object.values(element.options)[0])?.value ?? []);
        return "Ana";
      })
      .join("");
  try {
    return read(parse(message));
  } catch {
    // What is wrong with it is told by the step that compares the languages.
    return message;
  }
}

if (import.meta.main) {
  const { notes = [] } = checkReadingLevel(readTree(fileURLToPath(new URL("../..", import.meta.url))));
  console.log(notes.join("\n"));
}
