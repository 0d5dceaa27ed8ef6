import { Agent, type AgentOptions } from "node:https";

import { guardedLookup } from "./allowed-address.ts";
import { allowedUrl } from "./allowed-call.ts";
import { Breaker, type Fate, realFate } from "./breaker.ts";
import type { EgressPolicy } from "./egress-policy.ts";
import { exchange, type WhileWriting, type WireAnswer } from "./exchange.ts";
import { retrying } from "./retry.ts";
import { Turnstile } from "./turnstile.ts";

export interface BankCall {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: { readonly type: string; readonly text: string };
  readonly signal: AbortSignal;
  readonly whileWriting?: WhileWriting;
}

/** The one way from a connector to its bank. */
export interface BankHttp {
  /** Whatever the bank answered, redirects and refusals too; throws an `EgressError` where there is no answer. */
  send(call: BankCall): Promise<WireAnswer>;
  close(): Promise<void>;
}

const idleMs = 4_000;

export function createBankHttp(policy: EgressPolicy, fate: Fate = realFate): BankHttp {
  const breaker = new Breaker(policy.limits, fate);
  const turnstile = new Turnstile(policy.limits);
  const reading = new Agent({ ...tlsOf(policy), keepAlive: true, timeout: idleMs });
  // A connection of its own for whatever may not be sent twice: none that the bank is about to close.
  const acting = new Agent({ ...tlsOf(policy), keepAlive: false });

  return {
    async send({ method, url, headers, body, signal, whileWriting = (write) => write(null) }) {
      const allowed = allowedUrl(policy, { method, url, bodyType: body?.type ?? null });
      const wanted = {
        method,
        url: allowed,
        headers: {
          "accept-encoding": "gzip",
          ...headers,
          ...(body ? { "content-type": body.type } : {}),
        },
        body: body?.text ?? null,
        signal,
        whileWriting,
      };
      const isRead = method === "GET";
      const attempt = async () => {
        using _turn = await turnstile.enter(signal);
        return await exchange(isRead ? reading : acting, wanted, policy.limits);
      };
      const attempts = isRead ? policy.limits.attempts : 1;
      return breaker.run(() => retrying({ attempts, signal, random: fate.random }, attempt));
    },
    async close() {
      reading.destroy();
      acting.destroy();
    },
  };
}

const tlsOf = ({ isSandbox, clientTls, certificateAuthorities }: EgressPolicy): AgentOptions => ({
  rejectUnauthorized: true,
  minVersion: "TLSv1.2",
  lookup: guardedLookup(isSandbox),
  ...(certificateAuthorities ? { ca: [...certificateAuthorities] } : {}),
  ...(clientTls ? { cert: clientTls.certificate, key: clientTls.privateKey } : {}),
});
