import type { Instrumentation } from "next";
import { type ErrorCode, errorCatalogue } from "#lib/kernel/errors.ts";
import { tell } from "#lib/kernel/told.ts";
import { frontHeaders } from "#lib/server/front-headers.ts";
import { noteOutage } from "#lib/server/outage.ts";

/** A page that failed because the database is away says so to the front, which has the status and the headers in hand. */
export const onRequestError: Instrumentation.onRequestError = (failure, request, { routeType }) => {
  const code = codeOf(failure);
  if (code === "system.unavailable") noteOutage(String(request.headers[frontHeaders.requestId]));
  if (routeType === "render") tell("refused", { code, where: "page" });
};

function codeOf(failure: unknown): ErrorCode {
  const code = failure instanceof Error && "code" in failure ? String(failure.code) : "";
  return Object.hasOwn(errorCatalogue, code) ? (code as ErrorCode) : "internal";
}
