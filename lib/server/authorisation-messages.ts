import type { AuthorisationView } from "#lib/authorisation/view.ts";
import { AppError } from "#lib/kernel/errors.ts";

/** Tells one onlooker when to look again. */
export interface Notices {
  /** Resolves at the next notice, at once if one came since the last call, and after `ms` anyway. */
  next(ms: number): Promise<void>;
  close(): void;
}

export interface Onlooker {
  readonly first: AuthorisationView;
  /** Reads it anew, session and person included, and throws where nothing may be seen any more. */
  readonly look: () => Promise<AuthorisationView>;
  readonly notices: Notices;
  /** Fires when nobody listens any more. */
  readonly signal: AbortSignal;
  /** Gives back what the onlooker took. It may be called more than once. */
  readonly leave: () => void;
}

/** How long a change of the session, of the person or of the row may go unseen at the most: a second, with the reading. */
const lookEveryMs = 900;
/** Proxies close what is silent for longer. */
const silenceMs = 15_000;
const reconnectAfterMs = 2_000;

const encoder = new TextEncoder();
const message = (event: string, data: unknown): string =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * What an onlooker is sent, as server-sent events. It is looked at anew before anything is sent, and only when there
 * is room for it: to a reader that does not read nothing is written, nothing is gathered for it, and when it reads again
 * it gets what is so then.
 */
export function messageStream(onlooker: Onlooker): ReadableStream<Uint8Array> {
  const said = messages(onlooker);
  onlooker.signal.addEventListener("abort", onlooker.leave, { once: true });
  if (onlooker.signal.aborted) onlooker.leave();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await said.next();
        if (value !== undefined) controller.enqueue(encoder.encode(value));
        if (done) controller.close();
      },
      cancel: onlooker.leave,
    },
    { highWaterMark: 0 },
  );
}

async function* messages(onlooker: Onlooker): AsyncGenerator<string, undefined> {
  try {
    yield* untilOver(onlooker);
    return undefined;
  } finally {
    onlooker.leave();
  }
}

async function* untilOver({ first, look, notices, signal }: Onlooker): AsyncGenerator<string, undefined> {
  yield `retry: ${reconnectAfterMs}\n${message("authorisation", first)}`;
  let view: AuthorisationView | null = first;
  let shown = withoutTime(first);
  let spokeAt = Date.now();
  while (!signal.aborted) {
    if (isOver(view)) {
      yield message("over", view.status);
      return;
    }
    await notices.next(lookEveryMs);
    view = await lookAgain(look);
    if (!view) {
      yield message("signedOut", null);
      return;
    }
    const seen = withoutTime(view);
    if (seen === shown && Date.now() - spokeAt < silenceMs) continue;
    yield seen === shown ? ": \n\n" : message("authorisation", view);
    shown = seen;
    spokeAt = Date.now();
  }
}

/** `null` where nothing may be seen any more. A database that is away ends the stream, and the browser comes back by itself. */
async function lookAgain(look: Onlooker["look"]): Promise<AuthorisationView | null> {
  try {
    return await look();
  } catch (refusal) {
    if (refusal instanceof AppError && gone.has(refusal.code)) return null;
    throw refusal;
  }
}

const gone: ReadonlySet<string> = new Set(["auth.session_expired", "authorisation.not_found"]);

const isOver = ({ status }: AuthorisationView): boolean =>
  status === "finalised" || status === "exempted" || status === "failed";

const withoutTime = (view: AuthorisationView): string => JSON.stringify({ ...view, now: null });
