import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { parseArgs } from "node:util";
import { exportLog } from "#lib/audit/export-log.ts";
import { readAuditExportConfig } from "#lib/config/audit-export-config.ts";
import { closeDatabase, openDatabase } from "#lib/db/database.ts";
import { systemClock } from "#lib/kernel/clock.ts";

const usage =
  "Say where to: npm run audit:export -- FILE [--every-checkpoint]. The file must not be there yet; it is not shown to others.";

/** The operator's command: the whole log as one file, which `npm run audit:verify` checks anywhere. */
async function run(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { "every-checkpoint": { type: "boolean", default: false } },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new Error(usage);
  const { database, origin } = readAuditExportConfig(process.env);
  const db = openDatabase(database, { size: 1, name: "licet-audit-export" });
  try {
    const ctx = {
      db,
      clock: systemClock,
      actor: { type: "system", job: "audit.export" } as const,
      requestId: `export-${process.pid}`,
    };
    const file = createWriteStream(path, { flags: "wx", mode: 0o600 });
    await once(file, "open");
    for await (const lines of exportLog(ctx, { origin, everyCheckpoint: values["every-checkpoint"] })) {
      if (!file.write(lines)) await once(file, "drain");
    }
    file.end();
    await once(file, "finish");
    console.log(
      `The log of ${origin} is in ${path}. Check it with: npm run audit:verify -- ${path} --key KEYFILE`,
    );
  } finally {
    await closeDatabase(db);
  }
}

try {
  await run();
} catch (failure) {
  console.error(failure instanceof Error ? failure.message : "The log could not be exported.");
  process.exitCode = 1;
}
