import { gzipSync } from "node:zlib";

/** What scripts weigh in gzip, whatever the line packs them with, in kilobytes of a thousand. */
export async function weightOf(scripts: readonly string[]): Promise<number> {
  const bytes = await Promise.all(
    scripts.map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length),
  );
  return bytes.reduce((sum, one) => sum + one, 0) / 1_000;
}

/** The scripts that a page names itself, without those for browsers that know no modules. */
export async function scriptsNamedBy(url: string): Promise<readonly string[]> {
  const html = await (await fetch(url)).text();
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  const named = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .map((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1]);
  return [...new Set(named.filter((src) => src !== undefined))].map((src) => new URL(src, url).href);
}
