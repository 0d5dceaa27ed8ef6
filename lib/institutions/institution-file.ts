import { type ErrorCode, isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { z } from "zod";
import { type Institutions, institutionSchema, withoutRepeats } from "./institution-entry.ts";

const fileSchema = z.strictObject(
  { institutions: withoutRepeats(z.array(institutionSchema, { error: "wants a list of institutions" })) },
  { error: "wants a list under `institutions`" },
);

/** The institutions file is wrong. The message lists every problem at once, with its line. */
export class InstitutionFileError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The institutions file is not usable:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "InstitutionFileError";
    this.problems = problems;
  }
}

/** In the place of the parser's own sentences that quote the file. */
const sayings: Partial<Record<ErrorCode, string>> = {
  UNEXPECTED_TOKEN: "something stands here that cannot stand here",
  BAD_DQ_ESCAPE: "there is no such escape sequence",
  BAD_DIRECTIVE: "there is no such directive",
  TAG_RESOLVE_FAILED: "there is no such tag",
  BAD_ALIAS: "it refers from one place to another (& and *): write it out",
};

const oneLine = (text: string): string => text.replace(/\s+/g, " ");

type Path = readonly PropertyKey[];

/**
 * Reads YAML, of which JSON is a part. References (`&`, `*`) are refused: a short file could otherwise stand for
 * an endless one, and whoever reads an entry sees all of it.
 */
export function parseInstitutionFile(text: string): Institutions {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    version: "1.2",
    logLevel: "error",
  });
  const lineOf = (offset: number | undefined): string => `line ${lines.linePos(offset ?? 0).line}`;
  if (document.errors.length > 0) {
    throw new InstitutionFileError(
      document.errors.map(
        ({ pos, code, message }) => `${lineOf(pos[0])}: ${sayings[code] ?? oneLine(message)}`,
      ),
    );
  }
  const parsed = fileSchema.safeParse(
    withoutReferences(() => document.toJS({ maxAliasCount: 0 })),
    {
      reportInput: true,
    },
  );
  if (parsed.success) return new Map(parsed.data.institutions.map((one) => [one.id, one]));

  const root = isNode(document.contents) ? document.contents : null;
  const found = parsed.error.issues.flatMap((issue) =>
    explain(issue).map((problem) => ({ ...problem, at: offsetOf(root, problem.path) })),
  );
  throw new InstitutionFileError(
    found.sort((a, b) => a.at - b.at).map(({ at, path, says }) => `${lineOf(at)}, ${written(path)} ${says}`),
  );
}

function withoutReferences(read: () => unknown): unknown {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof ReferenceError)
      throw new InstitutionFileError(["it refers from one place to another (& and *): write it out"]);
    throw cause;
  }
}

/** An unknown setting is named itself, and not only the entry that it stands in. */
function explain(issue: z.core.$ZodIssue): { path: Path; says: string }[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      says: "is no setting that this version knows",
    }));
  const says = issue.input === undefined ? `is missing: it ${issue.message}` : issue.message;
  return [{ path: issue.path, says }];
}

/** Where a path stands in the file; where it does not, the nearest thing around it. */
function offsetOf(root: Node | null, path: Path): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    if (!isMap(node) && !(node && typeof node === "object" && "items" in node)) break;
    const next = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && key.value === step)
      : (node as { items: unknown[] }).items[Number(step)];
    const key = next && typeof next === "object" && "key" in next ? next.key : next;
    if (!isNode(key)) break;
    offset = key.range?.[0] ?? offset;
    node = next && typeof next === "object" && "value" in next && "key" in next ? next.value : next;
  }
  return offset;
}

const written = (path: Path): string =>
  path.length === 0
    ? "the file"
    : path
        .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
        .join("")
        .replace(/^\./, "");
