import { randomBytes } from "node:crypto";
import { closeSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import type postgres from "postgres";

/** A made-up secret that stands nowhere else, and every form in which somebody may have written it down. */
export interface Canary {
  readonly value: string;
  readonly forms: Readonly<Record<string, Buffer>>;
}

/**
 * What is looked for is the middle of the value: letters and digits that UTF-8, latin1, URLs, forms, JSON and HTML all
 * leave as they are. Around it are characters that each of them writes differently.
 */
export function newCanary(): Canary {
  const middle = randomBytes(12).toString("hex");
  return { value: `Pa&s ${middle}+"ü`, forms: formsOf(middle) };
}

/** A text that is known to stand somewhere, to see that it is found there. */
export const canaryOf = (text: string): Canary => ({ value: text, forms: formsOf(text) });

function formsOf(text: string): Readonly<Record<string, Buffer>> {
  const bytes = Buffer.from(text);
  const wide = Buffer.from(text, "utf16le");
  const forms: Record<string, Buffer> = {
    "as it is": bytes,
    hex: Buffer.from(bytes.toString("hex")),
    "UTF-16LE": wide,
    "UTF-16BE": Buffer.from(wide).swap16(),
    "hex of UTF-16": Buffer.from(wide.toString("hex")),
  };
  for (const encoding of ["base64", "base64url"] as const) {
    for (const before of [0, 1, 2]) {
      const form = Buffer.from(base64Inside(bytes, before, encoding));
      const isKnown = Object.values(forms).some((other) => other.equals(form));
      if (!isKnown) forms[`${encoding} after ${before}`] = form;
    }
  }
  return forms;
}

/** What base64 makes of the bytes wherever they begin in a longer text: without the letters that neighbours share. */
function base64Inside(bytes: Buffer, before: number, encoding: "base64" | "base64url"): string {
  const encoded = Buffer.concat([Buffer.alloc(before), bytes])
    .toString(encoding)
    .replace(/=+$/, "");
  const whole = Math.floor(((before + bytes.length) * 8) / 6);
  return encoded.slice(Math.ceil((before * 8) / 6), whole);
}

/** The forms that are in these bytes. */
export function formsIn(bytes: Buffer, { forms }: Canary): readonly string[] {
  return Object.entries(forms).flatMap(([name, form]) => (bytes.includes(form) ? [name] : []));
}

/** Where the canary is among the files below a folder, one sentence each. Folders that are `without` are not entered. */
export function filesWith(
  folder: string,
  canary: Canary,
  without: readonly string[] = [],
): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return without.includes(entry.name) ? [] : filesWith(path, canary, without);
    if (!entry.isFile()) return [];
    return formsIn(readIfThere(path), canary).map((form) => `${path} (${form})`);
  });
}

/** A server may remove a file of its own meanwhile. */
function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    return Buffer.alloc(0);
  }
}

/** Where the canary is among the rows of every table of a database, the queue's included. */
export async function tablesWith(sql: postgres.Sql, canary: Canary): Promise<readonly string[]> {
  const tables = await sql<{ name: string }[]>`select format('%I.%I', schemaname, tablename) as name
    from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await sql.unsafe(`select t::text as text from ${name} t`);
    const text = Buffer.from(rows.map((row) => row.text).join("\n"));
    found.push(...formsIn(text, canary).map((form) => `${name} (${form})`));
  }
  return found;
}

const chunkBytes = 8 * 1024 * 1024;

/** Where the canary is in a running process: its environment, its command line, and all memory that it can read. */
export function processWith(pid: number, canary: Canary): readonly string[] {
  const told = ["environ", "cmdline"].flatMap((file) =>
    formsIn(readFileSync(`/proc/${pid}/${file}`), canary).map((form) => `${file} (${form})`),
  );
  return [...told, ...memoryWith(pid, canary)];
}

function memoryWith(pid: number, canary: Canary): readonly string[] {
  const memory = openSync(`/proc/${pid}/mem`, "r");
  const overlap = Math.max(...Object.values(canary.forms).map((form) => form.length));
  const chunk = Buffer.alloc(chunkBytes + overlap);
  const found = new Set<string>();
  try {
    for (const { from, to, name } of pagesInUse(pid)) {
      for (let at = from; at < to; at += chunkBytes) {
        const bytes = chunk.subarray(0, readAt(memory, chunk, Math.min(to - at, chunk.length), at));
        for (const form of formsIn(bytes, canary)) found.add(`memory ${name || "of its own"} (${form})`);
      }
    }
  } finally {
    closeSync(memory);
  }
  return [...found];
}

/** The process goes on meanwhile: what it has given back cannot be read any more. */
function readAt(file: number, into: Buffer, length: number, at: number): number {
  try {
    return readSync(file, into, 0, length, at);
  } catch (cause) {
    if (!["EIO", "EFAULT"].includes((cause as NodeJS.ErrnoException).code ?? "")) throw cause;
    return 0;
  }
}

interface Region {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

const pageBytes = 4096;
const entryBytes = 8;

/** Runs of pages that are in memory or swapped out. A Node process reserves a hundred times what it ever touches. */
function* pagesInUse(pid: number): Generator<Region> {
  const pagemap = openSync(`/proc/${pid}/pagemap`, "r");
  try {
    for (const { from, to, name } of readableRegions(pid)) {
      const entries = Buffer.alloc(((to - from) / pageBytes) * entryBytes);
      const known = readAt(pagemap, entries, entries.length, (from / pageBytes) * entryBytes) / entryBytes;
      // Bits 63 and 62 of an entry: present, swapped (Documentation/admin-guide/mm/pagemap.rst).
      const isInUse = (page: number): boolean =>
        page < known && ((entries[page * entryBytes + 7] ?? 0) & 0xc0) !== 0;
      for (let page = 0; page < known; page++) {
        if (!isInUse(page)) continue;
        const first = page;
        while (isInUse(page)) page++;
        yield { from: from + first * pageBytes, to: from + page * pageBytes, name };
      }
    }
  } finally {
    closeSync(pagemap);
  }
}

/** Without files that are mapped to be read: those are searched as files. */
function readableRegions(pid: number): readonly Region[] {
  const lines = readFileSync(`/proc/${pid}/maps`, "utf8").trimEnd().split("\n");
  return lines.flatMap((line) => {
    const [, from = "", to = "", rights = "", name = ""] =
      /^(\w+)-(\w+) (\S+) \S+ \S+ \S+ *(.*)$/.exec(line) ?? [];
    const isOnlyFile = name.startsWith("/") && !rights.includes("w");
    if (!rights.startsWith("r") || isOnlyFile || name.startsWith("[v")) return [];
    return [{ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16), name }];
  });
}

/** Whether this process may read the memory of another: root may, and on some machines whoever started it. */
export function mayReadMemory(pid: number): boolean {
  try {
    closeSync(openSync(`/proc/${pid}/mem`, "r"));
    return true;
  } catch {
    return false;
  }
}
