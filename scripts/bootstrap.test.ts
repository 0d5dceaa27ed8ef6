import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { root } from "./runtime/stack.ts";

let clone: string;

/** A clone in small: the bootstrap, a lockfile without packages, and this Node in the place of the pinned one. */
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "licet-test-"));
  mkdirSync(join(clone, "scripts"));
  cpSync(join(root, "scripts", "bootstrap.mjs"), join(clone, "scripts", "bootstrap.mjs"));
  writeFileSync(join(clone, "package.json"), '{ "name": "small", "version": "1.0.0", "type": "module" }');
  writeFileSync(join(clone, "package-lock.json"), lockfile("1.0.0"));
});
afterEach(() => rmSync(clone, { recursive: true }));

const lockfile = (version: string): string =>
  JSON.stringify({
    name: "small",
    version,
    lockfileVersion: 3,
    requires: true,
    packages: { "": { name: "small", version } },
  });

const platform = `${process.platform}-${process.arch}`;

function pretendInstalled(): void {
  const folder = join(clone, "node_modules", `node-${platform}`, "bin");
  mkdirSync(folder, { recursive: true });
  symlinkSync(process.execPath, join(folder, "node"));
  const lock = readFileSync(join(clone, "package-lock.json"));
  writeFileSync(
    join(clone, "node_modules", ".licet-install"),
    createHash("sha256").update(lock).update(platform).digest("hex"),
  );
}

function script(text: string): void {
  writeFileSync(join(clone, "scripts", "say.ts"), text);
}

const environment = (extra: Record<string, string> = {}): NodeJS.ProcessEnv => {
  const { npm_execpath: _npm, npm_lifecycle_event: _event, ...rest } = process.env;
  return { ...rest, ...extra };
};

function bootstrap(args: string[] = [], before: string[] = [], env: Record<string, string> = {}) {
  const command = [...before, join(clone, "scripts", "bootstrap.mjs"), "scripts/say.ts", ...args];
  return spawnSync(process.execPath, command, { encoding: "utf8", env: environment(env), cwd: tmpdir() });
}

/** Preloaded, it makes this Node claim another version. */
function claim(version: string): string[] {
  const file = join(clone, "claim.cjs");
  writeFileSync(
    file,
    `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`,
  );
  return ["--require", file];
}

describe("the bootstrap", () => {
  test.each(["18.20.4", "19.9.0", "12.0.0"])("refuses Node %s in one sentence", (version) => {
    const run = bootstrap([], claim(version));
    expect(run.status).toBe(1);
    expect(run.stderr.trim().split("\n")).toEqual([
      `Licet needs Node 20 or later and this is Node ${version}: install a newer one, then run this command again.`,
    ]);
  });

  test("installs nothing when the lockfile is the installed one", () => {
    pretendInstalled();
    script('console.log("ran", process.argv.slice(2).join("+"));');
    const run = bootstrap(["--reset", "a b"], [], { PATH: "/nonexistent" });
    expect(run.stdout).toBe("ran --reset+a b\n");
    expect(run.status).toBe(0);
  });

  test("installs when the lockfile has changed, and once only", { timeout: 60_000 }, () => {
    script("console.log(process.version);");
    const first = bootstrap();
    expect(first.stdout).toContain("Installing");
    expect(existsSync(join(clone, "node_modules", ".licet-install"))).toBe(true);
    expect(existsSync(join(clone, ".data", "install.lock"))).toBe(false);

    pretendInstalled();
    expect(bootstrap().stdout).toBe(`${process.version}\n`);
    writeFileSync(join(clone, "package-lock.json"), lockfile("1.0.1"));
    expect(bootstrap().stdout).toContain("Installing");
  });

  test("says what to do when npm does not finish", () => {
    writeFileSync(join(clone, "package-lock.json"), "not a lockfile");
    const run = bootstrap();
    expect(run.status).toBe(1);
    expect(run.stderr).toContain("npm ci did not finish");
    expect(existsSync(join(clone, "node_modules", ".licet-install"))).toBe(false);
  });

  test("asks for a newer Node where the pinned one does not run and this one does not read TypeScript", () => {
    pretendInstalled();
    rmSync(join(clone, "node_modules", `node-${platform}`, "bin", "node"));
    writeFileSync(join(clone, "node_modules", `node-${platform}`, "bin", "node"), "not a program", {
      mode: 0o755,
    });
    const run = bootstrap([], claim("20.20.2"));
    expect(run.status).toBe(1);
    expect(run.stderr).toContain("install Node 22.18 or later");
  });

  test("hands on the exit code and puts the installed programs first in PATH", () => {
    pretendInstalled();
    script('console.log(process.env.PATH?.split(":")[0]); process.exit(7);');
    const run = bootstrap();
    expect(run.status).toBe(7);
    expect(run.stdout.trim()).toBe(join(clone, "node_modules", ".bin"));
  });

  test.each(["SIGINT", "SIGTERM"] as const)("hands on %s once and waits for the end", async (signal) => {
    pretendInstalled();
    script(`let count = 0;
      process.on("${signal}", () => { count++; setTimeout(() => { console.log("signals", count); process.exit(0); }, 300); });
      setInterval(() => {}, 1000); console.log("up");`);
    const child = spawn(process.execPath, [join(clone, "scripts", "bootstrap.mjs"), "scripts/say.ts"], {
      env: environment(),
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      if (String(chunk).includes("up")) {
        child.kill(signal);
        setTimeout(() => child.kill(signal), 100);
      }
    });
    const code = await new Promise((done) => child.once("close", done));
    expect(output).toBe("up\nsignals 1\n");
    expect(code).toBe(0);
  });
});
