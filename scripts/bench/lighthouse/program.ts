import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../runtime/stack.ts";
import { StopSentence } from "../../runtime/stop-sentence.ts";
import type { Chromium } from "../../testing/chromium.ts";

/** Lighthouse brings a hundred packages for this one benchmark: it is fetched when it is wanted and is no dependency. */
const version = "13.5.0";
const folder = join(root, ".data", "lighthouse");
const program = process.env.LICET_LIGHTHOUSE ?? join(folder, "node_modules", ".bin", "lighthouse");

export const categories = ["performance", "accessibility", "best-practices"] as const;
export type Category = (typeof categories)[number];

export interface Seen {
  /** 0 to 100. */
  readonly scores: Readonly<Record<Category, number>>;
  readonly lcpMs: number;
  /** Addresses of the scripts that the page loaded, each once. */
  readonly scripts: readonly string[];
  /** What cost a point, by the audit's name. */
  readonly lacking: readonly string[];
}

export function fetchLighthouse(): void {
  if (existsSync(program)) return;
  const quietly = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
  const install = ["install", "--prefix", folder, ...quietly, `lighthouse@${version}`];
  const { status } = spawnSync("npm", install, { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new StopSentence("Lighthouse could not be fetched; LICET_LIGHTHOUSE may name one.");
}

/** One page as a phone on a slow line has it, which is Lighthouse's own setting. */
export async function look(
  url: string,
  { cookie, chromium, directory }: { cookie: string | null; chromium: Chromium; directory: string },
): Promise<Seen> {
  const [headers, report] = [join(directory, "headers.json"), join(directory, "report.json")];
  writeFileSync(headers, JSON.stringify(cookie === null ? {} : { Cookie: cookie }));
  const args = [
    ...[url, "--quiet", "--output=json", `--output-path=${report}`, `--extra-headers=${headers}`],
    ...[`--only-categories=${categories.join(",")}`, "--chrome-flags=--headless=new --no-sandbox"],
  ];
  // On a busy machine the browser may be up before its trace is; that says nothing of the page.
  for (let attempt = 1; !(await run(args, chromium, attempt === mostAttempts)); attempt++);
  return seenIn(JSON.parse(readFileSync(report, "utf8")) as Report, url);
}

const mostAttempts = 3;

/** Whether it has looked; the last attempt says why it could not. */
function run(args: readonly string[], { path, env }: Chromium, isLast: boolean): Promise<boolean> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env, CHROME_PATH: path },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
    });
    child.on("error", fail);
    child.on("close", (code) => {
      if (code !== 0 && isLast) fail(new StopSentence(`Lighthouse: ${said.trim().slice(-300)}`));
      else done(code === 0);
    });
  });
}

interface Audit {
  readonly score: number | null;
  readonly scoreDisplayMode: string;
  readonly numericValue?: number;
  readonly details?: { readonly items?: readonly { readonly url: string; readonly resourceType?: string }[] };
}

interface Report {
  readonly finalDisplayedUrl: string;
  readonly categories: Readonly<
    Record<Category, { score: number | null; auditRefs: readonly { id: string; weight: number }[] }>
  >;
  readonly audits: Readonly<Record<string, Audit>>;
}

function seenIn({ finalDisplayedUrl, categories: found, audits }: Report, url: string): Seen {
  if (new URL(finalDisplayedUrl).pathname !== new URL(url).pathname)
    throw new StopSentence(`${new URL(url).pathname} led on to ${new URL(finalDisplayedUrl).pathname}.`);
  const requests = audits["network-requests"]?.details?.items ?? [];
  const scripts = requests.filter(({ resourceType }) => resourceType === "Script").map((one) => one.url);
  const weighed = categories.flatMap((name) => found[name].auditRefs.filter(({ weight }) => weight > 0));
  return {
    scores: Object.fromEntries(
      categories.map((name) => [name, Math.round((found[name].score ?? 0) * 100)]),
    ) as Seen["scores"],
    lcpMs: audits["largest-contentful-paint"]?.numericValue ?? Number.NaN,
    scripts: [...new Set(scripts)],
    lacking: weighed.map(({ id }) => id).filter((id) => (audits[id]?.score ?? 1) < 0.9),
  };
}
