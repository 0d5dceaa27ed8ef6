import { parseSync } from "@swc/core";

export interface TranslationUse {
  /** The full key, or a prefix that ends in a dot where the rest is known at run time only. */
  readonly key: string;
  /** The names of the values handed over, or null where they are not written out at the call. */
  readonly values: readonly string[] | null;
}

type Node = { type: string } & Record<string, unknown>;
type Scope = Map<string, string>;

const sources = new Set(["useTranslations", "getTranslations", "translator", "createTranslator"]);
const methods = new Set(["rich", "markup", "raw", "has"]);
const functions = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "ClassMethod",
]);

/**
 * The translation keys that a file uses. A translator is a variable that holds `useTranslations("ns")` or one of
 * its siblings, or a parameter whose type names the namespace. A key that is put together at run time uses all
 * that its fixed beginning covers. Where neither is visible, a comment says so: `// i18n: roles.*, errors.internal`.
 */
export function translationUses(text: string, file: string): TranslationUse[] {
  const uses: TranslationUse[] = [];
  for (const [, list = ""] of text.matchAll(/\bi18n:[ \t]*([\w.*, \t]+)/g)) {
    for (const key of list.split(/[\s,]+/).filter(Boolean))
      uses.push({ key: key.replace(/\*$/, ""), values: null });
  }
  const program = parseSync(text, { syntax: "typescript", tsx: file.endsWith("x"), target: "es2022" });
  visit(program as unknown as Node, [new Map()], uses);
  return uses;
}

function visit(node: unknown, scopes: readonly Scope[], uses: TranslationUse[]): void {
  if (typeof node !== "object" || node === null) return;
  const type = isNode(node) ? node.type : "";
  const inner = functions.has(type) ? [...scopes, parameters(node as Node)] : scopes;
  if (type === "VariableDeclarator") declare(node as Node, inner);
  if (type === "CallExpression") recordUse(node as Node, inner, uses);
  for (const child of Object.values(node)) visit(child, inner, uses);
}

function declare({ id, init }: Node, scopes: readonly Scope[]): void {
  const scope = scopes.at(-1);
  if (!isNode(id) || !isNode(init)) return;
  if (id.type === "Identifier") {
    const namespace = namespaceOf(init);
    if (namespace !== null) scope?.set(String(id.value), namespace);
  }
  // const [t, format] = await Promise.all([getTranslations("ns"), getFormatter()])
  const all = unwrap(init);
  if (id.type !== "ArrayPattern" || all.type !== "CallExpression") return;
  const list = argumentsOf(all)[0];
  if (list?.type !== "ArrayExpression") return;
  (id.elements as (Node | null)[]).forEach((element, index) => {
    const value = (list.elements as ({ expression: Node } | null)[])[index]?.expression;
    const namespace = value ? namespaceOf(value) : null;
    if (element?.type === "Identifier" && namespace !== null) scope?.set(String(element.value), namespace);
  });
}

/** Parameters whose type carries a namespace, such as `t: Translator<"portal">`. */
function parameters(node: Node): Scope {
  const scope: Scope = new Map();
  const own = node.type === "ClassMethod" ? (node.function as Node) : node;
  for (const parameter of (own.params ?? []) as Node[]) {
    const pattern = parameter.type === "Parameter" ? (parameter.pat as Node) : parameter;
    const namespace = pattern.type === "Identifier" ? firstString(pattern.typeAnnotation) : null;
    if (namespace) scope.set(String(pattern.value), namespace);
  }
  return scope;
}

function firstString(node: unknown): string | null {
  if (typeof node !== "object" || node === null) return null;
  if (isNode(node) && node.type === "StringLiteral") return String(node.value);
  for (const child of Object.values(node)) {
    const found = firstString(child);
    if (found) return found;
  }
  return null;
}

function recordUse(call: Node, scopes: readonly Scope[], uses: TranslationUse[]): void {
  let callee = unwrap(call.callee as Node);
  let takesValues = true;
  if (callee.type === "MemberExpression") {
    const method = String((callee.property as Node).value);
    if (!methods.has(method)) return;
    takesValues = method === "rich" || method === "markup";
    callee = unwrap(callee.object as Node);
  }
  const namespace = callee.type === "Identifier" ? lookUp(scopes, String(callee.value)) : namespaceOf(callee);
  const [key, values] = argumentsOf(call);
  if (namespace === null || !key) return;
  for (const name of keysOf(key)) {
    const full = namespace ? `${namespace}.${name}` : name;
    uses.push({ key: full, values: takesValues ? valueNames(values) : null });
  }
}

function lookUp(scopes: readonly Scope[], name: string): string | null {
  return scopes.findLast((scope) => scope.has(name))?.get(name) ?? null;
}

/** The namespace of the translator that an expression makes; empty for the whole catalogue, null for no translator. */
function namespaceOf(expression: Node): string | null {
  const call = unwrap(expression);
  if (call.type !== "CallExpression" || !sources.has(String((call.callee as Node).value))) return null;
  for (const argument of argumentsOf(call)) {
    if (argument.type === "StringLiteral") return String(argument.value);
    if (argument.type !== "ObjectExpression") continue;
    const property = (argument.properties as Node[]).find(
      (one) => (one.key as Node | undefined)?.value === "namespace",
    );
    if (isNode(property?.value) && property.value.type === "StringLiteral")
      return String(property.value.value);
  }
  return "";
}

/** The keys that an argument can be, where the code shows them; otherwise what its beginning covers. */
function keysOf(argument: Node): string[] {
  const node = unwrap(argument);
  if (node.type === "StringLiteral") return [String(node.value)];
  if (node.type === "ConditionalExpression") {
    return [...keysOf(node.consequent as Node), ...keysOf(node.alternate as Node)];
  }
  if (node.type !== "TemplateLiteral") return [""];
  const start = String((node.quasis as { cooked?: string }[])[0]?.cooked ?? "");
  if ((node.expressions as Node[]).length === 0) return [start];
  return [start.slice(0, start.lastIndexOf(".") + 1)];
}

function valueNames(values: Node | undefined): string[] | null {
  if (!values) return [];
  if (values.type !== "ObjectExpression") return null;
  const names = (values.properties as Node[]).map((one) =>
    one.type === "Identifier" ? one.value : (one.key as Node | undefined)?.value,
  );
  return names.every((name) => typeof name === "string") ? names : null;
}

function argumentsOf(call: Node): Node[] {
  return (call.arguments as { expression: Node }[]).map(({ expression }) => expression);
}

function unwrap(node: Node): Node {
  switch (node.type) {
    case "AwaitExpression":
      return unwrap(node.argument as Node);
    case "ParenthesisExpression":
    case "TsAsExpression":
    case "TsSatisfiesExpression":
    case "TsNonNullExpression":
    case "TsConstAssertion":
      return unwrap(node.expression as Node);
    default:
      return node;
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}
