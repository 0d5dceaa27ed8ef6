import { AuditLogError, type AuditLogErrorCode } from "./audit-log-error.ts";

/** For one request and its answer. The signer's transaction, which waits meanwhile, has ten seconds. */
const deadlineMs = 4_000;
/** A listing has a thousand names at the most. */
const longestAnswer = 4 * 1024 * 1024;

export interface BucketCall {
  readonly method: "GET" | "PUT" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface BucketAnswer {
  readonly status: number;
  readonly text: string;
}

/** One request over TLS. It ends in time whatever the other side does, and follows to no other place. */
export async function callBucket({ method, url, headers, body }: BucketCall): Promise<BucketAnswer> {
  const signal = AbortSignal.timeout(deadlineMs);
  try {
    const init = { method, headers, redirect: "error", signal } as const;
    const answer = await fetch(url, body === undefined ? init : { ...init, body });
    return { status: answer.status, text: await readText(answer) };
  } catch (cause) {
    if (cause instanceof AuditLogError) throw cause;
    throw new AuditLogError(signal.aborted ? "copyTimedOut" : "copyUnreachable", { cause });
  }
}

async function readText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > longestAnswer) throw new AuditLogError("copyUnreadable");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const codes: Readonly<Record<number, AuditLogErrorCode>> = {
  401: "copyForbidden",
  403: "copyForbidden",
  404: "copyNotFound",
};

/** The text of an answer that says yes. What says anything else is a failure, which the next attempt may not be. */
export function accepted({ status, text }: BucketAnswer): string {
  if (status === 200) return text;
  throw new AuditLogError(
    codes[status] ?? (status === 429 || status >= 500 ? "copyUnavailable" : "copyRefused"),
  );
}
