import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { selfSigned } from "../start-for-test.ts";
import type { CallCount } from "./call-counts.ts";
import type { Control } from "./control.ts";
import { type DemoTokens, demoLayout, demoNames } from "./demo-layout.ts";
import { startKms } from "./kms.ts";
import { type LayoutInput, parseLayout } from "./layout.ts";

export interface KmsForTestOptions {
  /** Kept when the stand-in is closed. Without it, a temporary folder that goes with it. */
  readonly directory?: string;
  /** The demo's layout with something changed, such as a grant too many. */
  readonly layout?: (demo: LayoutInput) => LayoutInput;
  readonly requestsPerMinute?: number;
}

export interface KmsForTest {
  readonly port: number;
  /** What the client must trust, and all it must trust. */
  readonly ca: string;
  readonly tokens: {
    readonly web: string;
    readonly worker: string;
    readonly operator: string;
    readonly lockAAdmin: string;
    readonly lockBAdmin: string;
    readonly signingAdmin: string;
  };
  readonly names: typeof demoNames;
  readonly control: Control & {
    /** How many calls fit all that is given. */
    count(filter?: Partial<Omit<CallCount, "count">>): number;
  };
  /** Goes away until it is started again: the same keys, at the same port, under the same certificate. */
  stop(): Promise<void>;
  startAgain(): Promise<void>;
  close(): Promise<void>;
}

/** The stand-in in this process, with keys and a certificate of its own. Usable from every test. */
export async function startKmsForTest(options: KmsForTestOptions = {}): Promise<KmsForTest> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), "kms-")));
  const tls = await selfSigned();
  const tokens = {
    web: token(),
    worker: token(),
    operator: token(),
    lockAAdmin: token(),
    lockBAdmin: token(),
    signingAdmin: token(),
  };
  const demo = demoLayout(byCaller(tokens), options.requestsPerMinute ?? 1_000_000);
  const layout = parseLayout(options.layout ? options.layout(demo) : demo);
  const start = (port: number) => startKms({ port, tls, directory, layout, control: null }, () => undefined);
  let kms = await start(0);
  const { port } = kms;
  return {
    port,
    ca: tls.cert,
    tokens,
    names: demoNames,
    get control() {
      const { control } = kms;
      return { ...control, count: (filter = {}) => countOf(control.calls(), filter) };
    },
    stop: () => kms.close(),
    async startAgain() {
      kms = await start(port);
    },
    close: async () => {
      await kms.close();
      if (!options.directory) await rm(directory, { recursive: true });
    },
  };
}

const token = (): string => randomBytes(32).toString("hex");

const byCaller = (tokens: KmsForTest["tokens"]): DemoTokens => ({
  web: tokens.web,
  worker: tokens.worker,
  operator: tokens.operator,
  "lock-a-admin": tokens.lockAAdmin,
  "lock-b-admin": tokens.lockBAdmin,
  "signing-admin": tokens.signingAdmin,
});

function countOf(calls: readonly CallCount[], filter: Partial<Omit<CallCount, "count">>): number {
  const wanted = Object.entries(filter);
  return calls
    .filter((call) => wanted.every(([field, value]) => call[field as keyof CallCount] === value))
    .reduce((sum, { count }) => sum + count, 0);
}
