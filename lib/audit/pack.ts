/*
 * A pack is lines of JSON: first the manifest, then the log from its first entry to its last, in order. What a line
 * is, its first character tells: `{` an entry (the canonical bytes that its leaf hashes), `[` hashes or a remark, `"` a signed
 * checkpoint, `n` an entry that is missing. docs/audit-log.md describes it for whoever writes a verifier.
 */

export const packFormat = "licet-audit-pack/1";

export interface PackManifest {
  readonly format: typeof packFormat;
  readonly origin: string;
  /** How many entries the log has under the pack's last checkpoint. */
  readonly size: number;
  /** The firm whose entries these are, between hashes of others'; `null` for the whole log. */
  readonly tenantId: string | null;
}

export function manifestLine(manifest: Omit<PackManifest, "format">): string {
  return `${JSON.stringify({ format: packFormat, ...manifest })}\n`;
}

/** What the next entries hash to, one hash each, as the log has it: it tells which entry is not what it was. */
export function leafHashesLine(hashes: readonly Buffer[]): string {
  return `["${Buffer.concat([...hashes]).toString("base64")}"]\n`;
}

/** 2^height entries that the pack does not show, as the hash of their subtree. */
export function subtreeLine(height: number, hash: Buffer): string {
  return `[${height},"${hash.toString("base64")}"]\n`;
}

/** An event that stands in the database below the log's end and was never logged: nobody of ours writes one. */
export const unloggedLine = (eventId: string): string => `["unlogged","${eventId}"]\n`;

/** A checkpoint of exactly the entries before it. */
export const checkpointLine = (note: string): string => `${JSON.stringify(note)}\n`;

const opening = 0x7b;

/** An entry's own bytes; anything that is no JSON object, or is not there, is said to be missing. */
export function entryLine(body: Buffer | null): string {
  if (body?.[0] !== opening || body.includes(0x0a)) return "null\n";
  return `${body.toString("utf8")}\n`;
}
