import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { hashInputs } from "./build.ts";

let root: string;
const put = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "licet-test-"));
  put("app/page.tsx", "page");
  put("package-lock.json", "{}");
});
afterEach(() => rmSync(root, { recursive: true }));

describe("the fingerprint of a build's inputs", () => {
  test.each([
    "app/page.tsx",
    "app/(portal)/new/page.tsx",
    "components/ui/button.tsx",
    "lib/kernel/id.ts",
    "lib/i18n/messages/es.json",
    "public/icon.svg",
    "proxy.ts",
    "next.config.ts",
    "package-lock.json",
    "tsconfig.json",
  ])("changes with %s", (file) => {
    const before = hashInputs(root);
    put(file, "changed");
    expect(hashInputs(root)).not.toBe(before);
  });

  test.each([
    "lib/kernel/id.test.ts",
    "docs/architecture.md",
    "scripts/demo.ts",
    "e2e/sign-in.spec.ts",
    "drizzle/data/1.sql",
  ])("stays the same with %s", (file) => {
    const before = hashInputs(root);
    put(file, "changed");
    expect(hashInputs(root)).toBe(before);
  });

  test("changes when a file moves", () => {
    put("app/a.ts", "same");
    const before = hashInputs(root);
    rmSync(join(root, "app/a.ts"));
    put("app/b.ts", "same");
    expect(hashInputs(root)).not.toBe(before);
  });
});
