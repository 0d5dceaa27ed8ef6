import { unzip as unpacked } from "#lib/kernel/unzip.ts";
import { StatementError } from "./statement.ts";

const limits = { mostFiles: 1_000, mostBytes: 32 * 1024 * 1024 };

/** The files of a ZIP, for statements that come packed. */
export function unzip(zip: Buffer): readonly Buffer[] {
  try {
    return unpacked(zip, limits);
  } catch {
    throw new StatementError("zip");
  }
}
