import type { Instrumentation } from "next";
import { frontHeaders } from "#lib/server/front-headers.ts";
import { noteOutage } from "#lib/server/outage.ts";

/** A page that failed because the database is away says so to the front, which has the status and the headers in hand. */
export const onRequestError: Instrumentation.onRequestError = (failure, request) => {
  const isOutage = failure instanceof Error && "code" in failure && failure.code === "system.unavailable";
  if (isOutage) noteOutage(String(request.headers[frontHeaders.requestId]));
};
