import { randomInt } from "node:crypto";
import { Agent, type IncomingHttpHeaders, request } from "node:http";

import { stack } from "./stack.ts";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Call {
  readonly origin?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly cookie?: string | null;
  readonly body?: string | Buffer;
  /** Of a stream that has no end: whoever called leaves with the first of it. */
  readonly leavesAtFirst?: boolean;
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** An address of its own for whoever asks, so that nobody uses up another's sign-in attempts. */
export const newSource = (): string => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;

/**
 * One request exactly as it is written: no redirect is followed, no path tidied, no header added but where it comes
 * from, and the `Origin` without which a POST is refused.
 */
export function call(path: string, options: Call = {}): Promise<Answer> {
  const { origin = stack.origin, method = "GET", cookie, body } = options;
  const headers = defined({
    "x-forwarded-for": newSource(),
    ...(method === "POST" ? { origin } : {}),
    ...(cookie ? { cookie } : {}),
    ...options.headers,
  });
  const { hostname, port } = new URL(origin);
  return new Promise((done, fail) => {
    const sent = request({ agent, hostname, port, path, method, headers }, (response) => {
      const parts: Buffer[] = [];
      const answer = () =>
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString(),
        });
      response.on("data", (part: Buffer) => {
        parts.push(part);
        if (!options.leavesAtFirst) return;
        answer();
        sent.destroy();
      });
      response.on("error", fail);
      response.on("end", answer);
    });
    sent.on("error", fail);
    sent.end(body);
  });
}

function defined(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** A form as a browser without script sends it. */
export function formBody(fields: Readonly<Record<string, string>>) {
  const form = new URLSearchParams(fields).toString();
  return { body: form, headers: { "content-type": "application/x-www-form-urlencoded" } };
}

/** The same as `multipart/form-data`, which server actions want. */
export async function multipartBody(fields: readonly (readonly [string, string])[]) {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  const encoded = new Response(form);
  return {
    body: Buffer.from(await encoded.arrayBuffer()),
    headers: { "content-type": encoded.headers.get("content-type") ?? "" },
  };
}

/**
 * A page's data as the router in the browser fetches it. Next wants the request's own headers hashed into the
 * address and redirects to it, which a client follows.
 */
export async function callForData(path: string, options: Call): Promise<Answer> {
  const answer = await call(path, options);
  const target = answer.headers.location;
  return target !== undefined && /[?&]_rsc\b/.test(target) ? call(target, options) : answer;
}

/** What was made of a request for a page: `shown`, `hidden` as if there were none, where it leads, or its status. */
export function seenAs({ status, headers, body }: Answer): string {
  if (status === 404) return "hidden";
  const inData = /NEXT_REDIRECT;[a-z]+;([^;"]+);/.exec(body)?.[1];
  const target = status >= 300 && status < 400 ? headers.location : inData;
  if (target !== undefined) return `→ ${target.split("?")[0]}`;
  if (body.includes("NEXT_HTTP_ERROR_FALLBACK;404")) return "hidden";
  return status === 200 ? "shown" : String(status);
}
