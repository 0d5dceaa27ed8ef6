import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { root } from "./runtime/stack.ts";
import { emptyDirectory } from "./runtime/state-directory.ts";

let directory: string;
beforeAll(() => {
  directory = join(mkdtempSync(join(tmpdir(), "licet-test-")), "state");
});
const started = new Set<Demo>();
afterEach(async () => {
  for (const { child } of started) child.kill("SIGTERM");
  await Promise.all([...started].map(({ ended }) => ended));
  started.clear();
});
afterAll(() => {
  emptyDirectory(directory);
  rmSync(join(directory, ".."), { recursive: true });
});

interface Demo {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

function demo(args: readonly string[] = [], env: Record<string, string> = {}): Demo {
  const { PORT: _port, ...rest } = process.env;
  const child = spawn(process.execPath, ["scripts/demo.ts", "--directory", directory, ...args], {
    cwd: root,
    env: { ...rest, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      output += chunk;
    });
  }
  const begun = {
    child,
    output: () => output,
    ended: new Promise<number | null>((done) => child.once("close", done)),
  };
  started.add(begun);
  return begun;
}

async function readyDemo(args: readonly string[] = []): Promise<Demo & { origin: string }> {
  const begun = demo(args);
  for (;;) {
    const origin = /Licet is ready: {2}(\S+)/.exec(begun.output())?.[1];
    if (origin) return { ...begun, origin };
    if (begun.child.exitCode !== null) throw new Error(`The demo ended:\n${begun.output()}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Every process that carries the folder's name, whatever the records say. */
function survivors(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "utf8").includes(`LICET_STATE_DIRECTORY=${directory}\0`);
      } catch {
        return false;
      }
    });
}

const pidOf = (name: string): number =>
  JSON.parse(readFileSync(join(directory, "run", `${name}.json`), "utf8")).pid;

describe.skipIf(process.platform !== "linux")("the demo", { timeout: 180_000 }, () => {
  // Whoever starts first also builds, beside all other tests.
  test("starts, says where it is and who may sign in, and stops everything on SIGTERM", {
    timeout: 420_000,
  }, async () => {
    const { origin, child, ended, output } = await readyDemo();
    expect((await fetch(`${origin}/api/ready`)).status).toBe(200);
    expect(output()).toMatch(/Sign in with one click as:\n {4}\S.*\n {6}\S/);
    expect((await fetch(/Phone \(mail, codes\): {2}(\S+)/.exec(output())?.[1] ?? "")).status).toBe(200);
    const bank = await fetch(/Banco Ardelva: {8}(\S+)/.exec(output())?.[1] ?? "");
    expect(await bank.text()).toContain("Banco Ardelva");
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    expect(survivors()).toEqual([]);
    expect(readdirSync(join(directory, "run"))).toEqual([]);
  });

  test("is refused a second time in the same folder, and the first goes on", async () => {
    const { origin, child, ended } = await readyDemo();
    const second = demo();
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`Licet already runs from this folder (process ${child.pid})`);
    expect((await fetch(`${origin}/api/ready`)).status).toBe(200);
    child.kill("SIGINT");
    expect(await ended).toBe(0);
  });

  test("killed with -9 leaves nothing that the next start trips over, and loses no data", async () => {
    const first = await readyDemo();
    const secrets = readFileSync(join(directory, "secrets.json"), "utf8");
    first.child.kill("SIGKILL");
    await first.ended;
    expect(survivors().length).toBeGreaterThanOrEqual(5);
    const second = await readyDemo();
    expect(second.output()).toContain("Stopped what an earlier start had left running");
    expect(readFileSync(join(directory, "secrets.json"), "utf8")).toBe(secrets);
    second.child.kill("SIGTERM");
    await second.ended;
    expect(survivors()).toEqual([]);
  });

  test.each(["web", "worker", "sandbox", "postgres-data"])(
    "names a %s that dies, stops the rest and fails",
    async (name) => {
      const { child, ended, output } = await readyDemo();
      process.kill(pidOf(name), "SIGKILL");
      expect(await ended).toBe(1);
      expect(child.exitCode).toBe(1);
      expect(output()).toContain(
        `${name} was ended by SIGKILL; the end of ${join(directory, "logs", `${name}.log`)}`,
      );
      expect(survivors()).toEqual([]);
    },
  );

  test("stopped while it starts leaves nothing", async () => {
    const { child, ended, output } = demo();
    while (!output().includes("Starting Licet")) await new Promise((done) => setTimeout(done, 20));
    await new Promise((done) => setTimeout(done, 300));
    child.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(survivors()).toEqual([]);
  });

  test("given a PORT that is taken ends in a sentence before anything starts", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((done) => server.once("listening", done));
    const { port } = server.address() as { port: number };
    const { ended, output } = demo([], { PORT: String(port) });
    expect(await ended).toBe(1);
    expect(output()).toContain(`Port ${port} is taken`);
    expect(survivors()).toEqual([]);
    server.close();
  });

  test("given an option it does not know says which there are", async () => {
    const { ended, output } = demo(["--rest"]);
    expect(await ended).toBe(1);
    expect(output()).toContain("--reset (start over");
  });

  test("--reset makes new secrets and leaves alone what is not its own", async () => {
    const before = readFileSync(join(directory, "secrets.json"), "utf8");
    writeFileSync(join(directory, "note.txt"), "somebody's");
    const { child, ended } = await readyDemo(["--reset"]);
    expect(readFileSync(join(directory, "secrets.json"), "utf8")).not.toBe(before);
    expect(existsSync(join(directory, "note.txt"))).toBe(true);
    child.kill("SIGTERM");
    await ended;
  });
});
