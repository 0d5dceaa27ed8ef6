import { readdirSync } from "node:fs";

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
  for (const part of asked === undefined ? parts : [asked]) {
    console.log(`\n${part}`);
    const { default: run } = (await import(new URL(`${part}.ts`, folder).href)) as {
      default: () => Promise<void>;
    };
    await run();
  }
}
