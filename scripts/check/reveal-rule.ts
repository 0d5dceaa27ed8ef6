import { type Findings, lineAt, readJson, readText, type Tree } from "#scripts/check/tree.ts";

interface Allowed {
  readonly file: string;
  readonly reason: string;
}

const list = "scripts/check/reveal-allowed.json";
const home = /^lib\/(vault|connectors)\/|^lib\/kernel\/secret\.ts$/;

/**
 * A secret is opened in the vault and by connectors. Any other file stands on a list with the reason why it has to
 * hand the bare value to a library.
 */
export function checkReveals(tree: Tree): Findings {
  const allowed = tree.files.includes(list) ? readJson<Allowed[]>(tree, list) : [];
  const revealing = new Map<string, number>();
  for (const file of tree.files.filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))) {
    if (home.test(file)) continue;
    const content = readText(tree, file);
    const index = content.search(/\.reveal\s*\(|\["reveal"\]|\{[^}]*\breveal\b[^}]*\}\s*=/);
    if (index !== -1) revealing.set(file, lineAt(content, index));
  }
  const problems = [...revealing]
    .filter(([file]) => !allowed.some((entry) => entry.file === file))
    .map(([file, line]) => `${file}:${line}: reveals a secret outside vault and connectors`);
  for (const { file, reason } of allowed) {
    if (!revealing.has(file)) problems.push(`${list}: ${file} reveals nothing any more`);
    if (reason.split(" ").length < 5) problems.push(`${list}: ${file} needs its reason as a sentence`);
  }
  return { problems };
}
