import { type ErrorCode, isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import type { z } from "zod";

/** What a file says, or everything that is wrong with it at once, each with its line and in the file's order. */
export type OperatorFile<T> =
  | { readonly value: T; readonly problems: null }
  | { readonly value: null; readonly problems: readonly string[] };

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
export function readOperatorFile<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
): OperatorFile<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    version: "1.2",
    logLevel: "error",
  });
  const lineOf = (offset: number | undefined): string => `line ${lines.linePos(offset ?? 0).line}`;
  const wrong = (problems: readonly string[]) => ({ value: null, problems });
  if (document.errors.length > 0)
    return wrong(
      document.errors.map(
        ({ pos, code, message }) => `${lineOf(pos[0])}: ${sayings[code] ?? oneLine(message)}`,
      ),
    );

  const read = withoutReferences(() => document.toJS({ maxAliasCount: 0 }));
  if (!read) return wrong([sayings.BAD_ALIAS as string]);
  const parsed = schema.safeParse(read.value, { reportInput: true });
  if (parsed.success) return { value: parsed.data, problems: null };

  const root = isNode(document.contents) ? document.contents : null;
  const found = parsed.error.issues.flatMap((issue) =>
    explain(issue).map((problem) => ({ ...problem, at: offsetOf(root, problem.path) })),
  );
  return wrong(
    found.sort((a, b) => a.at - b.at).map(({ at, path, says }) => `${lineOf(at)}, ${written(path)} ${says}`),
  );
}

function withoutReferences(read: () => unknown): { readonly value: unknown } | null {
  try {
    return { value: read() };
  } catch (cause) {
    if (cause instanceof ReferenceError) return null;
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
