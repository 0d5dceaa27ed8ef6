import type { Duplex } from "node:stream";
import type pg from "pg";

/** What the driver writes to; its types do not name it. */
interface Connected {
  readonly connection?: { readonly stream?: Partial<Pick<Duplex, "cork" | "uncork">> };
}

export interface OneTransaction {
  readonly client: pg.PoolClient;
  /** From here on the client asks nothing more: what comes late would be asked in somebody else's transaction. */
  close(): void;
}

/**
 * The client for one transaction. What is asked of it in one turn goes out in one write, when the turn ends, and runs in
 * that order: statements that do not need each other's answers cost one round.
 */
export function forOneTransaction(client: pg.PoolClient): OneTransaction {
  const stream = (client as Connected).connection?.stream;
  let isHeld = false;
  let isOver = false;
  const hold = () => {
    if (isHeld) return;
    isHeld = true;
    stream?.cork?.();
    process.nextTick(() => {
      isHeld = false;
      stream?.uncork?.();
    });
  };
  const query = (...asked: readonly unknown[]) => {
    if (isOver) return Promise.reject(new Error("A statement came after its transaction had ended."));
    hold();
    return Reflect.apply(client.query, client, asked);
  };
  return {
    client: Object.assign(Object.create(client) as pg.PoolClient, { query }),
    close: () => {
      isOver = true;
    },
  };
}
