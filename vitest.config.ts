import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const isSoakOnly = process.env.LICET_SOAK === "1";
const folders = "{lib,scripts,sandbox,components,app}";
/** `*.soak.test.ts` runs a sample here and in full with the soak; `*.long.test.ts` has no sample and runs with the soak alone. */
const pattern = `${folders}/**/*.${isSoakOnly ? "{soak,long}." : ""}test.{ts,tsx}`;

/** A test that asks for a database says so by its import; it belongs to the part that starts PostgreSQL first. */
const files = globSync(pattern, { cwd: import.meta.dirname }).filter(
  (file) => isSoakOnly || !file.includes(".long."),
);
const wantsDatabase = (file: string): boolean =>
  /from "[^"]*testing\/database\.ts"/.test(readFileSync(`${import.meta.dirname}/${file}`, "utf8"));
const database = files.filter(wantsDatabase);
const unit = files.filter((file) => !database.includes(file));

const shared = {
  testTimeout: isSoakOnly ? 3_600_000 : 30_000,
  hookTimeout: 60_000,
  pool: "forks",
  setupFiles: "scripts/testing/seeded-properties.ts",
} as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    passWithNoTests: false,
    projects: [
      ...(unit.length > 0 ? [{ test: { ...shared, name: "unit", include: unit } }] : []),
      ...(database.length > 0
        ? [
            {
              test: {
                ...shared,
                name: "db",
                include: database,
                globalSetup: "scripts/testing/global-setup.ts",
              },
            },
          ]
        : []),
    ],
  },
});
