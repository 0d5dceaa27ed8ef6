import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { machineEnvironment } from "../../runtime/environment.ts";
import { freePort } from "../../runtime/ports.ts";
import { startService, tail } from "../../runtime/processes.ts";
import { root } from "../../runtime/stack.ts";
import { StopSentence } from "../../runtime/stop-sentence.ts";
import { type Looking, look, type Seen } from "./program.ts";
import { scriptsNamedBy, weightOf } from "./script-weight.ts";

const files = {
  "app/layout.jsx": `export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
`,
  "app/page.jsx": `export default function Page() {
  return <p>Empty</p>;
}
`,
  "next.config.mjs": `export default { turbopack: { root: ${JSON.stringify(root)} } };
`,
  "package.json": `{ "private": true }
`,
};

export interface EmptyPage {
  /** In kilobytes of gzip. */
  readonly script: number;
  readonly seen: Seen;
}

/** What a page with nothing on it loads with this version of the framework, and how soon it is seen. */
export async function measureEmptyPage({ directory, chromium }: Omit<Looking, "cookie">): Promise<EmptyPage> {
  const app = join(directory, "empty");
  mkdirSync(join(app, "app"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(app, name), text);
  const next = (name: string, ...args: string[]) =>
    startService({
      ...{ directory, name, cwd: app, command: process.execPath },
      args: [join(root, "node_modules", "next", "dist", "bin", "next"), ...args],
      env: { ...machineEnvironment(), NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" },
    });
  const build = next("empty-build", "build");
  const how = await build.ended;
  if (how !== "ended with code 0")
    throw new StopSentence(`The build of an empty page ${how}:\n${tail(build.logFile, 20)}`);

  const port = await freePort();
  const web = next("empty-web", "start", "-p", String(port));
  try {
    const url = `http://localhost:${port}/`;
    while (!(await fetch(url).catch(() => null))) {
      if (web.hasEnded()) throw new StopSentence(`The empty page did not start:\n${tail(web.logFile, 20)}`);
      await new Promise((done) => setTimeout(done, 100));
    }
    const seen = await look(url, { cookie: null, chromium, directory });
    return { script: await weightOf(await scriptsNamedBy(url)), seen };
  } finally {
    await web.stop();
  }
}
