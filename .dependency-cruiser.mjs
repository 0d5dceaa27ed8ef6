import { Visitor } from "@swc/core/Visitor.js";

/*
 * Who may import whom. Paths are relative to the repository; a rule's name is what a violation prints.
 * Tests may import what they test together; everything else obeys without exception.
 */

const tests = "\\.test\\.tsx?$|^e2e/";

/** The contexts of lib/ from the ground up. A context imports those below it, or beside it without a circle. */
const levels = [
  ["kernel"],
  ["config", "aspsp", "egress", "statements", "i18n", "files"],
  ["db", "keys", "connectors", "telemetry"],
  ["access"],
  ["jobs", "institutions"],
  ["audit"],
  ["records", "receipts"],
  ["vault", "installation", "consent", "identity", "authorisation", "parties", "rates", "valuation"],
  ["disclosures"],
  ["connections", "invitations", "portfolio", "asks", "notes"],
  ["journey", "oversight", "upkeep", "evidence"],
  ["clients", "privacy", "investors"],
];

/** Contexts that hold mechanism. Each may import these and nothing else of ours. */
const mechanisms = {
  kernel: [],
  config: ["kernel"],
  aspsp: ["kernel"],
  egress: ["kernel"],
  statements: ["kernel", "aspsp"],
  files: ["kernel"],
  i18n: ["kernel", "config"],
  db: ["kernel", "config"],
  keys: ["kernel", "config"],
  telemetry: ["kernel", "config", "aspsp"],
  connectors: ["kernel", "aspsp", "egress", "statements"],
  access: ["kernel", "config", "db", "keys"],
  jobs: ["kernel", "config", "db", "keys", "access"],
  records: ["kernel", "aspsp", "config", "db", "keys", "access", "jobs", "audit"],
  audit: ["kernel", "config", "db", "keys", "access"],
  receipts: ["kernel", "files", "i18n", "config", "db", "keys", "access", "jobs", "audit"],
  vault: ["kernel", "config", "db", "keys", "access", "jobs", "audit", "receipts"],
};

/** What a use case builds on, as far as its own level reaches. Storage is named by the rules below. */
const underUseCases = [
  "kernel",
  "i18n",
  "files",
  "aspsp",
  "db",
  "access",
  "jobs",
  "records",
  "audit",
  "receipts",
  "vault",
];

const contexts = levels.flat();
const businessContexts = contexts.filter((name) => !(name in mechanisms));
const business = `^lib/(${businessContexts.join("|")})/`;
const storage = "^lib/[^/]+/(schema|repository|[^/]+-schema|[^/]+-repository)\\.ts$";
const views = "^lib/[^/]+/(view|[^/]+-view)\\.ts$";
const models = `^lib/([^/]+)/(?:${businessContexts.map((name) => `(?<=/${name}/)${name.replace(/s$/, "")}s?`).join("|")})\\.ts$`;
const border = "^(proxy|instrumentation|instrumentation-client)\\.ts$";
/** Use cases that live with the mechanism they read. They are known by their verb. */
const mechanismUseCases =
  "^lib/(access|audit|jobs|records)/(enter|export|list|read|remove|save|search|verify)-[^/]+\\.ts$";
const ours = "^(lib|app|components|sandbox|scripts|e2e)/";
const databasePackages = "node_modules/(drizzle-orm|postgres|graphile-worker)/";

function upTo(context) {
  return levels.slice(0, levels.findIndex((level) => level.includes(context)) + 1).flat();
}

function mayImport(context) {
  if (mechanisms[context]) return [context, ...mechanisms[context]];
  const reach = upTo(context);
  return reach.filter((name) => businessContexts.includes(name) || underUseCases.includes(name));
}

const contextRules = contexts.map((context) => ({
  name: `${context}-imports`,
  comment: `lib/${context} imports only ${mayImport(context).join(", ")} among our own code.`,
  severity: "error",
  from: { path: `^lib/${context}/`, pathNot: tests },
  to: { path: ours, pathNot: `^lib/(${mayImport(context).join("|")})/` },
}));

const rules = [
  {
    name: "unknown-context",
    comment: "Every folder of lib/ has its place in the order above.",
    from: { path: "^lib/[^/]+/", pathNot: `^lib/(${contexts.join("|")}|server)/` },
    to: {},
  },
  {
    name: "no-cycles",
    comment: "No file reaches itself.",
    from: {},
    to: { circular: true },
  },
  {
    name: "no-context-cycles",
    comment: "No context reaches itself through another.",
    scope: "folder",
    from: { path: "^lib/[^/]+$" },
    to: { circular: true },
  },
  {
    name: "internals-are-private",
    comment: "A context's schema and repository are its own.",
    from: { path: "^lib/([^/]+)/", pathNot: tests },
    to: { path: storage, pathNot: "^lib/$1/" },
  },
  {
    name: "use-cases-leave-storage-to-repositories",
    comment: "Outside schema and repository, a business context knows only the types of lib/db.",
    from: { path: business, pathNot: [storage, tests] },
    to: { path: "^lib/db/", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "use-cases-without-database-packages",
    comment: "SQL lives in schema and repository.",
    from: { path: business, pathNot: [storage, tests] },
    to: { path: databasePackages },
  },
  {
    name: "models-import-kernel-only",
    comment: "A model knows the kernel, the types of the bank port and its own pure files.",
    from: { path: models },
    to: { pathNot: ["^lib/(kernel|aspsp)/", "^lib/$1/", "node_modules/zod/"] },
  },
  {
    name: "models-reach-no-io",
    comment: "Nothing that a model imports, however far, reads or writes the world.",
    from: { path: models },
    to: {
      reachable: true,
      path: [
        "^lib/(config|db|keys|connectors|access|jobs|records|audit|vault|server)/",
        storage,
        databasePackages,
        "^(node:)?(fs|net|tls|http|https|http2|dns|dgram|child_process|worker_threads)(/|$)",
      ],
    },
  },
  {
    name: "recipients-read-through-disclosures",
    comment: "Whatever a recipient is shown is noted by lib/disclosures, which alone reads for one.",
    from: { pathNot: ["^lib/(records|disclosures)/", tests] },
    to: { path: "^lib/records/receive-[^/]+\\.ts$" },
  },
  {
    name: "recipients-open-nothing",
    comment:
      "Where recipients' pages and calls are made, nothing is opened but through lib/disclosures; an investor's own by `read-own-…`, and what is made ready by a job.",
    from: {
      path: "^(app|components)/|^lib/(server|portfolio|clients)/",
      pathNot: [tests, "^lib/portfolio/read-own-[^/]+\\.ts$", "^lib/portfolio/[^/]+\\.job\\.ts$"],
    },
    to: { path: "^lib/records/open-[^/]+\\.ts$" },
  },
  {
    name: "connectors-apart",
    comment: "One bank protocol never leans on another.",
    from: { path: "^lib/connectors/([^/]+)/" },
    to: { path: "^lib/connectors/[^/]+/", pathNot: "^lib/connectors/$1/" },
  },
  {
    name: "server-imports",
    comment: "The Next adapter calls use cases and wires; it stands on no context above it and on no table.",
    from: { path: ["^lib/server/", border], pathNot: tests },
    to: { path: ours, pathNot: `^lib/(${[...upTo("journey"), "server"].join("|")})/` },
  },
  {
    name: "server-without-storage",
    comment: "lib/server reaches tables through use cases.",
    from: { path: "^lib/server/", pathNot: tests },
    to: { path: [storage, databasePackages] },
  },
  {
    name: "server-only-in-lib-server",
    comment: "`server-only` throws in plain Node, so code that the worker shares must not import it.",
    from: { pathNot: "^lib/server/" },
    to: { path: "node_modules/server-only/" },
  },
  {
    name: "next-stays-at-the-border",
    comment: "Next and React are for app, components and lib/server; the web process starts Next.",
    from: { path: "^(lib|sandbox)/", pathNot: ["^lib/server/", "^lib/web\\.ts$", tests] },
    to: { path: "node_modules/(next|next-auth|react|react-dom|react-hook-form|lucide-react)/" },
  },
  {
    name: "next-intl-stays-in-i18n",
    comment: "Inside lib, translations are read through lib/i18n.",
    from: { path: "^(lib|sandbox)/", pathNot: ["^lib/(server|i18n)/", tests] },
    to: { path: "node_modules/(next-intl|use-intl)/" },
  },
  {
    name: "app-imports",
    comment: "A route reads parameters, calls a use case and renders.",
    from: { path: "^app/", pathNot: tests },
    to: {
      path: ours,
      pathNot: [
        "^(app|components)/",
        `^lib/(server|kernel|i18n|${businessContexts.join("|")})/`,
        mechanismUseCases,
        views,
      ],
    },
  },
  {
    name: "app-without-storage",
    comment: "No SQL in a route.",
    from: {
      path: "^(app|components)/|^(proxy|instrumentation|instrumentation-client)\\.ts$",
      pathNot: tests,
    },
    to: { path: [storage, databasePackages] },
  },
  {
    name: "components-imports",
    comment:
      "Components take views and actions as props; how a locale writes dates and money is for them too.",
    from: { path: "^components/", pathNot: tests },
    to: { path: ours, pathNot: ["^components/", "^lib/kernel/", views] },
  },
  {
    name: "components-run-in-browsers",
    comment: "A component imports nothing of Node.",
    from: { path: "^components/", pathNot: tests },
    to: { dependencyTypes: ["core"] },
  },
  {
    name: "roots-are-entrances",
    comment: "A composition root is started, not imported.",
    from: { pathNot: ["^scripts/", tests] },
    to: { path: "^lib/(worker|web)\\.ts$" },
  },
  {
    name: "sandbox-imports-nothing-of-ours",
    comment: "The invented banks are as foreign to us as real ones.",
    from: { path: "^sandbox/", pathNot: [tests, "-for-test\\.ts$"] },
    to: { path: ours, pathNot: "^sandbox/" },
  },
  {
    name: "sandbox-is-for-scripts-and-tests",
    comment: "Nothing that is deployed knows the sandbox.",
    from: { pathNot: ["^(sandbox|scripts)/", tests] },
    to: { path: "^sandbox/" },
  },
  {
    name: "tests-are-for-tests",
    comment: "Only a test imports a test.",
    from: { pathNot: tests },
    to: { path: tests },
  },
  {
    name: "no-barrels",
    comment: "A file is imported by its own name.",
    from: {},
    to: { path: "(^|/)index\\.tsx?$", pathNot: "node_modules" },
  },
  {
    name: "kernel-packages",
    comment: "The kernel stands on the standard library, zod and the decimal library.",
    from: { path: "^lib/kernel/", pathNot: tests },
    to: { path: "node_modules/", pathNot: "node_modules/(zod|decimal\\.js)/" },
  },
  {
    name: "no-dev-dependencies-at-run-time",
    comment: "What is deployed needs no development dependency.",
    from: { path: "^(lib|app|components)/", pathNot: tests },
    to: { dependencyTypes: ["npm-dev"] },
  },
  {
    name: "declared-packages",
    comment: "A package that is imported stands in package.json.",
    from: {},
    to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
  },
  {
    name: "resolvable",
    comment: "Every import finds its file.",
    from: {},
    to: { couldNotResolve: true },
  },
];

/*
 * dependency-cruiser reads TypeScript through a TypeScript 6 API, which TypeScript 7 no longer has, or through
 * swc's visitor, which throws at `using` and skips `import("…")` types. A plain walk over the same tree, calling
 * the same methods, sees every import in every syntax.
 */
const visits = {
  ImportDeclaration: "visitImportDeclaration",
  ExportAllDeclaration: "visitExportAllDeclaration",
  ExportNamedDeclaration: "visitExportNamedDeclaration",
  TsImportEqualsDeclaration: "visitTsImportEqualsDeclaration",
  CallExpression: "visitCallExpression",
};
for (const method of [...Object.values(visits), "visitExportAllDeclration", "visitExportNamedDeclration"]) {
  Visitor.prototype[method] = (node) => node;
}
Visitor.prototype.visitTsTypeAnnotation = (node) => node;
Visitor.prototype.visitModule = function walk(node) {
  if (node === null || typeof node !== "object") return node;
  if (node.type === "TsImportType") this.visitTsTypeAnnotation({ typeAnnotation: node });
  else if (visits[node.type]) this[visits[node.type]](node);
  for (const child of Object.values(node)) walk.call(this, child);
  return node;
};

export default {
  forbidden: [...rules.map((rule) => ({ severity: "error", ...rule })), ...contextRules],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.data)" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
      mainFields: ["module", "main", "types", "typings"],
    },
  },
};
