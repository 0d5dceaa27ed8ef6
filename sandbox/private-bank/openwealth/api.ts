import type { Bank } from "../../bank/bank.ts";
import {
  type ApiCall,
  judgeTrouble,
  Maintenance,
  pauseIfSlow,
  readCall,
  refuseCall,
} from "../../bank/xs2a/api.ts";
import { formatError, TppError } from "../../bank/xs2a/tpp-error.ts";
import { type Call, type Refuse, type Route, route } from "../../http/routes.ts";
import { deviate } from "./deviations.ts";
import { notFound, problemAnswer } from "./problem.ts";

/** A body with its numbers as `Numeral`s, or an answer that is written already. */
export type CustodyAnswer =
  | { readonly body: object; readonly headers?: Readonly<Record<string, string>> }
  | Response;

/** One path of the custody services. They are read-only: there is no other verb. */
export function custody(bank: Bank, path: string, handle: (call: ApiCall) => CustodyAnswer): Route {
  return route("GET", `/:base(${bank.apiName}[\\w.\\-]*)/v3${path}`, async (call) => {
    const apiCall = readCall(bank, call, consentOfToken(bank, call));
    if (!apiCall) return problemAnswer(notFound("path"), call.url.pathname);
    await pauseIfSlow(apiCall);
    return withCorrelation(apiCall, answer(apiCall, handle));
  });
}

/** A caller that came by OAuth names its consent by the token alone, as the specification has it. */
function consentOfToken(bank: Bank, { request }: Call): string | null {
  const [, token] = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  return token === undefined ? null : bank.oauth.consentOf(token);
}

function answer(call: ApiCall, handle: (call: ApiCall) => CustodyAnswer): Response {
  try {
    judgeTrouble(call);
    if (!call.header("x-correlation-id")) throw formatError("X-Correlation-ID is needed", "X-Correlation-ID");
    const answered = handle(call);
    if (answered instanceof Response) return answered;
    const headers = { "content-type": "application/json", ...answered.headers };
    return new Response(JSON.stringify(deviate(answered.body, call.speaks)), { headers });
  } catch (cause) {
    if (cause instanceof Maintenance) return cause.answer();
    if (!(cause instanceof TppError)) throw cause;
    return problemAnswer(cause, call.url.pathname);
  }
}

function withCorrelation(call: ApiCall, response: Response): Response {
  const correlation = call.header("x-correlation-id");
  if (correlation !== null && !call.speaks("no-request-id"))
    response.headers.set("x-correlation-id", correlation);
  return response;
}

/** For whatever no route fits, in the words of the part of the interface that was asked. */
export const refuseCustody: Refuse = (request, allowed) => {
  const { pathname } = new URL(request.url);
  if (!/^\/openwealth[^/]*\/v3(\/|$)/.test(pathname)) return refuseCall(request, allowed);
  if (allowed.length === 0) return problemAnswer(notFound("path"), pathname);
  const response = problemAnswer(new TppError(405, "SERVICE_INVALID", "This is not offered"), pathname);
  response.headers.set("allow", allowed.join(", "));
  return response;
};
