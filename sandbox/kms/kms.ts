import { networkInterfaces } from "node:os";

import { Server, ServerCredentials } from "@grpc/grpc-js";

import { httpsListener, listenOnLoopback } from "../http/loopback.ts";
import { serve } from "../http/serve.ts";
import { createAccess } from "./access.ts";
import { createCallCounts } from "./call-counts.ts";
import type { KmsConfig } from "./config.ts";
import { type Control, controlRoutes, createControl } from "./control.ts";
import { createFaults } from "./faults.ts";
import { openKeyStore } from "./key-store.ts";
import { implementation, loadService } from "./service.ts";

export interface Kms {
  readonly port: number;
  readonly control: Control;
  close(): Promise<void>;
}

const dueEveryMs = 60_000;
const closeWithinMs = 1_000;

/** Resolves once the service listens on this machine's loopback addresses, and on no other. */
export async function startKms(config: KmsConfig, log: (line: string) => void): Promise<Kms> {
  let aheadMs = 0;
  const now = (): number => Date.now() + aheadMs;
  const { layout } = config;
  const store = openKeyStore({ directory: config.directory, layout, now, log });
  store.destroyDue();
  const [faults, counts] = [createFaults(), createCallCounts()];
  const control = createControl(faults, counts, (ms) => {
    aheadMs += ms;
    store.destroyDue();
  });

  const server = new Server();
  const parts = { access: createAccess(layout, now), faults, counts, store, layout, now, log };
  server.addService(loadService(), implementation(parts));
  const destroying = setInterval(store.destroyDue, dueEveryMs);
  destroying.unref();
  const closers = [async () => clearInterval(destroying), () => closeServer(server)];
  const close = async (): Promise<void> => {
    await Promise.all(closers.map((closeOne) => closeOne()));
  };
  try {
    const port = await bindLoopback(server, config);
    if (config.control) {
      const { port: at, token } = config.control;
      const handle = serve("https", at, controlRoutes(control, token));
      closers.push(await listenOnLoopback(at, httpsListener(handle, config.tls.cert, config.tls.key)));
    }
    return { port, control, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** Both loopback addresses where the machine has both, because `localhost` may mean either. */
async function bindLoopback(server: Server, { port, tls }: KmsConfig): Promise<number> {
  const pair = { private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.cert) };
  const credentials = ServerCredentials.createSsl(null, [pair], false);
  const bind = (address: string): Promise<number> =>
    new Promise((resolve, reject) => {
      server.bindAsync(address, credentials, (cause, bound) => (cause ? reject(cause) : resolve(bound)));
    });
  const bound = await bind(`127.0.0.1:${port}`);
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  if (addresses.some(({ address }) => address === "::1")) await bind(`[::1]:${bound}`);
  return bound;
}

/** Lets calls under way end; whoever keeps a connection open does not keep the process. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, closeWithinMs);
    server.tryShutdown(() => {
      clearTimeout(force);
      resolve();
    });
  });
}
