import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { type Catalogue, compareLanguages, readMessages, slotsOf } from "#scripts/check/messages.ts";
import { type TranslationUse, translationUses } from "#scripts/check/translation-uses.ts";
import { type Findings, readText, type Tree } from "#scripts/check/tree.ts";

const readers = /^(app|components|lib|sandbox|proxy)\b.*\.tsx?$/;
const catalogue = "lib/kernel/errors.ts";

/** Every text exists in every language, takes the same arguments there, and is shown somewhere. */
export async function checkTranslations(tree: Tree): Promise<Findings> {
  const messages = readMessages(tree);
  const { problems, notes } = compareLanguages(messages);
  const uses = tree.files
    .filter((file) => readers.test(file) && !/\.test\.tsx?$|\.d\.ts$/.test(file))
    .flatMap((file) => translationUses(readText(tree, file), file).map((use) => ({ ...use, file })));

  for (const use of uses)
    problems.push(...checkUse(messages.en, use).map((problem) => `${use.file}: ${problem}`));
  for (const code of await errorCodes(tree)) {
    if (!messages.en.has(`errors.${code}`)) problems.push(`${catalogue}: errors.${code} has no text`);
  }
  problems.push(...unused(messages.en, uses).map((key) => `en: ${key} is never used`));
  return { problems, notes };
}

function checkUse(texts: Catalogue, { key, values }: TranslationUse): string[] {
  if (key === "" || key.endsWith(".")) {
    const covers = [...texts.keys()].some((known) => known.startsWith(key));
    return covers ? [] : [`no text begins with ${key}`];
  }
  const text = texts.get(key);
  if (text === undefined) return [`${key} does not exist`];
  if (values === null) return [];
  const lacking = [...slotsIfValid(text)].filter((slot) => !values.includes(slot));
  return lacking.length === 0 ? [] : [`${key} is not given ${lacking.join(", ")}`];
}

function slotsIfValid(text: string): string[] {
  try {
    return [...slotsOf(text).keys()];
  } catch {
    // Told once, with the language, by the comparison of the catalogues.
    return [];
  }
}

function unused(texts: Catalogue, uses: readonly TranslationUse[]): string[] {
  const keys = new Set(uses.map(({ key }) => key));
  const prefixes = [...keys].filter((key) => key !== "" && key.endsWith("."));
  return [...texts.keys()].filter(
    (key) => !keys.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
  );
}

/** A refusal's title is looked up by its code, which no call spells out. */
async function errorCodes(tree: Tree): Promise<string[]> {
  const path = join(tree.root, catalogue);
  if (!existsSync(path)) return [];
  const { errorCatalogue } = (await import(pathToFileURL(path).href)) as {
    errorCatalogue: Record<string, unknown>;
  };
  return Object.keys(errorCatalogue);
}
