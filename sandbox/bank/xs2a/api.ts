import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

import { jsonAnswer } from "../../http/answer.ts";
import { type Call, type Refuse, type Route, route } from "../../http/routes.ts";
import type { Bank } from "../bank.ts";
import type { Consent } from "../consent-model.ts";
import { has, type Login } from "../logins.ts";
import { type Script, scriptOfPath, type Word } from "../script.ts";
import { deviate } from "./deviations.ts";
import { errorBody, formatError, TppError } from "./tpp-error.ts";

export interface ApiCall extends Call {
  readonly bank: Bank;
  /** The path's first part, to which links lead back. */
  readonly base: string;
  readonly script: Script;
  /** Known from the path or the Consent-ID header. */
  readonly consent: Consent | null;
  /** Whose words count; a handler sets it once it knows. */
  login: Login | null;
  speaks(word: Word): boolean;
  header(name: string): string | null;
}

/** A body to be written as JSON, or an answer that is written already. */
export type ApiAnswer =
  | {
      readonly status: number;
      readonly body: object | null;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | Response;

const slowMs = 3_000;

/** One path of the interface: what holds for every call is done here, the rest by the handler. */
export function api(
  bank: Bank,
  method: Route["method"],
  path: string,
  handle: (call: ApiCall) => ApiAnswer | Promise<ApiAnswer>,
): Route {
  return route(method, `/:base(${bank.apiName}[\\w.\\-]*)/v1${path}`, async (call) => {
    const apiCall = readCall(bank, call);
    if (!apiCall) return unknownPath();
    await pauseIfSlow(apiCall);
    const answer = await answerOrError(apiCall, handle);
    return answer instanceof Response ? withRequestId(apiCall, answer) : written(apiCall, answer);
  });
}

export async function pauseIfSlow(call: ApiCall): Promise<void> {
  if (call.speaks("slow")) await wait(slowMs);
}

async function answerOrError(
  call: ApiCall,
  handle: (call: ApiCall) => ApiAnswer | Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  try {
    judgeCall(call);
    return await handle(call);
  } catch (cause) {
    if (cause instanceof Maintenance) return cause.answer();
    if (!(cause instanceof TppError)) throw cause;
    return { status: cause.status, body: errorBody(cause) };
  }
}

/** What is known of a call before it is judged; `null` where its path holds a word that the bank knows not. */
export function readCall(bank: Bank, call: Call, consentOfToken: string | null = null): ApiCall | null {
  const script = scriptOfPath(call.path.base ?? "", bank);
  if (!script) return null;
  const header = (name: string) => call.request.headers.get(name);
  const consentId = call.path.consentId ?? header("consent-id") ?? consentOfToken;
  const consent = consentId ? (bank.consents.get(consentId) ?? null) : null;
  const psuId = header("psu-id");
  const apiCall: ApiCall = {
    ...call,
    bank,
    base: `/${call.path.base}`,
    script,
    consent,
    login: consent?.login ?? (psuId ? bank.logins.find(psuId) : null),
    speaks: (word) => script.has(word) || has(apiCall.login, word),
    header,
  };
  return apiCall;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function judgeCall(call: ApiCall): void {
  judgeTrouble(call);
  if (!uuid.test(call.header("x-request-id") ?? ""))
    throw formatError("X-Request-ID must be a UUID", "X-Request-ID");
}

/** Whatever the call is about, the bank may be in no state to answer, or not know its caller. */
export function judgeTrouble(call: ApiCall): void {
  if (call.speaks("maintenance")) throw new Maintenance();
  if (call.speaks("down"))
    throw new TppError(503, "SERVICE_UNAVAILABLE", "The bank cannot answer at the moment");
  if (call.speaks("mtls") && call.header("client-cert") === null) {
    throw new TppError(401, "CERTIFICATE_MISSING", "A certificate of the caller is needed");
  }
}

export class Maintenance extends Error {
  answer(): Response {
    return new Response("<!doctype html><title>Maintenance</title><p>We are back in half an hour.", {
      status: 503,
      headers: { "content-type": "text/html; charset=utf-8", "retry-after": "1800" },
    });
  }
}

function written(call: ApiCall, { status, body, headers = {} }: Exclude<ApiAnswer, Response>): Response {
  const json = body === null ? null : deviate(body, call.speaks, call.bank.apiOrigin);
  const text = json === null ? null : JSON.stringify(json);
  const isRead = call.request.method === "GET" && call.header("consent-id") !== null && status === 200;
  const etag = isRead && text !== null && call.speaks("etag") ? etagOf(text) : null;
  if (etag !== null && call.header("if-none-match") === etag) {
    return withRequestId(call, new Response(null, { status: 304, headers: { etag } }));
  }
  const response = new Response(text, { status, headers });
  if (text !== null) response.headers.set("content-type", "application/json");
  if (etag !== null) response.headers.set("etag", etag);
  return withRequestId(call, response);
}

const etagOf = (text: string): string =>
  `"${createHash("sha256").update(text).digest("base64url").slice(0, 24)}"`;

function withRequestId(call: ApiCall, response: Response): Response {
  const requestId = call.header("x-request-id");
  if (requestId !== null && !call.speaks("no-request-id")) response.headers.set("x-request-id", requestId);
  return response;
}

/** The body of a call as JSON; an empty one is an empty object. */
export async function readJson(call: ApiCall): Promise<unknown> {
  const text = await call.request.text();
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw formatError("The body is not JSON");
  }
}

const unknownPath = (): Response =>
  jsonAnswer(errorBody(new TppError(404, "RESOURCE_UNKNOWN", "There is nothing here")), 404);

/** For whatever no route fits: also a wrong verb is refused in the specification's words. */
export const refuseCall: Refuse = (request, allowed) => {
  const requestId = request.headers.get("x-request-id");
  if (allowed.length === 0) return unknownPath();
  const error = new TppError(405, "SERVICE_INVALID", "This is not offered");
  const response = jsonAnswer(errorBody(error), 405, { allow: allowed.join(", ") });
  if (requestId !== null) response.headers.set("x-request-id", requestId);
  return response;
};
