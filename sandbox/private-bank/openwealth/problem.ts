import { TppError } from "../../bank/xs2a/tpp-error.ts";

/** The specification's type for what the bank's own judgement calls by XS2A's codes. */
const types: Readonly<Record<string, string>> = {
  FORMAT_ERROR: "MALFORMED_PAYLOAD",
  CONSENT_EXPIRED: "EXPIRED_TOKEN",
  CONSENT_INVALID: "INVALID_TOKEN",
  TOKEN_EXPIRED: "EXPIRED_TOKEN",
  TOKEN_UNKNOWN: "INVALID_TOKEN",
  TOKEN_INVALID: "INVALID_TOKEN",
  CERTIFICATE_MISSING: "INVALID_TOKEN",
  CONSENT_UNKNOWN: "INSUFFICIENT_PRIVILEGES",
  RESOURCE_UNKNOWN: "RESOURCE_DOES_NOT_EXIST",
  RESOURCE_NOT_READY: "RESOURCE_NOT_READY",
  SERVICE_INVALID: "WRONG_METHOD",
  ACCESS_EXCEEDED: "OPERATION_NOT_ALLOWED",
  SERVICE_UNAVAILABLE: "SERVICE_UNAVAILABLE",
};

const titles: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  429: "Too many requests",
  503: "Service unavailable",
};

const nextDaySeconds = 86_400;

/** A refusal as RFC 7807 words it. */
export function problemAnswer({ status, code, message }: TppError, instance: string): Response {
  const body = {
    type: `/problems/${types[code] ?? "TECHNICAL_ERROR"}`,
    title: titles[status] ?? "Error",
    detail: message,
    instance,
  };
  const headers = {
    "content-type": "application/problem+json; charset=utf-8",
    "content-language": "en",
    ...(status === 429 ? { "retry-after": String(nextDaySeconds) } : {}),
  };
  return new Response(JSON.stringify(body), { status, headers });
}

export const notFound = (what: string): TppError =>
  new TppError(404, "RESOURCE_UNKNOWN", `There is no such ${what}`);
