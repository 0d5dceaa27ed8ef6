import { unzip } from "#lib/kernel/unzip.ts";
import { RateFileError } from "./publication.ts";

/** The European Central Bank's own has two megabytes, and grows by seventy kilobytes a year. */
export const mostFileBytes = 8 * 1024 * 1024;

const zipBegins = Buffer.from("PK\u0003\u0004", "latin1");

/** The text of a published file, as it is or as the one file of a ZIP. */
export function readPublicationFile(file: Buffer): string {
  if (file.length > mostFileBytes) throw new RateFileError("tooLarge");
  return decoded(file.subarray(0, 4).equals(zipBegins) ? onlyFileIn(file) : file);
}

function onlyFileIn(archive: Buffer): Buffer {
  try {
    const [file] = unzip(archive, { mostFiles: 1, mostBytes: mostFileBytes });
    if (file) return file;
  } catch (cause) {
    throw new RateFileError("archive", { cause });
  }
  // A folder alone.
  throw new RateFileError("archive");
}

/** UTF-8 with or without its mark. Line ends of every system are one. */
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
  } catch (cause) {
    throw new RateFileError("encoding", { cause });
  }
}
