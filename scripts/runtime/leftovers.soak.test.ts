import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { isSoak, seededRandom } from "../testing/sample.ts";
import { identify, isRunning } from "./process-identity.ts";
import { root } from "./stack.ts";
import { emptyDirectory } from "./state-directory.ts";

const password = "only-for-this-test";
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "licet-test-"));
});
afterAll(() => {
  emptyDirectory(directory);
  rmSync(directory, { recursive: true });
});

interface Launched {
  readonly launcher: ChildProcess;
  readonly port: number;
  readonly pid: number;
  readonly stopped: readonly string[];
}

const launcherFile = join(root, "scripts", "testing", "postgres-launcher.ts");
const begin = (): ChildProcess =>
  spawn(process.execPath, [launcherFile, directory, password], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });

async function launch(): Promise<Launched> {
  const launcher = begin();
  const line = await new Promise<string>((done, fail) => {
    launcher.stdout?.once("data", (chunk) => done(String(chunk)));
    launcher.once("exit", (code) => fail(new Error(`The launcher ended with ${code}.`)));
  });
  return { launcher, ...JSON.parse(line) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once("exit", done));
  child.kill(signal);
  await gone;
}

async function query(port: number, text: string): Promise<readonly Record<string, unknown>[]> {
  const ca = readFileSync(join(directory, "tls", "authority.pem"), "utf8");
  const sql = postgres(`postgres://postgres:${password}@localhost:${port}/postgres`, { max: 1, ssl: { ca } });
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    await sql.end();
  }
}

/** Every process that works inside this test's folder, found without the records that are under test. */
function servers(): number[] {
  const numbers = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return numbers.map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8")
        .split("\0")
        .includes(join(directory, "postgres", "postgres-data"));
    } catch {
      return false;
    }
  });
}

/** For a moment a child of the server's goes by its parent's name. */
const expectServers = (...pids: readonly number[]) =>
  expect.poll(servers, { timeout: 5_000 }).toEqual([...pids]);

describe.skipIf(process.platform !== "linux")("after a kill -9", () => {
  test("of the launcher, the next start ends the orphan, works, and has what was written", {
    timeout: 120_000,
  }, async () => {
    const first = await launch();
    const orphan = identify(first.pid);
    await query(first.port, "create table kept as select 42 as answer");
    await end(first.launcher, "SIGKILL");
    expect(servers()).toContain(first.pid);

    const second = await launch();
    expect(second.stopped).toEqual(["postgres-data"]);
    expect(orphan && isRunning(orphan)).toBe(false);
    await expectServers(second.pid);
    expect(await query(second.port, "select answer from kept")).toEqual([{ answer: 42 }]);
    await end(second.launcher, "SIGTERM");
    expect(servers()).toEqual([]);
    expect(existsSync(join(directory, "run", "postgres-data.json"))).toBe(false);
  });

  test("of the launcher without its record, the server's own lock file is enough", async () => {
    const first = await launch();
    await end(first.launcher, "SIGKILL");
    rmSync(join(directory, "run"), { recursive: true });
    const second = await launch();
    await expectServers(second.pid);
    await end(second.launcher, "SIGTERM");
  });

  test("of the server, the next start recovers", async () => {
    const first = await launch();
    process.kill(first.pid, "SIGKILL");
    await end(first.launcher, "SIGKILL");
    const second = await launch();
    expect(await query(second.port, "select answer from kept")).toEqual([{ answer: 42 }]);
    await end(second.launcher, "SIGTERM");
  });

  test("a lock file that names somebody else's process is not obeyed, and that process lives on", async () => {
    const stranger = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "ignore" });
    const cluster = join(directory, "postgres", "postgres-data");
    writeFileSync(
      join(cluster, "postmaster.pid"),
      `${stranger.pid}\n${cluster}\n1\n5432\n\n127.0.0.1\n\nready\n`,
    );
    const next = await launch();
    expect(stranger.exitCode ?? stranger.signalCode).toBe(null);
    await end(next.launcher, "SIGTERM");
    await end(stranger, "SIGKILL");
  });

  const rounds = isSoak ? 60 : 3;
  test(`at ${rounds} random moments of a start, the next start works and one server runs`, {
    timeout: rounds * 30_000,
  }, async () => {
    const random = seededRandom();
    for (let round = 0; round < rounds; round++) {
      // Every third time from nothing, so that the making of the cluster is hit as well.
      if (round % 3 === 0) emptyDirectory(directory);
      const doomed = begin();
      await new Promise((done) => setTimeout(done, 100 + random() * 900));
      await end(doomed, "SIGKILL");
      const next = await launch();
      await expectServers(next.pid);
      expect(await query(next.port, "select 1 as one")).toEqual([{ one: 1 }]);
      await end(next.launcher, "SIGTERM");
    }
    expect(servers()).toEqual([]);
  });
});
