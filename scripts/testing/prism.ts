import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer, request as tlsRequest } from "node:https";
import { createConnection } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { freePort } from "../runtime/ports.ts";

/** The program `prism` (`@stoplight/prism-cli`), where one is installed. It is no dependency of the project. */
export const prismProgram = process.env.LICET_PRISM ?? "";
export const prismSpecification = fileURLToPath(
  new URL("../../../shared/spec/xs2a-1.3.12.patched.json", import.meta.url),
);

/** Why no call can be checked here, or `null`. */
export function whyNoPrism(): string | null {
  if (!existsSync(prismSpecification)) return "The XS2A specification is not here";
  if (!existsSync(prismProgram)) return "LICET_PRISM does not name Prism's program";
  return null;
}

interface Violation {
  readonly location: readonly string[];
  readonly severity: string;
  readonly message: string;
}

export interface PrismProxy {
  /** Speaks TLS with the bank's certificate; a path of the bank's is at the same path here. */
  readonly origin: string;
  /** What went through, as `METHOD /path status`. */
  readonly passed: string[];
  /** What Prism had to say against it, in the order of the calls. */
  readonly violations: string[];
  close(): Promise<void>;
}

interface Bank {
  readonly api: string;
  readonly tls: { readonly cert: string; readonly key: string };
}

type Headers = Record<string, string | string[]>;

/** Tells the far side of Prism which of the bank's bases is meant: Prism has room for one. */
const baseHeader = "x-prism-base";

/**
 * A connector's call goes to a front over TLS, from there to Prism, which compares it with the specification, and from
 * Prism to a back that brings it to the bank. What the bank answers goes the same way home, and is compared too.
 */
export async function startPrismProxy({ api, tls }: Bank): Promise<PrismProxy> {
  const passed: string[] = [];
  const violations: string[] = [];
  const back = createServer((incoming, response) => bringToBank(api, tls.cert, incoming, response));
  await listen(back, 0);
  const prismPort = await freePort();
  const stopPrism = await runPrism(prismPort, `http://127.0.0.1:${portOf(back)}`);

  const front = createTlsServer(tls, async (incoming, response) => {
    const [, base = "", path = "/"] = /^(\/psd2[^/]*)(\/.*)$/.exec(incoming.url ?? "") ?? [];
    const { host: _, "accept-encoding": __, ...headers } = incoming.headers as Headers;
    const answer = await send(request, {
      ...{ port: prismPort, method: incoming.method ?? "", path },
      ...{ headers: { ...headers, [baseHeader]: base }, body: await buffer(incoming) },
    });
    const call = `${incoming.method} ${path} ${answer.status}`;
    passed.push(call);
    violations.push(...said(answer).map((problem) => `${call}: ${problem}`));
    const { "sl-violations": ___, "transfer-encoding": ____, connection: _____, ...rest } = answer.headers;
    const body = answer.body.toString("latin1").replaceAll(`${api}/psd2`, `${origin}/psd2`);
    const bytes = Buffer.from(body, "latin1");
    response.writeHead(answer.status, { ...rest, "content-length": String(bytes.length) }).end(bytes);
  });
  await listen(front, 0);
  const origin = `https://localhost:${portOf(front)}`;
  return {
    origin,
    passed,
    violations,
    async close() {
      await stopPrism();
      for (const server of [front, back]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

function said({ headers, body }: Answer): string[] {
  const told = String(headers["sl-violations"] ?? "[]");
  // A list, or that there are too many to list.
  const list = told.startsWith("[") ? (JSON.parse(told) as Violation[]) : [];
  // Prism's own answer: the call is described nowhere.
  const isOwn = body.includes("stoplight.io/prism/errors");
  return [
    ...list.map(({ severity, location, message }) => `${severity} ${location.join(".")} ${message}`),
    ...(told.startsWith("[") ? [] : [told]),
    ...(isOwn ? [body.toString("utf8")] : []),
  ];
}

async function bringToBank(
  api: string,
  ca: string,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { hostname, port } = new URL(api);
  const {
    [baseHeader]: base = "",
    host: _,
    connection: __,
    "accept-encoding": ___,
    ...headers
  } = incoming.headers as Headers;
  const answer = await send(tlsRequest, {
    ...{ host: hostname, port, ca, method: incoming.method ?? "", path: `${base}${incoming.url}` },
    ...{ headers, body: await buffer(incoming) },
  });
  const { "transfer-encoding": ____, connection: _____, ...rest } = answer.headers;
  response.writeHead(answer.status, rest).end(answer.body);
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

interface Outgoing {
  readonly host?: string;
  readonly port: number | string;
  readonly ca?: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Prism's words stand in a header, and can be many. */
const headerBytes = 4 * 1024 * 1024;

function send(open: typeof request, { body, ...options }: Outgoing): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = open(
      { host: "127.0.0.1", agent: false, maxHeaderSize: headerBytes, ...options },
      (answer) => {
        buffer(answer).then(
          (received) =>
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers as Headers, body: received }),
          reject,
        );
      },
    );
    asked.on("error", reject);
    asked.end(body);
  });
}

async function runPrism(port: number, upstream: string): Promise<() => Promise<void>> {
  const args = ["proxy", prismSpecification, upstream, "--port", String(port), "--verboseLevel", "silent"];
  const program = spawn(process.execPath, [prismProgram, ...args], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => program.once("close", () => resolve()));
  while (!(await answers(port))) {
    if (program.exitCode !== null) throw new Error(`Prism ended with ${program.exitCode}`);
    await pause(100);
  }
  return async () => {
    program.kill();
    await ended;
  };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: "127.0.0.1" });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

const portOf = (server: Server): number => (server.address() as { port: number }).port;

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
