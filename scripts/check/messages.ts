import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";

import { readJson, type Tree } from "#scripts/check/tree.ts";

export const languages = ["en", "es", "fr", "pt"] as const;
export type Language = (typeof languages)[number];

/** Texts by their full key, such as `portal.emptyTitle`. */
export type Catalogue = ReadonlyMap<string, string>;

/** What a caller hands over for a text, each with what the text does with it. */
export type Slots = ReadonlyMap<string, string>;

/** Shorter texts are often names or words that two languages share. */
const sharedWordsLength = 25;

export function readMessages(tree: Tree): Record<Language, Catalogue> {
  const read = (language: Language) =>
    new Map(flatten(readJson<unknown>(tree, `lib/i18n/messages/${language}.json`), ""));
  return { en: read("en"), es: read("es"), fr: read("fr"), pt: read("pt") };
}

/** The texts of a tree of them, by their full keys. */
export function flatten(node: unknown, key: string): [string, string][] {
  if (typeof node === "string") return [[key, node]];
  if (typeof node !== "object" || node === null) throw new Error(`${key}: a text must be a string`);
  return Object.entries(node).flatMap(([name, child]) => flatten(child, key ? `${key}.${name}` : name));
}

/** The arguments and tags of a text. Throws where the text is not valid ICU. */
export function slotsOf(message: string): Slots {
  const slots = new Map<string, string>();
  const visit = (elements: readonly MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      slots.set(element.value, slotKind(element) ?? slots.get(element.value) ?? "value");
      if (element.type === TYPE.tag) visit(element.children);
      if (element.type === TYPE.select || element.type === TYPE.plural) {
        for (const option of Object.values(element.options)) visit(option.value);
      }
    }
  };
  visit(parse(message));
  return slots;
}

/** Number, plural and plain use of one argument may differ between languages; these may not. */
function slotKind(element: MessageFormatElement): string | null {
  if (element.type === TYPE.tag) return "tag";
  if (element.type === TYPE.date) return "date";
  if (element.type === TYPE.time) return "time";
  if (element.type === TYPE.select) return `select ${Object.keys(element.options).sort().join("/")}`;
  return null;
}

/** Where a language has other texts, other arguments or no text at all for what English says. */
export function compareLanguages(messages: Record<Language, Catalogue>) {
  const problems: string[] = [];
  const notes: string[] = [];
  for (const language of languages) {
    for (const key of messages.en.keys()) {
      if (!messages[language].has(key)) problems.push(`${language}: ${key} is missing`);
    }
    for (const [key, text] of messages[language]) {
      const english = messages.en.get(key);
      if (english === undefined) problems.push(`${language}: ${key} does not exist in English`);
      if (text.trim() === "") problems.push(`${language}: ${key} is empty`);
      else problems.push(...compareSlots(language, key, text, english ?? text));
      if (language !== "en" && text === english && text.length > sharedWordsLength) {
        notes.push(`${language}: ${key} is the English text`);
      }
    }
  }
  return { problems, notes };
}

function compareSlots(language: Language, key: string, text: string, english: string): string[] {
  try {
    const own = describe(slotsOf(text));
    const expected = language === "en" ? own : describe(slotsOf(english));
    return own === expected
      ? []
      : [`${language}: ${key} has ${own || "no argument"}, English ${expected || "none"}`];
  } catch (cause) {
    return [`${language}: ${key} is not valid ICU (${cause instanceof Error ? cause.message : cause})`];
  }
}

function describe(slots: Slots): string {
  return [...slots]
    .map(([name, kind]) => (kind === "value" ? `{${name}}` : `{${name}, ${kind}}`))
    .sort()
    .join(" ");
}
