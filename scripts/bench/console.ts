import { readdirSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";

import { StopSentence } from "../runtime/stop-sentence.ts";

/** Each file of console/ is one part: its default export runs it and prints what it found. What they share is below. */
const folder = new URL("./console/", import.meta.url);
const parts = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => file.slice(0, -".ts".length));

/** The console: one part by its name (`npm run bench -- console audit`), or all of them one after the other. */
export default async function benchConsole(): Promise<void> {
  const asked = process.argv[3];
  if (asked !== undefined && !parts.includes(asked)) {
    throw new StopSentence(`The console has no part "${asked}"; it has ${parts.join(", ")}.`);
  }
  const load = () => `${(loadavg()[0] ?? 0).toFixed(1)} on ${availableParallelism()} cores`;
  console.log(`load before: ${load()}; it should be near 0, because others' work is measured as well`);
  for (const part of asked === undefined ? parts : [asked]) {
    console.log(`\n${part}`);
    const { default: run } = (await import(new URL(`${part}.ts`, folder).href)) as {
      default: () => Promise<void>;
    };
    await run();
  }
  console.log(`\nload after: ${load()}`);
}
