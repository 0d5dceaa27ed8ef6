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

/**
 * `computed`: the page is loaded at the full speed of this machine, and what a slow line would have made of it is
 * computed. Every script that ran before the first picture is taken for a part of it, as they do where there is no line.
 * `slowed`: the browser's answers really come as late as on a slow line, each request by itself.
 */
export const lines = { computed: "simulate", slowed: "devtools" } as const;
export type Line = keyof typeof lines;

export interface Seen {
  /** 0 to 100, of the slow line as it is computed; performance is the middle of three. */
  readonly scores: Readonly<Record<Category, number>>;
  readonly lcpMs: Readonly<Record<Line, number>>;
  /** How long whoever tapped would have waited for scripts, the middle of three. */
  readonly blockedMs: number;
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

export interface Looking {
  readonly cookie: string | null;
  readonly chromium: Chromium;
  readonly directory: string;
}

/**
 * One page as a phone on a slow line has it: Lighthouse's own setting, then the same line in earnest. Three times each
 * and the middle one, because the machine itself is in these figures.
 */
export async function look(url: string, looking: Looking): Promise<Seen> {
  const computed = await middleOf(
    url,
    "computed",
    looking,
    (report) => seenIn(report, url).scores.performance,
  );
  const slowed = lcpOf(await middleOf(url, "slowed", looking, lcpOf));
  const seen = seenIn(computed, url);
  return { ...seen, lcpMs: { ...seen.lcpMs, slowed } };
}

async function middleOf(
  url: string,
  line: Line,
  looking: Looking,
  by: (report: Report) => number,
): Promise<Report> {
  const all: Report[] = [];
  for (let n = 0; n < 3; n++) all.push(await reportOf(url, line, looking));
  return all.sort((a, b) => by(a) - by(b))[1] as Report;
}

async function reportOf(url: string, line: Line, { cookie, chromium, directory }: Looking): Promise<Report> {
  const [headers, report] = [join(directory, "headers.json"), join(directory, "report.json")];
  writeFileSync(headers, JSON.stringify(cookie === null ? {} : { Cookie: cookie }));
  const args = [
    ...[url, "--quiet", "--output=json", `--output-path=${report}`, `--extra-headers=${headers}`],
    ...[`--throttling-method=${lines[line]}`, `--only-categories=${categories.join(",")}`],
    "--chrome-flags=--headless=new --no-sandbox",
  ];
  // On a busy machine the browser may be up before its trace is; that says nothing of the page.
  for (let attempt = 1; !(await run(args, chromium, attempt === mostAttempts)); attempt++);
  return JSON.parse(readFileSync(report, "utf8")) as Report;
}

const numberOf = ({ audits }: Report, audit: string): number => audits[audit]?.numericValue ?? Number.NaN;
const lcpOf = (report: Report): number => numberOf(report, "largest-contentful-paint");

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

function seenIn(report: Report, url: string): Seen {
  const { finalDisplayedUrl, categories: found, audits } = report;
  if (new URL(finalDisplayedUrl).pathname !== new URL(url).pathname)
    throw new StopSentence(`${new URL(url).pathname} led on to ${new URL(finalDisplayedUrl).pathname}.`);
  const requests = audits["network-requests"]?.details?.items ?? [];
  const scripts = requests.filter(({ resourceType }) => resourceType === "Script").map((one) => one.url);
  const weighed = categories.flatMap((name) => found[name].auditRefs.filter(({ weight }) => weight > 0));
  return {
    scores: Object.fromEntries(
      categories.map((name) => [name, Math.round((found[name].score ?? 0) * 100)]),
    ) as Seen["scores"],
    lcpMs: { computed: lcpOf(report), slowed: Number.NaN },
    blockedMs: numberOf(report, "total-blocking-time"),
    scripts: [...new Set(scripts)],
    lacking: weighed.map(({ id }) => id).filter((id) => (audits[id]?.score ?? 1) < 0.9),
  };
}
