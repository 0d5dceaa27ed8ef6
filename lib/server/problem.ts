import "server-only";

import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { AppError, type ErrorCode, errorCatalogue } from "#lib/kernel/errors.ts";
import { tell } from "#lib/kernel/told.ts";
import { frontHeaders } from "./front-headers.ts";
import { log } from "./log.ts";

/** RFC 9457. Code and request id are all that a caller learns; the cause stays in the log. */
export async function problem(failure: unknown): Promise<Response> {
  const requestId = (await headers()).get(frontHeaders.requestId) ?? "none";
  const code: ErrorCode = failure instanceof AppError ? failure.code : "internal";
  tell("refused", { code, where: "route" });
  if (code === "internal") log().error({ err: failure, requestId }, "route.failed");
  if (code === "system.unavailable") log().warn({ err: failure, requestId }, "route.unavailable");
  const { status } = errorCatalogue[code];
  const retryAfter = failure instanceof AppError ? failure.facts.retryAfterSeconds : undefined;
  return Response.json(
    { type: `urn:licet:problem:${code}`, status, code, requestId },
    {
      status,
      headers: {
        "Content-Type": "application/problem+json",
        ...(retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) }),
      },
    },
  );
}

/** A route handler whose every failure is a problem document. */
export function route<Args extends unknown[]>(handle: (...args: Args) => Promise<Response>) {
  return async (...args: Args): Promise<Response> => {
    try {
      return await handle(...args);
    } catch (failure) {
      // `redirect()` and `notFound()` work by throwing; they are not failures.
      unstable_rethrow(failure);
      return problem(failure);
    }
  };
}
