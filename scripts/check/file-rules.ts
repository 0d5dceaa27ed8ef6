import { type Findings, lineAt, readText, type Tree } from "#scripts/check/tree.ts";

const longestFile = 400;
const code = /\.(ts|tsx|mjs|js|sql)$/;
const text = /\.(ts|tsx|mjs|js|sql|css|json|md|ya?ml|sh|html)$|^\.ci\/|^[^/.]+$/;

interface TextRule {
  readonly says: string;
  readonly pattern: RegExp;
}

// Written with a class in each, so that this file keeps its own rules.
const codeRules: readonly TextRule[] = [
  { says: "unfinished work", pattern: /\b(?:TO[D]O|FIX[M]E|XX[X]|HAC[K])\b/g },
  {
    says: "a test that is left out or alone",
    pattern: /\b(?:test|it|describe|suite)(?:\.\w+)*\.(?:onl[y]|ski[p]|tod[o]|fixm[e])\b/g,
  },
];

const textRules: readonly TextRule[] = [
  { says: "a control character; write its escape", pattern: /[^\P{Cc}\t\n\r]/gu },
  {
    says: "a path of one machine",
    pattern: /(?<![\w.)\]}*~-])\/(?:wor[k]|roo[t]|hom[e]|User[s])\/[\w.-]+|\b[A-Z]:\\User[s]\\/g,
  },
  {
    says: "a package registry's host",
    pattern: /\bregistry\.[a-z]+[.]?[a-z]*\.(?:org|com|dev|io)\b|\bnpm[j]s\.(?:org|com)\b/g,
  },
];

/** Short files, no leftovers, and nothing that belongs to one machine. */
export function checkFileRules(tree: Tree): Findings {
  const problems: string[] = [];
  for (const file of tree.files.filter((name) => text.test(name))) {
    const content = readText(tree, file);
    const rules = code.test(file) ? [...codeRules, ...textRules] : textRules;
    for (const { says, pattern } of rules) {
      for (const match of content.matchAll(pattern)) {
        problems.push(`${file}:${lineAt(content, match.index)}: ${says} (${JSON.stringify(match[0])})`);
      }
    }
    const lines = content.split("\n").length - 1;
    if (code.test(file) && lines > longestFile)
      problems.push(`${file}: ${lines} lines, at most ${longestFile}`);
    if (/(^|\/)index\.[cm]?[jt]sx?$/.test(file))
      problems.push(`${file}: a barrel; name the file by what it says`);
  }
  return { problems };
}
