import { ConfigError, readConfig, type SandboxConfig } from "./config.ts";
import { startSandbox } from "./sandbox.ts";

const warning = `
***********************************************************************
  THIS IS THE SANDBOX. It signs anyone in as anyone and shows all mail.
  It is for the demo and the tests on this machine. NEVER for production.
***********************************************************************
`;

function configOrExit(): SandboxConfig {
  try {
    return readConfig(process.env);
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    process.stderr.write(`${cause.message}\n`);
    process.exit(1);
  }
}

const config = configOrExit();
process.stderr.write(warning);

const close = await startSandbox(config).catch((cause: NodeJS.ErrnoException & { port?: number }) => {
  const taken = cause.code === "EADDRINUSE";
  process.stderr.write(
    taken
      ? `The sandbox cannot start: port ${cause.port} is taken. Stop the program that uses it or choose another port.\n`
      : `The sandbox cannot start: ${cause.message}\n`,
  );
  process.exit(1);
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    close().then(() => process.exit(0));
  });
}

process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
