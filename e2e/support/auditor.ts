import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { call } from "./call.ts";

const program = resolve("scripts/audit-verify/main.ts");

/** Whatever would speak to a database, a KMS or a server of ours, by name or by number, ends the program instead. */
const offline = `data:text/javascript,${encodeURIComponent(`
  import net from "node:net";
  import dns from "node:dns";
  const refuse = () => { console.error("asked the network"); process.exit(86); };
  net.Socket.prototype.connect = refuse;
  dns.lookup = refuse;
`)}`;

export type Auditor = Awaited<ReturnType<typeof newAuditor>>;

/**
 * Somebody at another desk: a folder of their own, no environment at all, no network, and what they took from the log
 * this morning: its keys, the keys of receipts and a checkpoint.
 */
export async function newAuditor() {
  const folder = mkdtempSync(join(tmpdir(), "licet-auditor-"));
  const keep = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  const checkpoint = (await call("/audit/checkpoint")).body;
  const keys = ["--key", keep("keys.txt", (await call("/audit/key")).body)];
  const receiptKeys = ["--receipt-keys", keep("keyset.json", (await call("/api/keys")).body)];
  const held = ["--checkpoint", keep("morning.txt", checkpoint)];
  const run = (name: string, more: readonly string[]) =>
    promisify(execFile)(
      process.execPath,
      ["--import", offline, program, name, ...keys, ...receiptKeys, ...more],
      {
        cwd: folder,
        env: {} as NodeJS.ProcessEnv,
      },
    );
  return {
    /** How many entries the log had this morning. */
    heldSize: checkpoint.split("\n")[1] ?? "",
    keep,
    /** A pack or a receipt, by the keys alone. */
    verify: (name: string) => run(name, []),
    /** A pack that has to continue what was held this morning. */
    verifyFromMorning: (name: string) => run(name, held),
    leave: () => rmSync(folder, { recursive: true }),
  };
}

/** The same bytes but for one bit in the middle. */
export function withOneBitChanged(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  const middle = Math.floor(changed.length / 2);
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  return changed;
}
