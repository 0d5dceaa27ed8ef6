import { readMigrationConfig } from "#lib/config/migration-config.ts";
import { migrate } from "#lib/db/migrate.ts";

try {
  const { data, keys, ca } = readMigrationConfig(process.env);
  for (const [kind, url] of [
    ["data", data],
    ["keys", keys],
  ] as const) {
    const { applied } = await migrate({ kind, url, ca });
    console.log(`${kind}: ${applied.length === 0 ? "nothing to do" : applied.join(", ")}`);
  }
} catch (failure) {
  console.error(failure instanceof Error ? failure.message : "The migrations could not run.");
  process.exitCode = 1;
}
