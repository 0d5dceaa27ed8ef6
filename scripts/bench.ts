import { readdirSync } from "node:fs";
import { tellingMachine } from "./runtime/machine.ts";
import { describeFailure, StopSentence } from "./runtime/stop-sentence.ts";

/** Each file of bench/ is one benchmark: its default export runs it and prints what it found. */
const folder = new URL("./bench/", import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => file.slice(0, -".ts".length));

try {
  const [name] = process.argv.slice(2);
  if (name === undefined) {
    console.log(`Benchmarks: ${names.join(", ")}. Run one with npm run bench -- NAME`);
  } else if (names.includes(name)) {
    const { default: run } = (await import(new URL(`${name}.ts`, folder).href)) as {
      default: () => Promise<void>;
    };
    await tellingMachine(run);
  } else {
    throw new StopSentence(`There is no benchmark "${name}"; there is ${names.join(", ")}.`);
  }
  process.exit(0);
} catch (cause) {
  console.error(describeFailure(cause));
  process.exit(1);
}
