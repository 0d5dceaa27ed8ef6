import type { IncomingMessage, ServerResponse } from "node:http";
import { forgetOutage, wasOutage } from "./outage.ts";
import { localeOf, outagePage, outagePolicy } from "./outage-page.ts";

const retryAfterSeconds = "5";

/**
 * Looks at a response at the last moment before its head is sent. One that failed because a database is away becomes
 * 503 with a time to try again. A page that could be shown all the same, such as a form with what was typed in it,
 * stays as it is; one that could not is replaced, since Next has none without script for it.
 */
export function answerOutages(request: IncomingMessage, response: ServerResponse, requestId: string): void {
  const { writeHead, write, end } = response;
  let isReplaced = false;
  response.once("close", () => forgetOutage(requestId));

  response.writeHead = function head(this: ServerResponse, status: number, ...rest: never[]) {
    if (!wasOutage(requestId)) return writeHead.call(this, status, ...rest);
    this.setHeader("Retry-After", retryAfterSeconds);
    if (status < 500) return writeHead.call(this, 503, ...rest);
    isReplaced = true;
    for (const name of ["content-encoding", "content-length", "etag", "link", "transfer-encoding"])
      this.removeHeader(name);
    const page = outagePage(localeOf(request.headers), requestId);
    this.setHeader("Content-Type", "text/html; charset=utf-8");
    this.setHeader("Content-Security-Policy", outagePolicy);
    writeHead.call(this, 503);
    end.call(this, request.method === "HEAD" ? undefined : page, "utf8");
    return this;
  } as ServerResponse["writeHead"];

  // What Next goes on to write belongs to the page that was replaced.
  response.write = function more(this: ServerResponse, ...chunk: readonly unknown[]) {
    if (!this.headersSent && wasOutage(requestId)) this.writeHead(this.statusCode);
    return isReplaced || Reflect.apply(write, this, chunk);
  } as ServerResponse["write"];
  response.end = function last(this: ServerResponse, ...chunk: readonly unknown[]) {
    if (!this.headersSent && wasOutage(requestId)) this.writeHead(this.statusCode);
    return isReplaced ? this : Reflect.apply(end, this, chunk);
  } as ServerResponse["end"];
}
