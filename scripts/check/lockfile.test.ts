import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import {
  completeLockfile,
  type Lockfile,
  lockfileProblems,
  type Manifest,
  missingOptional,
  platformOf,
} from "#scripts/check/lockfile.ts";

const own = (name: string) => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), "utf8"));
const manifest: Manifest = own("package.json");
const lock: Lockfile = own("package-lock.json");

function without(key: string): Lockfile {
  const { [key]: _, ...packages } = lock.packages;
  return { ...lock, packages };
}

describe("package-lock.json", () => {
  test("has an entry for every optional package that a locked package names", () => {
    expect(missingOptional(lock)).toEqual([]);
    expect(lockfileProblems(manifest, lock)).toEqual([]);
  });

  test("is found incomplete when one platform's entry is gone", () => {
    const key = "node_modules/@biomejs/cli-darwin-arm64";
    expect(lock.packages[key]).toBeDefined();
    expect(lockfileProblems(manifest, without(key))).toEqual([
      `package-lock.json has no entry for @biomejs/cli-darwin-arm64@${manifest.devDependencies?.["@biomejs/biome"]}: run npm run lockfile`,
    ]);
  });

  test("is the same again once the missing entries are filled in", () => {
    const stripped = ["@biomejs/cli-linux-x64-musl", "@swc/core-win32-ia32-msvc", "@next/swc-darwin-arm64"];
    const packages = { ...lock.packages };
    for (const name of stripped) delete packages[`node_modules/${name}`];
    const completed = completeLockfile({ ...lock, packages });
    expect(Object.keys(completed.packages)).toEqual(Object.keys(lock.packages));
    expect(missingOptional(completed)).toEqual([]);
  });
});

describe("a lockfile that disagrees with package.json", () => {
  const packages = { "": { dependencies: { zod: "4.6.7" } }, "node_modules/zod": { version: "4.6.7" } };
  const small: Lockfile = { lockfileVersion: 3, packages };

  test.each([
    ["another version", { zod: "4.6.8" }, "package.json says 4.6.8, package-lock.json says 4.6.7"],
    ["an unknown package", { zod: "4.6.7", jose: "6.2.17" }, "package-lock.json says undefined"],
    ["a package that is gone", {}, "package.json says undefined"],
  ])("is found by %s", (_, dependencies, problem) => {
    expect(lockfileProblems({ dependencies }, small).join("\n")).toContain(problem);
  });

  test("is found by a range", () => {
    const loose = { ...small, packages: { ...packages, "": { dependencies: { zod: "^4.6.7" } } } };
    expect(lockfileProblems({ dependencies: { zod: "^4.6.7" } }, loose)).toEqual([
      'dependencies.zod: "^4.6.7" is not one exact version',
    ]);
  });

  test("is found by another copy in its place", () => {
    const moved = { ...small, packages: { ...packages, "node_modules/zod": { version: "4.0.0" } } };
    expect(lockfileProblems({ dependencies: { zod: "4.6.7" } }, moved)).toEqual([
      "dependencies.zod: locked at 4.0.0, not at 4.6.7",
    ]);
  });
});

test.each([
  [
    "@biomejs/cli-linux-x64",
    ["@biomejs/cli-linux-x64-musl"],
    { os: ["linux"], cpu: ["x64"], libc: ["glibc"] },
  ],
  ["@img/sharp-linuxmusl-arm64", [], { os: ["linux"], cpu: ["arm64"], libc: ["musl"] }],
  ["lightningcss-linux-arm-gnueabihf", [], { os: ["linux"], cpu: ["arm"] }],
  ["@next/swc-win32-arm64-msvc", [], { os: ["win32"], cpu: ["arm64"] }],
  ["@tailwindcss/oxide-wasm32-wasi", [], { cpu: ["wasm32"] }],
])("the platform of %s is read from its name", (name, siblings, platform) => {
  expect(platformOf(name, siblings)).toEqual(platform);
});

test("every platform entry that npm wrote itself has the platform that its name says", () => {
  const written = Object.entries(lock.packages).filter(
    ([, entry]) => entry.integrity && entry.os && entry.cpu,
  );
  const names = written.map(([key]) => key.replace(/^.*node_modules\//, ""));
  const read = written.filter(([key]) => /(linux|darwin|win32)(musl)?-/.test(key));
  expect(read.length).toBeGreaterThan(40);
  for (const [key, { os, cpu }] of read) {
    expect(platformOf(key.replace(/^.*node_modules\//, ""), names), key).toMatchObject({
      os: [os].flat(),
      cpu: [cpu].flat(),
    });
  }
});
