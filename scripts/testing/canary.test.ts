import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { filesWith, formsIn, mayReadMemory, newCanary, processWith } from "./canary.ts";

const noise = (bytes: number) => randomBytes(bytes);
const folder = mkdtempSync(join(tmpdir(), "licet-canary-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a canary is found", () => {
  test.each<[string, (value: string) => Buffer]>([
    ["as it is", (value) => Buffer.from(value)],
    ["in latin1, as V8 keeps it", (value) => Buffer.from(value, "latin1")],
    ["in UTF-16", (value) => Buffer.from(value, "utf16le")],
    ["in UTF-16, the other way round", (value) => Buffer.from(value, "utf16le").swap16()],
    [
      "in hex, as PostgreSQL prints bytes",
      (value) => Buffer.from(`\\x${Buffer.from(value).toString("hex")}`),
    ],
    ["in upper hex", (value) => Buffer.from(Buffer.from(value).toString("hex").toUpperCase())],
    ["in a URL", (value) => Buffer.from(`/?q=${encodeURIComponent(value)}`)],
    ["in a form", (value) => Buffer.from(new URLSearchParams({ pin: value }).toString())],
    ["in JSON", (value) => Buffer.from(JSON.stringify({ pin: value }))],
  ])("%s", (_, encode) => {
    const canary = newCanary();
    const hidden = Buffer.concat([noise(100_003), encode(canary.value), noise(5)]);
    expect(formsIn(hidden, canary)).not.toEqual([]);
  });

  test("in both kinds of base64, wherever it begins in what was encoded", () => {
    const canary = newCanary();
    for (const encoding of ["base64", "base64url"] as const) {
      for (let before = 0; before < 9; before++) {
        for (let after = 0; after < 4; after++) {
          const whole = Buffer.concat([noise(before), Buffer.from(canary.value), noise(after)]);
          const found = formsIn(Buffer.from(whole.toString(encoding)), canary);
          expect(found.join(), `${encoding} ${before} ${after}`).toMatch(/^base64/);
        }
      }
    }
  });

  test("in a file however deep, and is nowhere where it is not", () => {
    const canary = newCanary();
    mkdirSync(join(folder, "a", "b"), { recursive: true });
    writeFileSync(join(folder, "a", "b", "wal"), Buffer.concat([noise(50_000), Buffer.from(canary.value)]));
    writeFileSync(join(folder, "other"), noise(50_000));
    expect(filesWith(folder, canary)[0]).toContain(join("a", "b", "wal"));
    expect(filesWith(folder, canary, ["b"])).toEqual([]);
    expect(filesWith(folder, newCanary())).toEqual([]);
  });
});

describe.skipIf(process.platform !== "linux" || !mayReadMemory(process.ppid))(
  "in a process, a canary is found",
  () => {
    /** A process that does this and then waits. Its program comes in by its input, so that it is in no argument. */
    async function holding(program: string, args: readonly string[] = [], env: Record<string, string> = {}) {
      const child: ChildProcess = spawn(process.execPath, ["-", ...args], {
        env: { ...process.env, ...env },
        stdio: ["pipe", "pipe", "inherit"],
      });
      child.stdin?.end(`${program}; console.log("ready"); setInterval(() => globalThis.kept, 1000);`);
      await once(child.stdout as NonNullable<typeof child.stdout>, "data");
      return { pid: child.pid as number, end: () => child.kill("SIGKILL") };
    }

    test.each<[string, string, string]>([
      ["in a string", "globalThis.kept = Buffer.from('HEX', 'hex').toString()", "memory"],
      ["in a buffer", "globalThis.kept = Buffer.from('HEX', 'hex')", "memory"],
      [
        "in a buffer as UTF-16",
        "globalThis.kept = Buffer.from(Buffer.from('HEX', 'hex').toString(), 'utf16le')",
        "UTF-16LE",
      ],
      ["in what was let go", "for (let n = 0; n < 9; n++) Buffer.from('HEX', 'hex').toString()", "memory"],
    ])("%s", async (_, program, where) => {
      const canary = newCanary();
      // The program's own text holds it backwards, so that only what the program made is found.
      const hex = Buffer.from(canary.value).toString("hex");
      const backwards = [...hex].reverse().join("");
      const child = await holding(program.replace("'HEX'", `[...'${backwards}'].reverse().join('')`));
      expect(processWith(child.pid, canary).join("\n")).toContain(where);
      child.end();
    });

    test("in an argument and in the environment, and nothing is found of one that it never had", async () => {
      const [argument, variable] = [newCanary(), newCanary()];
      const child = await holding("0", [argument.value], { SECRET: variable.value });
      expect(processWith(child.pid, argument).join("\n")).toContain("cmdline");
      expect(processWith(child.pid, variable).join("\n")).toContain("environ");
      expect(processWith(child.pid, newCanary())).toEqual([]);
      child.end();
    });
  },
);
