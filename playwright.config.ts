import { defineConfig } from "@playwright/test";

import { browserStack } from "./scripts/testing/browser-stack.ts";

const { origin, chromium } = browserStack();

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
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
