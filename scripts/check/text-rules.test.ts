import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { checkDocReferences } from "#scripts/check/doc-references.ts";
import { checkFileRules } from "#scripts/check/file-rules.ts";
import type { Lockfile } from "#scripts/check/lockfile.ts";
import { checkMinimumVersions, isAtLeast } from "#scripts/check/minimum-versions.ts";
import { plant } from "#scripts/check/plant.ts";
import { checkReveals } from "#scripts/check/reveal-rule.ts";

describe("the check of the documents", () => {
  const files = {
    "docs/architecture.md": "# The shape\n\n## Who may import whom\n",
    "lib/vault/seal.ts": "export {};",
    "lib/vault/seal.test.ts": 'test("a flipped bit does not open", () => {});',
  };
  const check = (text: string) => {
    using tree = plant({
      ...files,
      "package.json": '{"scripts":{"demo":"x","test":"x"}}',
      "README.md": text,
    });
    return checkDocReferences(tree).problems;
  };

  test.each([
    "[shape](docs/architecture.md#who-may-import-whom) and [out](https://example.com/x)",
    "`lib/vault/seal.ts`, `lib/*/seal.ts`, `lib/vault/`, `/api/health`, `text/html`, `.data/postgres`",
    "`npm run demo` and `npm test`",
    '`lib/vault/seal.test.ts` › "a flipped bit does not open"',
    "`lib/vault/seal.test.ts › a flipped bit does not open`",
    '| `lib/vault/seal.test.ts` "a flipped bit does not open", "a flipped\nbit"; `lib/vault/seal.ts` |',
    "```\n`lib/gone.ts` in a fence\n```",
  ])("lets pass %s", (text) => {
    expect(check(text)).toEqual([]);
  });

  test.each([
    ["[shape](docs/shape.md)", "README.md:1: no file at docs/shape.md"],
    ["[shape](docs/architecture.md#nowhere)", "README.md:1: no heading at docs/architecture.md#nowhere"],
    ["\n`lib/vault/open.ts`", "README.md:2: no file at lib/vault/open.ts"],
    ["`lib/*/open.ts`", "README.md:1: no file at lib/*/open.ts"],
    ["```\nnpm run deploy\n```", 'README.md:1: package.json has no script "deploy"'],
    ['`lib/vault/seal.test.ts` › "it flies"', 'README.md:1: lib/vault/seal.test.ts has no test "it flies"'],
    [
      '`lib/vault/seal.test.ts` "a flipped bit", "it flies"',
      'README.md:1: lib/vault/seal.test.ts has no test "it flies"',
    ],
    ["`lib/vault/seal.test.ts › it flies`", 'README.md:1: lib/vault/seal.test.ts has no test "it flies"'],
  ])("finds %s", (text, problem) => {
    expect(check(text).map((found) => found.replace("README.md:2: package", "README.md:1: package"))).toEqual(
      [problem],
    );
  });
});

describe("the file rules", () => {
  const check = (file: string, text: string) => {
    using tree = plant({ [file]: text });
    return checkFileRules(tree).problems;
  };

  // Put together here, so that this file keeps the rules that it tests.
  test.each([
    ["lib/x.ts", `// ${"TO"}DO later`, `lib/x.ts:1: unfinished work ("${"TO"}DO")`],
    [
      "lib/x.test.ts",
      `\ntest.${"only"}("a", f)`,
      `lib/x.test.ts:2: a test that is left out or alone ("test.${"only"}")`,
    ],
    [
      "e2e/x.spec.ts",
      `test.describe.${"skip"}("a", f)`,
      `e2e/x.spec.ts:1: a test that is left out or alone ("test.describe.${"skip"}")`,
    ],
    ["docs/x.md", `see /${"home"}/ada/licet`, `docs/x.md:1: a path of one machine ("/${"home"}/ada")`],
    [
      "package-lock.json",
      `https://registry.${"npm"}js.org/zod`,
      `package-lock.json:1: a package registry's host ("registry.${"npm"}js.org")`,
    ],
    ["lib/x.ts", "const a = '\u0000';", 'lib/x.ts:1: a control character; write its escape ("\\u0000")'],
    ["lib/x.ts", "\n".repeat(401), "lib/x.ts: 401 lines, at most 400"],
    ["lib/x/index.ts", "", "lib/x/index.ts: a barrel; name the file by what it says"],
  ])("find in %s %j", (file, text, problem) => {
    expect(check(file, text)).toContain(problem);
  });

  test.each([
    ["lib/x.ts", "\n".repeat(400)],
    ["docs/x.md", "`app/work/page.tsx`, a 0700 home, https://example.com/home/ada, Todo en orden"],
    ["lib/x.test.ts", 'test.skipIf(true)("a", f); list.only'],
  ])("let pass in %s %j", (file, text) => {
    expect(check(file, text)).toEqual([]);
  });
});

describe("the minimum versions", () => {
  const lock = JSON.parse(
    readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"),
  ) as Lockfile;
  const check = (packages: Lockfile["packages"]) => {
    using tree = plant({
      "package-lock.json": JSON.stringify({ packages: { ...lock.packages, ...packages } }),
    });
    return checkMinimumVersions(tree).problems;
  };

  test("hold in this repository", () => {
    expect(check({})).toEqual([]);
  });

  test("hold for every copy, however deep", () => {
    expect(check({ "node_modules/next-auth/node_modules/nodemailer": { version: "7.0.6" } })).toEqual([
      "node_modules/next-auth/node_modules/nodemailer is 7.0.6, below 7.0.7",
    ]);
  });

  test.each([
    ["16.2.6", true],
    ["16.10.0", true],
    ["17.0.0", true],
    ["16.2.5", false],
    ["16.1.9", false],
    ["15.9.9", false],
    ["16.2.6-canary.1", false],
    ["16.2.7-canary.1", true],
  ])("count %s as at least 16.2.6: %s", (version, expected) => {
    expect(isAtLeast(version, "16.2.6")).toBe(expected);
  });
});

describe("the rule about opened secrets", () => {
  const reveals = "export const open = (secret: { reveal(): string }) => secret.reveal();";
  const check = (files: Record<string, string>) => {
    using tree = plant(files);
    return checkReveals(tree).problems;
  };
  const list = (reason: string) => JSON.stringify([{ file: "lib/web.ts", reason }]);
  const reason = "The TLS server takes its key as a string.";

  test("lets the vault, the connectors, the type itself and tests open them", () => {
    const homes = [
      "lib/vault/a.ts",
      "lib/connectors/xs2a/a.ts",
      "lib/kernel/secret.ts",
      "lib/consent/a.test.ts",
    ];
    expect(check(Object.fromEntries(homes.map((file) => [file, reveals])))).toEqual([]);
  });

  test("finds any other place", () => {
    expect(check({ "lib/consent/a.ts": `\n${reveals}` })).toEqual([
      "lib/consent/a.ts:2: reveals a secret outside vault and connectors",
    ]);
  });

  test("lets pass a place that is listed with its reason, as long as it needs it", () => {
    expect(check({ "lib/web.ts": reveals, "scripts/check/reveal-allowed.json": list(reason) })).toEqual([]);
    expect(check({ "lib/web.ts": "", "scripts/check/reveal-allowed.json": list(reason) })).toHaveLength(1);
    expect(
      check({ "lib/web.ts": reveals, "scripts/check/reveal-allowed.json": list("needed") }),
    ).toHaveLength(1);
  });
});
