import { defineConfig } from "@playwright/test";

import { browserStack } from "./scripts/testing/browser-stack.ts";

const { origin, chromium } = browserStack();

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // What the banks were asked in the whole run is looked at when it is over.
  projects: [
    { name: "pages", teardown: "after" },
    { name: "after", testMatch: "*.after.ts" },
  ],
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  // What passes only at the second try is told in the last line (docs/decisions/0045).
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: origin,
    browserName: "chromium",
    locale: "en-GB",
    launchOptions: {
      executablePath: chromium.path,
      env: { ...(process.env as Record<string, string>), ...chromium.env },
    },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
});
