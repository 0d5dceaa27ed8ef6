import type { Duplex } from "node:stream";
import type pg from "pg";

/** What the driver writes to; its types do not name it. */
interface Connected {
  readonly connection?: { readonly stream?: Partial<Pick<Duplex, "cork" | "uncork">> };
}

export interface OneTransaction {
  readonly client: pg.PoolClient;
  /** Resolves when the client is asked something for the next time. */
  asked(): Promise<void>;
  /** What was refused in one round; whoever looked away from it commits nothing of that round. */
  readonly refusals: unknown[];
  /** From here on the client asks nothing more: what comes late would be asked in somebody else's transaction. */
  close(): void;
}

export type Acts = readonly (() => Promise<unknown>)[];
export type Results<A extends Acts> = { -readonly [At in keyof A]: Awaited<ReturnType<A[At]>> };

/** Each act is begun when the one before it has asked something, or is over; the first failure in their order is the one. */
export async function answersOf<const A extends Acts>(
  { asked, refusals }: Pick<OneTransaction, "asked" | "refusals">,
  acts: A,
): Promise<Results<A>> {
  const begun: Promise<unknown>[] = [];
  for (const act of acts) {
    const isAsked = asked();
    // A statement that drizzle has only built runs each time that it is waited for: this waits once.
    const one = (async () => act())();
    begun.push(one);
    await Promise.race([isAsked, one.catch(() => {})]);
  }
  const results = await Promise.allSettled(begun);
  return results.map((result) => {
    if (result.status === "fulfilled") return result.value;
    refusals.push(result.reason);
    throw result.reason;
  }) as Results<A>;
}

/**
 * The client for one transaction. What is asked of it in one turn goes out in one write, when the turn ends, and runs in
 * that order: statements that do not need each other's answers cost one round.
 */
export function forOneTransaction(client: pg.PoolClient): OneTransaction {
  const stream = (client as Connected).connection?.stream;
  let isHeld = false;
  let isOver = false;
  let next = Promise.withResolvers<void>();
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
    next.resolve();
    next = Promise.withResolvers();
    return Reflect.apply(client.query, client, asked);
  };
  return {
    client: Object.assign(Object.create(client) as pg.PoolClient, { query }),
    asked: () => next.promise,
    refusals: [],
    close: () => {
      isOver = true;
    },
  };
}
