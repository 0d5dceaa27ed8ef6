import { readFileSync } from "node:fs";
import postgres from "postgres";

import { browserStack } from "#scripts/testing/browser-stack.ts";

/** The Licet that these tests run against. */
export const stack = browserStack();

/** Looks and plants behind the application's back, as the superuser whom no policy binds. */
export function openDatabase(): postgres.Sql {
  const ca = readFileSync(stack.authorityFile, "utf8");
  return postgres(stack.superuserUrl, { max: 2, ssl: { ca }, onnotice: () => {} });
}
