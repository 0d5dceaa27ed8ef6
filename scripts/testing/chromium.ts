import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

import { StopSentence } from "../runtime/stop-sentence.ts";

export interface Chromium {
  readonly path: string;
  /** Where it comes from and its version, for the person who reads the test's output. */
  readonly description: string;
  /** What it needs beside the usual environment. */
  readonly env: Readonly<Record<string, string>>;
}

const systemNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const systemPaths = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The first Chromium that runs here: the system's, Playwright's, else the one from npm. */
export async function findChromium(root: string, searchPath = process.env.PATH ?? ""): Promise<Chromium> {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== "");
  const onPath = folders.flatMap((folder) => systemNames.map((name) => join(folder, name)));
  for (const path of [...onPath, ...systemPaths]) {
    const found = tryChromium("the system's", path, {});
    if (found) return found;
  }
  const { chromium } = await import("@playwright/test");
  const packaged = tryChromium("Playwright's", chromium.executablePath(), {}) ?? (await unpackChromium(root));
  if (packaged) return packaged;
  throw new StopSentence(
    "No Chromium was found that runs here: install one (for example apt install chromium), then run the tests again.",
  );
}

function tryChromium(source: string, path: string, env: Readonly<Record<string, string>>): Chromium | null {
  if (!existsSync(path)) return null;
  const run = spawnSync(path, ["--version"], {
    encoding: "utf8",
    timeout: 20_000,
    env: { ...process.env, ...env },
  });
  return run.status === 0 ? { path, env, description: `${source} ${run.stdout.trim()} (${path})` } : null;
}

/** The npm package is made for another machine: its libraries and fonts are used only where this one has none. */
async function unpackChromium(root: string): Promise<Chromium | null> {
  const source = join(root, "node_modules", "@sparticuz", "chromium");
  if (process.platform !== "linux" || process.arch !== "x64" || !existsSync(source)) return null;
  const { version } = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as { version: string };
  const cache = join(root, ".data", "chromium");
  const folder = join(cache, version);
  if (!existsSync(folder)) unpack(source, cache, folder);

  const path = join(folder, "chromium");
  const fonts: Readonly<Record<string, string>> = hasFonts()
    ? {}
    : { FONTCONFIG_FILE: fontConfiguration(folder) };
  return (
    tryChromium("npm's", path, fonts) ??
    tryChromium("npm's", path, { ...fonts, LD_LIBRARY_PATH: join(folder, "al2023", "lib") })
  );
}

/** The package unpacks into the temporary folder, and takes a file that is cut off for a whole one: it gets its own. */
function unpack(source: string, cache: string, folder: string): void {
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, "draft-"));
  const script = `
    const { inflate } = await import("@sparticuz/chromium");
    const names = ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"];
    await Promise.all(names.map((name) => inflate(${JSON.stringify(join(source, "bin"))} + "/" + name)));`;
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: source,
    env: { ...process.env, TMPDIR: draft },
    encoding: "utf8",
  });
  if (run.status !== 0)
    throw new StopSentence(`The Chromium from npm could not be unpacked: ${run.stderr.trim()}`);
  try {
    renameSync(draft, folder);
  } catch (cause) {
    // Another run was quicker and its copy is as good.
    if (!existsSync(folder)) throw cause;
    rmSync(draft, { recursive: true, force: true });
  }
}

function hasFonts(): boolean {
  const folders = [
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    join(homedir(), ".fonts"),
    join(homedir(), ".local/share/fonts"),
  ];
  const holdsFont = (folder: string): boolean =>
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((name) => /\.(ttf|otf|ttc)$/i.test(String(name)));
  return folders.some(holdsFont);
}

/** Without a font every text is zero pixels wide. The package's own configuration names folders that do not exist. */
function fontConfiguration(folder: string): string {
  const file = join(folder, "own-fonts.conf");
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, "fonts")}</dir><cachedir>${join(folder, "font-cache")}</cachedir></fontconfig>
`,
  );
  return file;
}
