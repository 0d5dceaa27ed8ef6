import { defineConfig } from "@playwright/test";

const {
  LICET_TEST_ORIGIN: origin,
  LICET_TEST_CHROMIUM: chromium,
  LICET_TEST_CHROMIUM_ENV: chromiumEnv,
} = process.env;
if (!origin || !chromium)
  throw new Error("The browser tests need a running Licet of their own: start them with npm test -- browser");

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
    launchOptions: { executablePath: chromium, env: { ...process.env, ...JSON.parse(chromiumEnv ?? "{}") } },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
});
