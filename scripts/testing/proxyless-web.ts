import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

import { freePort } from "../runtime/ports.ts";
import { type Service, startService, waitUntilReady } from "../runtime/processes.ts";
import type { Stack } from "../runtime/stack.ts";

interface Options {
  readonly root: string;
  /** A folder of this run's own. */
  readonly directory: string;
  readonly stack: Stack;
  readonly signal: AbortSignal;
}

export interface ProxylessWeb {
  readonly origin: string;
  readonly service: Service;
}

/**
 * A second web server on the same databases, from a copy of the build whose manifests name no proxy. What it
 * refuses is refused by the use cases and the database, and by nothing in front of them.
 */
export async function startProxylessWeb({ root, directory, stack, signal }: Options): Promise<ProxylessWeb> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const service = startService({
    directory,
    name: "web-without-proxy",
    command: process.execPath,
    args: ["lib/web.ts"],
    cwd: root,
    env: {
      ...stack.environment,
      LICET_ORIGIN: origin,
      LICET_PORT: String(port),
      // The other one's port is taken, and empty counts as missing.
      LICET_METRICS_PORT: "",
      LICET_TRUSTED_PROXIES: "0",
      LICET_BUILD_DIRECTORY: relative(root, copyWithoutProxy(root, directory, stack)),
    },
  });
  const answers = async (): Promise<boolean> => {
    const answer = await fetch(`${origin}/api/health`).catch(() => null);
    await answer?.body?.cancel();
    return answer?.status === 200;
  };
  try {
    await waitUntilReady(service, answers, { timeoutMs: 60_000, signal });
  } catch (cause) {
    await service.stop();
    throw cause;
  }
  return { origin, service };
}

function copyWithoutProxy(root: string, directory: string, { environment }: Stack): string {
  const copy = join(directory, "build-without-proxy");
  cpSync(join(root, environment.LICET_BUILD_DIRECTORY ?? ""), copy, { recursive: true });
  edit(join(copy, "server", "middleware-manifest.json"), { middleware: {}, sortedMiddleware: [] });
  edit(join(copy, "server", "functions-config-manifest.json"), { functions: {} });
  return copy;
}

function edit(file: string, change: Readonly<Record<string, unknown>>): void {
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...manifest, ...change }));
}
