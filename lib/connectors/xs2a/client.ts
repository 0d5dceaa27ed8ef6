import { randomUUID } from "node:crypto";

import type { BankAnswer, RefusedAnswer } from "#lib/aspsp/bank-access.ts";
import { AspspError, type AspspFailure } from "#lib/aspsp/failure.ts";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import type { WhileWriting } from "#lib/aspsp/session.ts";
import type { BankHttp } from "#lib/egress/bank-http.ts";
import { EgressError, type EgressReason } from "#lib/egress/egress-error.ts";
import { parseJson } from "./json.ts";
import { BankRefusal } from "./refusal.ts";
import type { Xs2aSettings } from "./xs2a-institution.ts";

export interface Asked {
  /** What the call is for, in a word: errors say it. */
  readonly call: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly person: PersonPresent | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: object;
  readonly form?: Readonly<Record<string, string>>;
  readonly whileWriting?: WhileWriting;
  /** What a refusal means where it is not worded as this standard words it. */
  readonly meaning?: (refused: RefusedAnswer) => AspspError;
  readonly signal: AbortSignal;
}

export type Ask = (asked: Asked) => Promise<BankAnswer>;

/** One call to the bank. A refusal is thrown as `BankRefusal`, everything else that is no answer as `AspspError`. */
export function createAsk(http: BankHttp, { sign }: Xs2aSettings): Ask {
  return async (asked) => {
    const { call, method, url, person, signal } = asked;
    const body = bodyOf(asked);
    const plain = {
      accept: "application/json",
      "x-request-id": randomUUID(),
      ...headersOf(person),
      ...asked.headers,
    };
    const proof = sign ? await sign({ method, url, headers: plain, body: body?.text ?? null }) : {};
    const sent = http.send({
      method,
      url,
      headers: { ...plain, ...proof },
      signal,
      ...(body ? { body } : {}),
      ...(asked.whileWriting ? { whileWriting: asked.whileWriting } : {}),
    });
    const answer = await sent.catch((cause: unknown) => {
      signal.throwIfAborted();
      if (!(cause instanceof EgressError)) throw cause;
      const { reason, retryAfterSeconds } = cause;
      const facts = { call, ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }) };
      throw new AspspError(reasons[reason], facts, { cause });
    });
    const header = (name: string): string | null => {
      const value = answer.headers[name];
      return typeof value === "string" ? value : (value?.[0] ?? null);
    };
    const isJson = /^application\/(?:[\w.-]+\+)?json\b/i.test(header("content-type") ?? "");
    if (answer.status >= 400) {
      const json = isJson ? parseOrNothing(answer.body, call) : null;
      const retryAfterSeconds = secondsOf(header("retry-after"));
      const refused = { call, status: answer.status, json, retryAfterSeconds };
      throw asked.meaning ? asked.meaning(refused) : new BankRefusal(refused);
    }
    // Redirects are never followed: a bank that moved says so to the operator.
    if (answer.status >= 300 && answer.status !== 304)
      throw new AspspError("malformedAnswer", { call, status: answer.status });
    let json: { readonly value: unknown } | null = null;
    return {
      status: answer.status,
      url,
      body: answer.body,
      header,
      json() {
        json ??= { value: parseJson(answer.body, call) };
        return json.value;
      },
    };
  };
}

const reasons: Readonly<Record<EgressReason, AspspFailure>> = {
  hostRefused: "hostNotAllowed",
  callRefused: "hostNotAllowed",
  addressRefused: "hostNotAllowed",
  overloaded: "bankDown",
  away: "bankDown",
  unreachable: "bankDown",
  timedOut: "bankDown",
  cut: "bankDown",
  aborted: "bankDown",
  tlsRefused: "bankUntrusted",
  tooLarge: "answerTooLarge",
  undecodable: "malformedAnswer",
};

/** The standard: an address of the person's says that they are there, and is left out when they are not. */
const headersOf = (person: PersonPresent | null): Record<string, string> =>
  person === null
    ? {}
    : {
        "psu-ip-address": person.ipAddress,
        ...(person.userAgent === null ? {} : { "psu-user-agent": onOneLine(person.userAgent) }),
        ...(person.language === null ? {} : { "psu-accept-language": onOneLine(person.language) }),
      };

const onOneLine = (value: string): string => value.replace(/[^\x20-\x7e]/g, " ").slice(0, 300);

function bodyOf({ json, form }: Asked): { type: string; text: string } | null {
  if (json) return { type: "application/json", text: JSON.stringify(json) };
  if (!form) return null;
  return { type: "application/x-www-form-urlencoded", text: new URLSearchParams(form).toString() };
}

function parseOrNothing(body: Buffer, call: string): unknown {
  try {
    return parseJson(body, call);
  } catch {
    return null;
  }
}

/** RFC 9110, 10.2.3: seconds, or a date. */
function secondsOf(retryAfter: string | null): number | null {
  if (retryAfter === null) return null;
  const seconds = /^\d{1,7}$/.test(retryAfter)
    ? Number(retryAfter)
    : Math.ceil((Date.parse(retryAfter) - Date.now()) / 1000);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}
