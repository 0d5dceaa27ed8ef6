import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The sources of a policy under which the build's own stylesheets may stand inside a page, as the framework writes them
 * there, and no other style may (CSP Level 3, 2.3.1). A nonce cannot do it: the framework gives these none.
 */
export function stylesheetHashes(buildDirectory: string): readonly string[] {
  const folder = join(buildDirectory, "static", "chunks");
  const sheets = readdirSync(folder).filter((name) => name.endsWith(".css"));
  // Pages without any style would look like somebody else's.
  if (sheets.length === 0) throw new Error("The build has no stylesheet: build it again.");
  return sheets
    .map((name) =>
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("base64"),
    )
    .map((hash) => `'sha256-${hash}'`);
}
