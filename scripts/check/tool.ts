import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Runs a package's own program on this Node, whatever `node` the PATH would find. */
export function runTool(program: string, args: readonly string[], cwd: string): Promise<ToolResult> {
  const script = fileURLToPath(new URL(`../../node_modules/${program}`, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", reject);
    child.once("close", (code) =>
      resolve({ ok: code === 0, output: Buffer.concat(chunks).toString("utf8").trim() }),
    );
  });
}

export interface ToolResult {
  readonly ok: boolean;
  readonly output: string;
}
