import { once } from "node:events";
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from "node:http";
import { type Agent, request as openRequest } from "node:https";
import { TLSSocket } from "node:tls";

import { EgressError } from "./egress-error.ts";
import type { EgressLimits } from "./egress-policy.ts";
import { readBody } from "./read-body.ts";
import { toEgressError } from "./to-egress-error.ts";

export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
  readonly whileWriting: WhileWriting;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Wraps the writing of the request's bytes, once the connection stands. */
export type WhileWriting = (write: (signal: AbortSignal | null) => Promise<void>) => Promise<void>;

/**
 * One request and its answer. It is Node's own client because that one tells three moments apart: the connection
 * stands, the bytes are handed to the system, the answer begins. Clients that queue a request until they have a
 * connection cannot say when it leaves. No redirect is followed and nothing is unpacked but by `readBody`.
 */
export async function exchange(agent: Agent, wanted: WireRequest, limits: EgressLimits): Promise<WireAnswer> {
  const { method, url, headers, body, signal } = wanted;
  if (signal.aborted) throw new EgressError("aborted");
  const request = openRequest(url, { agent, method, headers: { ...headers, ...lengthOf(body) } });
  using watch = new Watch(request, limits.totalMs, signal);
  // What `whileWriting` refuses with is not the network's and stays as it is.
  const network = <T>(under: Promise<T>): Promise<T> =>
    under.catch((cause: unknown) => {
      throw watch.ended ?? toEgressError(cause);
    });
  try {
    const answered = once(request, "response") as Promise<[IncomingMessage]>;
    answered.catch(() => {});
    watch.expectWithin(limits.connectMs);
    await network(connected(request));
    watch.expectWithin(limits.totalMs);
    await wanted.whileWriting((end) => network(write(request, body, end)));
    watch.expectWithin(limits.headersMs);
    const [incoming] = await network(answered);
    const heard = () => watch.expectWithin(limits.silenceMs);
    heard();
    const received = await network(readBody(incoming, limits, heard));
    return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: received };
  } catch (cause) {
    request.destroy();
    throw cause;
  }
}

const lengthOf = (body: string | null): Record<string, string> =>
  body === null ? {} : { "content-length": String(Buffer.byteLength(body)) };

async function connected(request: ClientRequest): Promise<void> {
  const [socket] = request.socket ? [request.socket] : await once(request, "socket");
  if (!(socket instanceof TLSSocket)) throw new EgressError("tlsRefused");
  if (request.reusedSocket || socket.authorized) return;
  // A failure of the socket is the request's, which rejects here too.
  await once(socket, "secureConnect");
}

async function write(request: ClientRequest, body: string | null, end: AbortSignal | null): Promise<void> {
  if (end?.aborted || request.destroyed) throw new EgressError("aborted");
  const stop = () => request.destroy(new EgressError("aborted"));
  end?.addEventListener("abort", stop, { once: true });
  try {
    const finished = once(request, "finish");
    request.end(body ?? undefined);
    await finished;
  } finally {
    end?.removeEventListener("abort", stop);
  }
}

/** Ends a request when a phase or the whole takes too long, or when the caller leaves, and remembers why. */
class Watch implements Disposable {
  readonly #request: ClientRequest;
  readonly #signal: AbortSignal;
  readonly #total: NodeJS.Timeout;
  #phase: NodeJS.Timeout | undefined;
  ended: EgressError | null = null;

  constructor(request: ClientRequest, totalMs: number, signal: AbortSignal) {
    this.#request = request;
    this.#signal = signal;
    this.#total = setTimeout(this.#late, totalMs);
    signal.addEventListener("abort", this.#left, { once: true });
    request.on("error", () => {});
  }

  expectWithin(ms: number): void {
    clearTimeout(this.#phase);
    this.#phase = setTimeout(this.#late, ms);
  }

  readonly #late = (): void => this.#end(new EgressError("timedOut"));
  readonly #left = (): void => this.#end(new EgressError("aborted"));

  #end(why: EgressError): void {
    this.ended ??= why;
    this.#request.destroy(why);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#phase);
    clearTimeout(this.#total);
    this.#signal.removeEventListener("abort", this.#left);
  }
}
