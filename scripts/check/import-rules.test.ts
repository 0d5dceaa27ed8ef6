import { describe, expect, test } from "vitest";

import { checkImports } from "#scripts/check/import-rules.ts";
import { plant } from "#scripts/check/plant.ts";
import rules from "../../.dependency-cruiser.mjs";

/** Rule, the file that breaks it, what that file imports, and the line if a plain import is not what breaks it. */
const violations: readonly [rule: string, from: string, to: string, line?: string][] = [
  ["unknown-context", "lib/misc/thing.ts", "#lib/kernel/id.ts"],
  ["no-cycles", "lib/consent/left.ts", "#lib/consent/right.ts"],
  ["no-context-cycles", "lib/connections/link.ts", "#lib/portfolio/total.ts"],
  ["internals-are-private", "lib/identity/peek.ts", "#lib/consent/repository.ts"],
  [
    "internals-are-private",
    "lib/identity/join.ts",
    "#lib/consent/schema.ts",
    'import type { Row } from "#lib/consent/schema.ts";',
  ],
  ["use-cases-leave-storage-to-repositories", "lib/consent/give.ts", "#lib/db/database.ts"],
  ["use-cases-without-database-packages", "lib/consent/query.ts", "drizzle-orm"],
  ["models-import-kernel-only", "lib/consent/consent.ts", "node:crypto"],
  ["models-reach-no-io", "lib/authorisation/authorisation.ts", "#lib/authorisation/clock.ts"],
  ["recipients-read-through-disclosures", "lib/portfolio/show.ts", "#lib/records/receive-records.ts"],
  ["recipients-read-through-disclosures", "lib/connections/tell.ts", "#lib/records/receive-records.ts"],
  ["recipients-open-nothing", "lib/portfolio/peep.ts", "#lib/records/open-records.ts"],
  ["recipients-open-nothing", "lib/server/summaries.ts", "#lib/records/open-summaries.ts"],
  ["recipients-open-nothing", "lib/clients/tell.job.ts", "#lib/records/open-records.ts"],
  ["connectors-apart", "lib/connectors/xs2a/dialog.ts", "#lib/connectors/openwealth/client.ts"],
  ["server-imports", "lib/server/wire.ts", "#lib/clients/list.ts"],
  ["server-without-storage", "lib/server/rows.ts", "#lib/consent/repository.ts"],
  ["server-only-in-lib-server", "lib/consent/guard.ts", "server-only", 'import "server-only";'],
  ["next-stays-at-the-border", "lib/consent/go.ts", "next/navigation"],
  ["next-stays-at-the-border", "lib/identity/hook.ts", "react"],
  ["next-intl-stays-in-i18n", "lib/consent/text.ts", "next-intl"],
  ["app-imports", "app/(portal)/page.tsx", "#lib/vault/open.ts"],
  ["app-imports", "app/seal.tsx", "#lib/connectors/xs2a/dialog.ts"],
  ["app-imports", "app/api/ready/route.ts", "#lib/access/permissions.ts"],
  ["server-imports", "proxy.ts", "./lib/clients/list.ts"],
  ["app-without-storage", "app/list.tsx", "#lib/consent/schema.ts"],
  ["app-without-storage", "app/sql.tsx", "drizzle-orm"],
  ["components-imports", "components/consent/card.tsx", "#lib/consent/list.ts"],
  ["components-run-in-browsers", "components/ui/file.tsx", "node:fs"],
  ["roots-are-entrances", "lib/jobs/start.ts", "#lib/worker.ts"],
  ["sandbox-imports-nothing-of-ours", "sandbox/bank.ts", "#lib/kernel/id.ts"],
  ["sandbox-is-for-scripts-and-tests", "lib/consent/demo.ts", "#sandbox/phone.ts"],
  ["tests-are-for-tests", "lib/consent/reuse.ts", "#lib/consent/give.test.ts"],
  ["no-barrels", "lib/consent/all.ts", "#lib/consent/index.ts"],
  ["kernel-packages", "lib/kernel/log.ts", "pino"],
  ["no-dev-dependencies-at-run-time", "lib/audit/check.ts", "fast-check"],
  ["declared-packages", "lib/db/watch.ts", "acorn"],
  ["resolvable", "lib/db/lost.ts", "#lib/db/nowhere.ts"],
  ["kernel-imports", "lib/kernel/up.ts", "#lib/config/environment.ts"],
  ["config-imports", "lib/config/up.ts", "#lib/db/database.ts"],
  ["aspsp-imports", "lib/aspsp/up.ts", "#lib/config/environment.ts"],
  ["i18n-imports", "lib/i18n/up.ts", "#lib/db/database.ts"],
  ["db-imports", "lib/db/up.ts", "#lib/keys/client.ts"],
  ["keys-imports", "lib/keys/up.ts", "#lib/db/database.ts"],
  ["connectors-imports", "lib/connectors/xs2a/up.ts", "#lib/vault/open.ts"],
  ["access-imports", "lib/access/up.ts", "#lib/jobs/enqueue.ts"],
  ["jobs-imports", "lib/jobs/up.ts", "#lib/consent/list.ts"],
  ["records-imports", "lib/records/up.ts", "#lib/consent/list.ts"],
  ["receipts-imports", "lib/receipts/up.ts", "#lib/consent/list.ts"],
  ["egress-imports", "lib/egress/up.ts", "#lib/db/database.ts"],
  ["telemetry-imports", "lib/telemetry/up.ts", "#lib/db/database.ts"],
  ["oversight-imports", "lib/oversight/up.ts", "#lib/clients/list.ts"],
  ["upkeep-imports", "lib/upkeep/up.ts", "#lib/clients/list.ts"],
  ["evidence-imports", "lib/evidence/up.ts", "#lib/clients/list.ts"],
  ["investors-imports", "lib/investors/up.ts", "#components/ui/button.tsx"],
  ["statements-imports", "lib/statements/up.ts", "#lib/db/database.ts"],
  ["files-imports", "lib/files/up.ts", "#lib/config/environment.ts"],
  ["audit-imports", "lib/audit/up.ts", "#lib/jobs/enqueue.ts"],
  ["vault-imports", "lib/vault/up.ts", "#lib/consent/list.ts"],
  ["institutions-imports", "lib/institutions/up.ts", "#lib/audit/append.ts"],
  ["installation-imports", "lib/installation/up.ts", "#lib/config/environment.ts"],
  ["consent-imports", "lib/consent/up.ts", "#lib/connections/list.ts"],
  ["identity-imports", "lib/identity/up.ts", "#lib/server/session.ts"],
  ["rates-imports", "lib/rates/up.ts", "#lib/connections/list.ts"],
  ["valuation-imports", "lib/valuation/up.ts", "#lib/connections/list.ts"],
  ["parties-imports", "lib/parties/up.ts", "#lib/connections/list.ts"],
  ["authorisation-imports", "lib/authorisation/up.ts", "#lib/connectors/xs2a/dialog.ts"],
  ["disclosures-imports", "lib/disclosures/up.ts", "#lib/connections/list.ts"],
  ["connections-imports", "lib/connections/up.ts", "#lib/privacy/erase.ts"],
  ["journey-imports", "lib/journey/up.ts", "#lib/privacy/erase.ts"],
  ["invitations-imports", "lib/invitations/up.ts", "#lib/privacy/erase.ts"],
  ["portfolio-imports", "lib/portfolio/up.ts", "#lib/clients/list.ts"],
  ["asks-imports", "lib/asks/up.ts", "#lib/privacy/erase.ts"],
  ["notes-imports", "lib/notes/up.ts", "#lib/privacy/erase.ts"],
  ["clients-imports", "lib/clients/up.ts", "#components/ui/button.tsx"],
  ["privacy-imports", "lib/privacy/up.ts", "#app/page.tsx"],
];

/** What the table allows, in every syntax that imports. */
const clean: Readonly<Record<string, string>> = {
  "lib/kernel/id.ts":
    'import { randomUUID } from "node:crypto";\nimport { z } from "zod";\nexport { randomUUID, z };',
  "lib/config/environment.ts": 'export { z } from "#lib/kernel/id.ts";',
  "lib/db/database.ts":
    'import "#lib/config/environment.ts";\nimport "drizzle-orm";\nexport type Transaction = object;',
  "lib/access/context.ts": 'export type { Transaction } from "#lib/db/database.ts";',
  "lib/audit/append.ts": 'export type Audit = import("#lib/access/context.ts").Transaction;',
  "lib/vault/seal.ts": 'import "#lib/audit/append.ts";',
  "lib/consent/consent.ts": 'import { z } from "#lib/kernel/id.ts";\nexport const status = z;',
  "lib/consent/schema.ts": 'import "drizzle-orm";\nimport "#lib/db/database.ts";',
  "lib/consent/repository.ts":
    'import type { Transaction } from "#lib/db/database.ts";\nimport "#lib/consent/schema.ts";\nexport type T = Transaction;',
  "lib/consent/view.ts": 'import type { status } from "./consent.ts";\nexport type View = typeof status;',
  "lib/consent/revoke-consent.ts":
    'import "#lib/vault/seal.ts";\nimport "./repository.ts";\nimport type { Transaction } from "#lib/db/database.ts";\nexport async function revoke(tx: Transaction & AsyncDisposable) { await using held = tx; return held; }',
  "lib/consent/revoke-consent.test.ts":
    'import "vitest";\nimport "#lib/worker.ts";\nimport "#sandbox/phone.ts";',
  "lib/server/session.ts":
    'import "server-only";\nimport "next/headers";\nimport "#lib/consent/revoke-consent.ts";',
  "lib/worker.ts": 'import "#lib/vault/seal.ts";\nimport "#lib/consent/repository.ts";',
  "components/ui/button.tsx":
    'import type { View } from "#lib/consent/view.ts";\nexport const Button = (_: { view: View }) => <b />;',
  "app/page.tsx":
    'import { Button } from "#components/ui/button.tsx";\nimport "#lib/server/session.ts";\nexport default Button;',
  "sandbox/phone.ts": 'export const phone = "node:http";',
  "scripts/demo.ts":
    'const { phone } = await import("#sandbox/phone.ts");\nimport "#lib/worker.ts";\nexport { phone };',
};

const targets: Readonly<Record<string, string>> = {
  "lib/consent/right.ts": 'export { it } from "./left.ts";',
  "lib/portfolio/read.ts": 'export { it } from "#lib/connections/list.ts";',
  "lib/authorisation/clock.ts": 'export { readFileSync } from "node:fs";',
  "lib/consent/give.test.ts": "export const builder = 1;",
  "lib/consent/index.ts": 'export * from "./list.ts";',
  "lib/connectors/openwealth/client.ts": "export const client = 1;",
  ...Object.fromEntries(
    [
      "keys/client",
      "access/permissions",
      "jobs/enqueue",
      "vault/open",
      "consent/list",
      "connections/list",
      "portfolio/total",
    ]
      .concat(["clients/list", "privacy/erase"])
      .concat(["receive-records", "open-records", "open-summaries"].map((name) => `records/${name}`))
      .map((name) => [`lib/${name}.ts`, "export const planted = 1;"]),
  ),
};

function planted(): Record<string, string> {
  const lines = violations.map(
    ([, from, to, line]) => [from, line ?? `export { it } from "${to}";`] as const,
  );
  return { ...clean, ...targets, ...Object.fromEntries(lines) };
}

describe("the import rules", async () => {
  using tree = plant(planted());
  const { problems } = await checkImports(tree);

  test.each(violations)("%s fails in %s importing %s", (rule, from) => {
    const where = rule === "no-context-cycles" ? from.split("/").slice(0, 2).join("/") : from;
    expect(problems.filter((problem) => problem.startsWith(`${rule}: ${where} → `))).not.toEqual([]);
  });

  test("each have a planted violation", () => {
    const unplanted = rules.forbidden
      .map(({ name }) => name)
      .filter((name) => !violations.some(([rule]) => rule === name));
    expect(unplanted).toEqual([]);
  });

  test("let pass what the table allows", async () => {
    using allowed = plant(clean);
    expect(await checkImports(allowed)).toEqual({ problems: [] });
  });
});

describe("imports that only types need", () => {
  test.each([
    ["import type", 'import type { T } from "#lib/config/environment.ts";'],
    ["an inline type", 'import { type T } from "#lib/config/environment.ts";'],
    ["export type", 'export type * from "#lib/config/environment.ts";'],
    ["a type's import()", 'export type T = Promise<import("#lib/config/environment.ts").T>;'],
    [
      "an import() inside a function",
      'export async function f() { using _ = g(); await import("#lib/config/environment.ts"); }',
    ],
  ])("are seen when written as %s", async (_, line) => {
    using tree = plant({ "lib/kernel/up.ts": line, "lib/config/environment.ts": "export type T = 1;" });
    expect((await checkImports(tree)).problems).toEqual([
      "kernel-imports: lib/kernel/up.ts → lib/config/environment.ts",
    ]);
  });
});
