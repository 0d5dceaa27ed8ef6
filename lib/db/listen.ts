import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { Database } from "./database.ts";

export interface Listener {
  readonly notice: (payload: string) => void;
  /** From now on every notice arrives; those of before are not made up for. */
  readonly connected: () => void;
  /** From now on notices may be missed. */
  readonly broken: () => void;
}

export interface Listening {
  close(): Promise<void>;
}

const beatMs = 15_000;
const answerMs = 5_000;
const pauseMs = 1_000;

/**
 * Listens on a connection of its own, beside the pool, and comes back by itself when that is lost. A connection that
 * is dead without saying so is found out within twenty seconds, by asking it something.
 */
export function listen(db: Database, channel: string, listener: Listener): Listening {
  const closing = new AbortController();
  const ended = (async () => {
    while (!closing.signal.aborted) {
      await listenOnce(db, channel, listener, closing.signal);
      await pause(pauseMs, undefined, { signal: closing.signal }).catch(() => {});
    }
  })();
  return {
    close: () => {
      closing.abort();
      return ended;
    },
  };
}

/** Returns when the connection is lost or closed, for whatever reason. */
async function listenOnce(
  db: Database,
  channel: string,
  listener: Listener,
  closing: AbortSignal,
): Promise<void> {
  const client = new pg.Client({ ...db.$client.options, query_timeout: answerMs, keepAlive: true });
  const lost = new AbortController();
  client.on("error", () => lost.abort()).on("end", () => lost.abort());
  client.on("notification", ({ payload }) => listener.notice(payload ?? ""));
  const over = AbortSignal.any([lost.signal, closing]);
  let isConnected = false;
  try {
    await client.connect();
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    isConnected = true;
    listener.connected();
    while (!over.aborted) {
      await pause(beatMs, undefined, { signal: over }).catch(() => {});
      if (!over.aborted) await client.query("select 1");
    }
  } catch {
    // Whatever it was, the answer is the same: notices may be missed, and it is tried again.
  } finally {
    if (isConnected) listener.broken();
    await client.end().catch(() => {});
  }
}
