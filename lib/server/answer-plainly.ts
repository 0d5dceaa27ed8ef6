import type { IncomingMessage, ServerResponse } from "node:http";
import { forgetOutage, wasOutage } from "./outage.ts";
import { localeOf, type PlainKind, plainPage, plainPolicy } from "./plain-page.ts";

const retryAfterSeconds = "5";

interface Asked {
  readonly requestId: string;
  /** Next shows what failed in a page of its own then, which stays. */
  readonly development: boolean;
}

/**
 * Looks at a response at the last moment before its head is sent. A page that does not exist or that failed is replaced
 * by a plain one: Next has only an empty one for it, which script draws. What failed because a database is away becomes
 * 503 with a time to try again, and stays as it is where it could be shown all the same, such as a form with what was
 * typed in it.
 */
export function answerPlainly(
  request: IncomingMessage,
  response: ServerResponse,
  { requestId, development }: Asked,
): void {
  const { writeHead, write, end } = response;
  let isReplaced = false;
  response.once("close", () => forgetOutage(requestId));

  const kindOf = (status: number, rest: readonly unknown[] = []): PlainKind | null => {
    if (wasOutage(requestId)) return status >= 500 ? "outage" : null;
    // Data for the router, problem documents and files are not read by people.
    const type = contentTypeOf(response, rest);
    // Where Next itself fails it says so in words without a type.
    const isUntyped = type === "" && status >= 500 && /\btext\/html\b/.test(request.headers.accept ?? "");
    if (!isUntyped && !/^text\/html\b/i.test(type)) return null;
    if (status === 404) return "absent";
    return status >= 500 && !development ? "failed" : null;
  };

  response.writeHead = function head(this: ServerResponse, status: number, ...rest: never[]) {
    const isOutage = wasOutage(requestId);
    if (isOutage) this.setHeader("Retry-After", retryAfterSeconds);
    const kind = kindOf(status, rest);
    const statusToSend = isOutage ? 503 : status;
    if (!kind) return writeHead.call(this, statusToSend, ...rest);
    isReplaced = true;
    for (const name of ["content-encoding", "content-length", "etag", "link", "transfer-encoding"])
      this.removeHeader(name);
    const page = plainPage(kind, localeOf(request.headers), requestId);
    this.setHeader("Content-Type", "text/html; charset=utf-8");
    this.setHeader("Content-Security-Policy", plainPolicy);
    // It is in the language of whoever asked, and may be another page the next time, also below an address of files.
    this.setHeader("Cache-Control", "no-store");
    writeHead.call(this, statusToSend);
    end.call(this, request.method === "HEAD" ? undefined : page, "utf8");
    return this;
  } as ServerResponse["writeHead"];

  /** Whatever is written first would send the head by itself, and then be written after the page's end. */
  const headFirst = (): void => {
    if (response.headersSent || isReplaced) return;
    if (wasOutage(requestId) || kindOf(response.statusCode)) response.writeHead(response.statusCode);
  };
  // What Next goes on to write belongs to the page that was replaced.
  response.write = function more(this: ServerResponse, ...chunk: readonly unknown[]) {
    headFirst();
    return isReplaced || Reflect.apply(write, this, chunk);
  } as ServerResponse["write"];
  response.end = function last(this: ServerResponse, ...chunk: readonly unknown[]) {
    headFirst();
    return isReplaced ? this : Reflect.apply(end, this, chunk);
  } as ServerResponse["end"];
}

/** A head may be given its headers at once, and these win. */
function contentTypeOf(response: ServerResponse, rest: readonly unknown[]): string {
  const given = Object.entries(Object(rest.at(-1)) as object).find(
    ([name]) => name.toLowerCase() === "content-type",
  );
  return String(given?.[1] ?? response.getHeader("content-type") ?? "");
}
