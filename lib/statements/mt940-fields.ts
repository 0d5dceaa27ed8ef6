import { StatementError } from "./statement.ts";

export interface Field {
  /** Without its colons: `20`, `60F`. */
  readonly tag: string;
  readonly lines: readonly string[];
}

const known: readonly string[] = [
  "20",
  "21",
  "25",
  "25P",
  "28",
  "28C",
  "34F",
  "13",
  "13D",
  "60F",
  "60M",
  "61",
  "86",
  "62F",
  "62M",
  "64",
  "65",
  "90D",
  "90C",
  "NS",
];

/** The fields in their order. A line that is neither a field, nor goes on from one, nor ends a message is an error. */
export function readFields(text: string): readonly Field[] {
  const fields: { tag: string; lines: string[] }[] = [];
  for (const line of text.replace(/^\ufeff/, "").split(/\r?\n/)) {
    if (isEnvelope(line)) continue;
    const [, tag, value] = /^:(\d{2}[A-Z]?|NS):(.*)$/s.exec(line) ?? [];
    if (tag !== undefined && value !== undefined) {
      if (!known.includes(tag)) throw new StatementError("tag");
      fields.push({ tag, lines: [value] });
    } else {
      const field = fields.at(-1);
      if (!field) throw new StatementError("line");
      field.lines.push(line);
    }
  }
  return fields;
}

/** SWIFT's own frame around a message, which some banks leave: blocks 1 to 4 open it, and a hyphen ends it. */
const isEnvelope = (line: string): boolean =>
  line.trim() === "" ||
  line === "-" ||
  line.startsWith("-}") ||
  (line.startsWith("{1:") && line.endsWith("{4:"));
