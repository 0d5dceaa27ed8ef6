import { describe, expect, test } from "vitest";

import { plant } from "#scripts/check/plant.ts";
import { translationUses } from "#scripts/check/translation-uses.ts";
import { checkTranslations } from "#scripts/check/translations.ts";

type Texts = Record<string, unknown>;

const english: Texts = {
  home: { title: "Welcome, {name}", rest: "You have <b>{count, plural, one {# mail} other {# mails}}</b>" },
};
const page = `
  import { useTranslations } from "next-intl";
  export function Home({ name }: { name: string }) {
    const t = useTranslations("home");
    return <p title={t("title", { name })}>{t.rich("rest", { count: 2, b: (text) => <b>{text}</b> })}</p>;
  }`;

async function check(change: {
  texts?: Partial<Record<"en" | "es" | "fr" | "pt", Texts>>;
  files?: Record<string, string>;
}) {
  const messages = ["en", "es", "fr", "pt"].map((language) => [
    `lib/i18n/messages/${language}.json`,
    JSON.stringify(change.texts?.[language as "en"] ?? english),
  ]);
  using tree = plant({ ...Object.fromEntries(messages), "app/page.tsx": page, ...change.files });
  return await checkTranslations(tree);
}

const home = english.home as Texts;

describe("the check of the translations", () => {
  test("is content with the same texts everywhere, all of them used", async () => {
    expect(await check({})).toEqual({
      problems: [],
      notes: ["es", "fr", "pt"].map((language) => `${language}: home.rest is the English text`),
    });
  });

  test.each<[string, Texts, string]>([
    ["a missing text", { home: { title: "Hola, {name}" } }, "es: home.rest is missing"],
    ["a text too many", { home: { ...home, more: "Más" } }, "es: home.more does not exist in English"],
    ["an empty text", { home: { ...home, title: " " } }, "es: home.title is empty"],
    [
      "another argument",
      { home: { ...home, title: "Hola, {nombre}" } },
      "es: home.title has {nombre}, English {name}",
    ],
    [
      "a quoted argument",
      { home: { ...home, title: "Hola, '{name}'" } },
      "es: home.title has no argument, English {name}",
    ],
    [
      "a lost tag",
      { home: { ...home, rest: "{count}" } },
      "es: home.rest has {count}, English {b, tag} {count}",
    ],
    ["broken syntax", { home: { ...home, title: "Hola, {name" } }, "es: home.title is not valid ICU"],
  ])("finds %s", async (_, es, problem) => {
    expect((await check({ texts: { es } })).problems.join("\n")).toContain(problem);
  });

  test("finds options of a choice that differ", async () => {
    const choice = (options: string) => ({ home: { title: `{name, select, ${options}}`, rest: home.rest } });
    const en = choice("a {A} other {B}");
    const { problems } = await check({ texts: { en, fr: en, pt: en, es: choice("b {A} other {B}") } });
    expect(problems).toEqual(["es: home.title has {name, select b/other}, English {name, select a/other}"]);
  });

  test.each([
    ["a text that does not exist", 't("subtitle")', "lib/x.ts: home.subtitle does not exist"],
    ["a value that is not given", 't("title")', "lib/x.ts: home.title is not given name"],
    [
      "a prefix that covers nothing",
      `t(\`status.\${status}\`)`,
      "lib/x.ts: no text begins with home.status.",
    ],
  ])("finds %s", async (_, call, problem) => {
    const file = `export const f = (t: Translator<"home">, status: string) => ${call};`;
    expect((await check({ files: { "lib/x.ts": file } })).problems).toEqual([problem]);
  });

  test("finds a text that nothing uses", async () => {
    expect((await check({ files: { "app/page.tsx": "export {};" } })).problems).toEqual([
      "en: home.title is never used",
      "en: home.rest is never used",
    ]);
  });

  test("finds a refusal without a title", async () => {
    const catalogue = 'export const errorCatalogue = { "consent.changed": { status: 409 } };';
    expect((await check({ files: { "lib/kernel/errors.ts": catalogue } })).problems).toEqual([
      "lib/kernel/errors.ts: errors.consent.changed has no text",
    ]);
  });
});

test.each([
  ["an awaited translator", 'const t = await getTranslations("a"); t("b");', "a.b"],
  ["one of several awaited", 'const [x, t] = await Promise.all([f(), getTranslations("a")]); t("b");', "a.b"],
  ["a namespace in an object", 'const t = await getTranslations({ locale, namespace: "a" }); t("b");', "a.b"],
  ["a namespace after the locale", 'const t = translator(locale, "a.b"); t("c");', "a.b.c"],
  ["no namespace", 'const t = useTranslations(); t("a.b");', "a.b"],
  ["a translator called at once", '(await getTranslations("a"))("b");', "a.b"],
  ["a choice", 'const t = useTranslations("a"); t(yes ? "b" : "c");', "a.b a.c"],
  ["a beginning", `const t = useTranslations("a"); t(\`b.\${c}\`);`, "a.b."],
  ["any text of a namespace", 'const t = useTranslations("a"); t(code);', "a."],
  ["a comment", "// i18n: a.b, c.*\n", "a.b c."],
  [
    "the nearest translator",
    'const t = useTranslations("a"); function f() { const t = useTranslations("b"); t("c"); }',
    "b.c",
  ],
  ["nothing in an unknown function", 'tt("a.b");', ""],
])("a use is read from %s", (_, source, keys) => {
  expect(
    translationUses(source, "x.ts")
      .map(({ key }) => key)
      .join(" "),
  ).toBe(keys);
});
