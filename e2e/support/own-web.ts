import { readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { freePort } from "#scripts/runtime/ports.ts";
import { startService, waitUntilReady } from "#scripts/runtime/processes.ts";
import { throwAwayDirectory } from "#scripts/runtime/state-directory.ts";
import { stack } from "./stack.ts";

/** A way to a port of this machine that can be cut and mended, as a database that stops and starts again. */
async function relayTo(port: number) {
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((here) => {
    if (isCut) return void here.destroy();
    const there = connect(port, "localhost");
    for (const [one, other] of [
      [here, there],
      [there, here],
    ] as const) {
      open.add(one);
      one
        .on("error", () => {})
        .on("close", () => {
          open.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mend: () => {
      isCut = false;
    },
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

type Environment = Readonly<Record<string, string>>;

export type OwnWeb = Awaited<ReturnType<typeof startOwnWeb>>;

/**
 * A web server of this test's own on the same build and databases, whose way to the data database the test can cut. It
 * is started with what the running one was started with.
 */
export async function startOwnWeb(change: (environment: Environment) => Environment = (same) => same) {
  const { stateDirectory } = stack;
  const { pid } = JSON.parse(readFileSync(join(stateDirectory, "run", "web.json"), "utf8")) as {
    pid: number;
  };
  const environment: Environment = Object.fromEntries(
    readFileSync(`/proc/${pid}/environ`, "utf8")
      .split("\0")
      .filter((line) => line.includes("="))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
  const url = new URL(environment.LICET_DATA_DATABASE_URL ?? "");
  const relay = await relayTo(Number(url.port));
  url.port = String(relay.port);

  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const directory = await throwAwayDirectory(join(stateDirectory, "own-web"), "web");
  const service = startService({
    directory: directory.path,
    name: "own-web",
    command: process.execPath,
    args: ["lib/web.ts"],
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: {
      ...change(environment),
      LICET_ORIGIN: origin,
      LICET_PORT: String(port),
      // The running one's port is taken, and empty counts as missing.
      LICET_METRICS_PORT: "",
      LICET_DATA_DATABASE_URL: url.href,
    },
  });
  const answers = async (): Promise<boolean> => {
    const answer = await fetch(`${origin}/api/health`).catch(() => null);
    await answer?.body?.cancel();
    return answer?.status === 200;
  };
  const stop = async (): Promise<void> => {
    relay.close();
    await service.stop();
    directory.remove();
  };
  await waitUntilReady(service, answers, { timeoutMs: 60_000, signal: new AbortController().signal }).catch(
    async (cause: unknown) => {
      await stop();
      throw cause;
    },
  );
  return { origin, cut: relay.cut, mend: relay.mend, stop };
}
