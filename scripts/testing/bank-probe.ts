import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

export type Line = Record<string, unknown> & { readonly kind: string };

/** The probe of a bank as a script runs it. */
export function runProbe(file: string, institution: string, ...more: readonly string[]) {
  const args = ["scripts/bank-probe/main.ts", "--institutions", file, "--institution", institution, ...more];
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(process.execPath, args, {
    stdio: ["pipe", "pipe", "pipe"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const closed = once(child, "close");
  return {
    say: (what: object) => void child.stdin.write(`${JSON.stringify(what)}\n`),
    hear: async (): Promise<Line> => JSON.parse((await lines.next()).value ?? "null"),
    ended: async () => {
      const [code] = await closed;
      return { code, errors };
    },
  };
}

/** How many records of each kind a line of records holds. */
export const countsOf = (line: Line): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(line).flatMap(([kind, list]) => (Array.isArray(list) ? [[kind, list.length]] : [])),
  );
