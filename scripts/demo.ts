import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";

import { whenOrphaned } from "./runtime/launchers.ts";
import { stopLeftovers } from "./runtime/leftovers.ts";
import { webPort } from "./runtime/ports.ts";
import { explainEnd } from "./runtime/processes.ts";
import { root, type Stack, startStack } from "./runtime/stack.ts";
import { emptyDirectory, holdDirectory, openDirectory } from "./runtime/state-directory.ts";
import { describeFailure, StopSentence } from "./runtime/stop-sentence.ts";

const usualPort = 3000;

/** Ctrl-C, SIGTERM and the death of whoever started us all mean the same, however often they come. */
function whenAskedToStop(): AbortSignal {
  const asked = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => asked.abort());
  whenOrphaned(() => asked.abort());
  return asked.signal;
}

interface Options {
  readonly directory: string;
  readonly reset: boolean;
  readonly development: boolean;
}

function readOptions(): Options {
  const options = {
    reset: { type: "boolean" },
    dev: { type: "boolean" },
    directory: { type: "string" },
  } as const;
  try {
    const { values } = parseArgs({ options });
    const directory = values.directory === undefined ? join(root, ".data") : resolve(values.directory);
    return { directory, reset: values.reset ?? false, development: values.dev ?? false };
  } catch (cause) {
    throw new StopSentence(
      "The demo knows --reset (start over with empty databases) and --directory PATH (keep the data there).",
      {
        cause,
      },
    );
  }
}

async function run({ directory, reset, development }: Options, signal: AbortSignal): Promise<void> {
  openDirectory(directory);
  const release = await holdDirectory(directory);
  try {
    const leftovers = await stopLeftovers(directory);
    if (leftovers.length > 0)
      console.log(`Stopped what an earlier start had left running: ${leftovers.join(", ")}.`);
    if (reset) {
      emptyDirectory(directory);
      openDirectory(directory);
      console.log("Started over: databases, secrets and certificates are made anew.");
    }
    console.log("Starting Licet …");
    const port = await webPort(process.env.PORT, usualPort);
    const stack = await startStack({
      directory,
      webPort: port,
      durable: true,
      demo: true,
      development,
      log: console.log,
      signal,
    });
    console.log(introduce(stack, port, directory));
    await serve(stack, signal);
  } finally {
    release();
  }
}

async function serve(stack: Stack, signal: AbortSignal): Promise<void> {
  const asked = new Promise<null>((done) =>
    signal.addEventListener("abort", () => done(null), { once: true }),
  );
  const died = signal.aborted ? null : await Promise.race([stack.failure, asked]);
  if (!died) console.log("\nStopping …");
  await stack.stop();
  if (died) throw await explainEnd(died);
  console.log("Licet has stopped. Its data stays for the next start.");
}

function introduce(
  { origin, phoneOrigin, bankOrigin, privateBankOrigin, personas }: Stack,
  port: number,
  directory: string,
): string {
  const byFirm = Map.groupBy(personas, ({ firm }) => firm);
  const people = [...byFirm].flatMap(([firm, members]) => [
    `    ${firm}`,
    ...members.map(({ name, role }) => `      ${role.padEnd(12)}${name}`),
  ]);
  const other =
    process.env.PORT || port === usualPort
      ? []
      : [`  Port ${usualPort} was taken, so this start uses ${port}.`];
  return [
    "",
    "────────────────────────────────────────────────────────────",
    `  Licet is ready:  ${origin}`,
    ...other,
    "",
    "  Sign in with one click as:",
    ...people,
    "",
    `  Phone (mail, codes):  ${phoneOrigin}`,
    `  Banco Ardelva:        ${bankOrigin} (an invented bank: its user names and password)`,
    `  Seewaldt & Cie:       ${privateBankOrigin} (an invented private bank: contract numbers, cards, password)`,
    `  Logs:                 ${relative(process.cwd(), join(directory, "logs"))}`,
    "  Stop:                 Ctrl-C      Start over:  npm run demo -- --reset",
    "────────────────────────────────────────────────────────────",
  ].join("\n");
}

const signal = whenAskedToStop();
try {
  await run(readOptions(), signal);
  process.exit(0);
} catch (cause) {
  if (signal.aborted) {
    console.log("Licet has stopped before it was ready.");
    process.exit(0);
  }
  console.error(`\n${describeFailure(cause)}`);
  process.exit(1);
}
