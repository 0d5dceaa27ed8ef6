import type { IncomingMessage, ServerResponse } from "node:http";

/** One request as the bank saw it, answered or not. No values: neither bodies nor names. */
export interface LoggedCall {
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly begunAt: number;
  finishedAt: number | null;
  status: number | null;
  /** Of the call that makes a consent it is known once that is answered. */
  consentId: string | null;
  readonly psuPresent: boolean;
}

export interface CallCount {
  readonly method: string;
  /** The path with every identifier replaced. */
  readonly path: string;
  count: number;
}

export interface CallLog {
  readonly watch: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
  /** Those after a number, oldest first. */
  list(after?: number): readonly LoggedCall[];
  /** Of the whole run, though the list forgets its oldest. */
  counts(): readonly CallCount[];
  clear(): void;
}

const callsKept = 50_000;
const countsKept = 500;

/**
 * Times are the machine's, in milliseconds since 1970, to be compared with what a database committed.
 * `consentOfToken` tells whose read it is where a caller names its consent by a token alone.
 */
export function createCallLog(
  consentOfToken: (token: string) => string | null = () => null,
  clock: () => number = Date.now,
): CallLog {
  let calls: LoggedCall[] = [];
  const counts = new Map<string, CallCount>();
  let number = 0;

  return {
    watch(incoming, outgoing) {
      const method = incoming.method ?? "";
      const path = (incoming.url ?? "").split("?", 1)[0] ?? "";
      number += 1;
      const call: LoggedCall = {
        number,
        method,
        path,
        begunAt: clock(),
        finishedAt: null,
        status: null,
        consentId: consentIdOf(incoming, path, consentOfToken),
        psuPresent: incoming.headers["psu-ip-address"] !== undefined,
      };
      calls.push(call);
      if (calls.length > 2 * callsKept) calls = calls.slice(-callsKept);
      count(counts, method, path);
      outgoing.once("close", () => {
        call.finishedAt = clock();
        call.status = outgoing.headersSent ? outgoing.statusCode : null;
        call.consentId ??= consentInPath(String(outgoing.getHeader("location") ?? ""));
      });
    },
    list: (after = 0) => calls.filter((call) => call.number > after).slice(-callsKept),
    counts: () => [...counts.values()],
    clear() {
      calls = [];
      counts.clear();
    },
  };
}

function consentIdOf(
  incoming: IncomingMessage,
  path: string,
  consentOfToken: (token: string) => string | null,
): string | null {
  const header = incoming.headers["consent-id"];
  const [, token] = /^Bearer (\S+)$/i.exec(incoming.headers.authorization ?? "") ?? [];
  const named = typeof header === "string" ? header : consentInPath(path);
  return named ?? (token ? consentOfToken(token) : null);
}

const consentInPath = (path: string): string | null => /\/consents\/([\w-]+)/.exec(path)?.[1] ?? null;

function count(counts: Map<string, CallCount>, method: string, path: string): void {
  const shape = path
    .replace(/^\/(psd2|openwealth)[^/]*/, "/$1")
    .replace(
      /\/(consents|authorisations|customers|accounts|card-accounts|positions|transactions|files|pictures)\/[^/]+/g,
      "/$1/…",
    );
  const key = `${method} ${shape}`;
  const known = counts.get(key);
  if (known) known.count += 1;
  else if (counts.size < countsKept) counts.set(key, { method, path: shape, count: 1 });
}
