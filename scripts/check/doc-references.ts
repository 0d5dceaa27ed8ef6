import { posix } from "node:path";

import { type Findings, lineAt, readJson, readText, type Tree } from "#scripts/check/tree.ts";

const knownFile = /\.(ts|tsx|mjs|js|json|md|sql|css|ya?ml|svg|png)$/;
/** Made on the reader's machine, so no commit holds them. */
const madeLater = /^(\.data|\.next|node_modules)(\/|$)/;

interface Reference {
  readonly offset: number;
  readonly problem: string;
}

/** Every link, command, path and test that a document names exists. */
export function checkDocReferences(tree: Tree): Findings {
  const paths = pathsOf(tree);
  const { scripts = {} } = readJson<{ scripts?: Record<string, string> }>(tree, "package.json");
  const problems: string[] = [];
  for (const file of tree.files.filter((name) => name.endsWith(".md"))) {
    const text = readText(tree, file);
    const prose = blankFences(text);
    const found: Reference[] = [
      ...brokenLinks(tree, paths, file, prose),
      ...unknownCommands(scripts, text),
      ...lostPaths(paths, prose),
      ...lostTests(tree, paths, prose),
    ];
    problems.push(...found.map(({ offset, problem }) => `${file}:${lineAt(text, offset)}: ${problem}`));
  }
  return { problems };
}

function pathsOf(tree: Tree): Set<string> {
  const paths = new Set(tree.files);
  for (const file of tree.files) {
    for (let folder = posix.dirname(file); folder !== "."; folder = posix.dirname(folder)) paths.add(folder);
  }
  return paths;
}

/** The same text with the insides of fenced blocks as blanks, so that offsets stay. */
function blankFences(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, " "));
}

function brokenLinks(tree: Tree, paths: Set<string>, file: string, text: string): Reference[] {
  return [...text.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)|\b(?:src|href)="([^"]+)"/g)].flatMap((match) => {
    const link = match[1] ?? match[2] ?? "";
    if (/^([a-z]+:|\/\/)/i.test(link)) return [];
    const [path = "", anchor] = link.split("#");
    const target = path
      ? posix.normalize(posix.join(posix.dirname(file), decodeURI(path))).replace(/\/$/, "")
      : file;
    if (target !== "." && !paths.has(target)) return [{ offset: match.index, problem: `no file at ${link}` }];
    const isLost = anchor && target.endsWith(".md") && !anchors(readText(tree, target)).includes(anchor);
    return isLost ? [{ offset: match.index, problem: `no heading at ${link}` }] : [];
  });
}

function anchors(text: string): string[] {
  return [...text.matchAll(/^#+\s+(.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-"),
  );
}

function unknownCommands(scripts: Record<string, string>, text: string): Reference[] {
  return [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(test|start)\b)/g)].flatMap((match) => {
    const name = match[1] ?? match[2] ?? "";
    return scripts[name] ? [] : [{ offset: match.index, problem: `package.json has no script "${name}"` }];
  });
}

function lostPaths(paths: Set<string>, text: string): Reference[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].flatMap((match) => {
    const path = (match[1]?.split(" › ")[0] ?? "").replace(/^\.\//, "").replace(/\/$/, "");
    if (!/^[\w.@()[\]*,{}-]+(\/[\w.@()[\]*,{}-]+)*$/.test(path) || madeLater.test(path)) return [];
    const top = path.split("/")[0] ?? "";
    const isPath = path.includes("/") && (knownFile.test(path) || paths.has(top));
    if (!isPath || paths.has(path)) return [];
    const isPattern = /[*{]/.test(path) && [...paths].some((known) => posix.matchesGlob(known, path));
    return isPattern ? [] : [{ offset: match.index, problem: `no file at ${path}` }];
  });
}

/** Tests named as `path/to/file.test.ts › title`, or as `path/to/file.test.ts` "title", "another title". */
function lostTests(tree: Tree, paths: Set<string>, text: string): Reference[] {
  const named = /`([^`\n]+\.(?:test|spec)\.tsx?)(?: › ([^`\n]+))?`((?:[\s›,]*["“][^"”|]+["”])*)/g;
  return [...text.matchAll(named)].flatMap((match) => {
    const [, path = "", inside = "", after = ""] = match;
    const quoted = [...after.matchAll(/["“]([^"”]+)["”]/g)].map(([, title = ""]) => title);
    const titles = [...inside.split(" › "), ...quoted].filter(Boolean);
    if (titles.length === 0 || !paths.has(path)) return [];
    const test = readText(tree, path);
    return titles
      .map((title) => title.replace(/\s+/g, " ").trim())
      .filter((title) => !test.includes(title))
      .map((title) => ({ offset: match.index, problem: `${path} has no test "${title}"` }));
  });
}
