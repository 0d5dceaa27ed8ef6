import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { root } from "../runtime/stack.ts";
import { findChromium } from "./chromium.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "licet-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(name: string, text: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, name), 0o755);
}

const hasPlaywrightsOwn = async (): Promise<boolean> => {
  const { existsSync } = await import("node:fs");
  return existsSync(chromium.executablePath());
};

describe("the search for a Chromium", () => {
  test("takes the system's and says so", async () => {
    program("google-chrome", "echo Google Chrome 150.0");
    const found = await findChromium(root, folder);
    expect(found.path).toBe(join(folder, "google-chrome"));
    expect(found.description).toContain("the system's Google Chrome 150.0");
  });

  test("passes over a program that does not run, such as an installer's stub", async () => {
    program("chromium-browser", "exit 10");
    program("google-chrome", "echo Google Chrome 150.0");
    expect((await findChromium(root, folder)).path).toBe(join(folder, "google-chrome"));
  });

  test("ends in a sentence when there is none", async () => {
    if (await hasPlaywrightsOwn()) return;
    await expect(findChromium(folder, folder)).rejects.toThrow(
      "No Chromium was found that runs here: install one",
    );
  });

  test("unpacks npm's, which shows a page with text", { timeout: 60_000 }, async () => {
    if (await hasPlaywrightsOwn()) return;
    const found = await findChromium(root, folder);
    expect(found.description).toContain("npm's");
    const browser = await chromium.launch({
      executablePath: found.path,
      env: { ...process.env, ...found.env } as Record<string, string>,
    });
    const page = await browser.newPage();
    await page.setContent("<span>some words</span>");
    expect((await page.locator("span").boundingBox())?.width).toBeGreaterThan(20);
    await browser.close();
  });
});
