import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { DatabaseAddress } from "#lib/config/database-config.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type PoolKind, secondsSince, type Told, tell } from "#lib/kernel/told.ts";
import { keepingPlans } from "./kept-plans.ts";
import { type Acts, answersOf, forOneTransaction, type Results } from "./one-turn.ts";

/** An open database transaction. Every repository function takes one; there is no query without it. */
export interface Transaction extends Statements {
  /**
   * Runs acts of the transaction in their order without waiting for the answers in between: each begins when the one
   * before it has asked its first statement. What comes of it, a failure too, is what would if each were waited for,
   * since nothing that a transaction did holds once it fails. Only for acts that do not need each other's answers, of
   * which the last alone may ask a second statement.
   */
  inOneRound<const A extends Acts>(acts: A): Promise<Results<A>>;
}

type Statements = Omit<NodePgDatabase, "transaction">;

/** Settings that hold for one transaction, by their names. */
export type LocalSettings = Readonly<Record<string, string>>;

export interface TransactionOptions {
  /** Statements that come again and again are parsed and planned once on each connection, see kept-plans.ts. */
  readonly keepsPlans?: boolean;
}

export interface Database extends Statements {
  readonly $client: pg.Pool;
  /** Commits what `work` returns and takes back what it throws. The settings are made as it begins, in the same round. */
  transaction<T>(
    work: (tx: Transaction) => Promise<T>,
    settings?: LocalSettings,
    options?: TransactionOptions,
  ): Promise<T>;
}

export interface PoolSettings {
  /** Connections at the most. */
  readonly size: number;
  /** Shown in `pg_stat_activity`, so that an operator sees who asks. */
  readonly name: string;
  /** As whose connections it is counted; a pool of a moment is not. */
  readonly countedAs?: PoolKind;
}

/**
 * Opens a pool on one database, over TLS with the certificate's name verified. Statements and idle
 * transactions are limited, because a long transaction stalls the audit log's sequencing. A connection
 * that is lost ends its own transaction and no other, and the process lives on.
 */
export function openDatabase(address: DatabaseAddress, settings: PoolSettings): Database {
  const pool = new pg.Pool({
    connectionString: address.url.reveal(),
    ssl: { ca: address.ca, rejectUnauthorized: true, minVersion: "TLSv1.3" },
    max: settings.size,
    // Statements of one transaction that are asked together are sent together, and run in that order.
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: 30 * 60,
    application_name: settings.name,
    statement_timeout: 15_000,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 10_000,
    options: "-c transaction_timeout=30s",
  });
  // Whoever uses the connection is told by the query that fails; without a listener the process would end.
  pool.on("error", () => {}).on("connect", (client) => client.on("error", () => {}));
  if (settings.countedAs) tell("pool.opened", { pool: settings.countedAs, count: () => countOf(pool) });
  return Object.assign(drizzle(pool), { transaction: transactionsOf(pool) });
}

export const countOf = ({ totalCount, idleCount, waitingCount }: pg.Pool) => ({
  used: totalCount - idleCount,
  idle: idleCount,
  waiting: waitingCount,
});

/**
 * Drizzle's own transaction on a pool does not give the connection back when `begin` itself fails, as it does where
 * the server has just been stopped: each time the pool would be smaller by one, for good. It also takes a round more:
 * each costs every act in the house. That the database is away is told from every other failure here, where the
 * connection is known, and has one code everywhere above.
 */
function transactionsOf(pool: pg.Pool): Database["transaction"] {
  return async (work, settings = {}, options = {}) => {
    const begun = performance.now();
    let waitedSeconds = 0;
    const ended = (outcome: Told["transaction.ended"]["outcome"]) =>
      tell("transaction.ended", {
        ...{ role: settings.role ?? "other", outcome, waitedSeconds, seconds: secondsSince(begun) },
      });
    const client = await pool.connect().catch((cause: unknown) => {
      ended("unavailable");
      throw unavailable(cause);
    });
    waitedSeconds = secondsSince(begun);
    let isLost = false;
    const lose = () => {
      isLost = true;
    };
    client.once("error", lose).once("end", lose);
    try {
      const result = await committed(client, work, settings, options);
      ended("committed");
      return result;
    } catch (cause) {
      // A connection that cannot even be rolled back is given to nobody else.
      await client.query("rollback").catch(lose);
      const isRefused = cause instanceof AppError;
      const isOutage = !isRefused && (isLost || isAway(cause));
      ended(isRefused ? "refused" : isOutage ? "unavailable" : "failed");
      if (isOutgrown(cause)) isLost = true;
      throw isOutage ? unavailable(cause) : cause;
    } finally {
      client.off("error", lose).off("end", lose).release(isLost);
    }
  };
}

/**
 * The first statement goes out with `begin`. Where that fails nothing comes of it: the transaction is aborted then, and if
 * there is none, a login role by itself has no right to any table, and what `begin` failed of is what is told.
 */
async function committed<T>(
  pooled: pg.PoolClient,
  work: (tx: Transaction) => Promise<T>,
  settings: LocalSettings,
  { keepsPlans = false }: TransactionOptions,
): Promise<T> {
  const one = forOneTransaction(pooled);
  const { client, refusals, close } = one;
  const begun = client.query(beginWith(client, settings));
  const tx = Object.assign(drizzle(keepsPlans ? keepingPlans(client, settings.role ?? "") : client), {
    inOneRound: <const A extends Acts>(acts: A) => answersOf(one, acts),
  });
  const worked = (async () => work(tx))().finally(close);
  const [began, result] = await Promise.allSettled([begun, worked]);
  if (began.status === "rejected") throw began.reason;
  if (result.status === "rejected") throw result.reason;
  // The acts behind a refused one have been asked all the same.
  if (refusals.length > 0) throw refusals[0];
  const { command } = await pooled.query("commit");
  // PostgreSQL takes back what had failed, whoever looked away, and does not call that an error.
  if (command !== "COMMIT")
    throw new Error("A statement of this transaction failed, and its failure was not heeded.");
  return result.value;
}

function beginWith(client: pg.PoolClient, settings: LocalSettings): string {
  const made = Object.entries(settings).map(
    (pair) => `set_config(${pair.map((text) => client.escapeLiteral(text)).join(", ")}, true)`,
  );
  return made.length === 0 ? "begin" : `begin; select ${made.join(", ")}`;
}

/** Long enough for a database to be started anew, and short enough to wait for. */
const retryAfterSeconds = 5;
const outage = "system.unavailable";

/** The digest is all that Next tells a browser of an error that ends a page; without one of ours it makes up a number. */
const unavailable = (cause: unknown) =>
  Object.assign(new AppError(outage, { retryAfterSeconds }, { cause }), { digest: outage });

/**
 * Classes 08 (connection), 53 (resources, such as a full disk) and 57 (stopped, or a statement that took too long), and
 * a transaction ended for its duration: nothing is wrong with what was asked, and later it may work (PostgreSQL, Appendix A).
 */
function isAway(failure: unknown): boolean {
  const code = postgresCode(failure);
  return code !== null && (/^(08|53|57)/.test(code) || code === "25P04");
}

/**
 * A statement that the connection keeps does not fit the schema any more, which was migrated meanwhile, or is not there:
 * it would fail on this connection each time, and on a new one it does not.
 */
const isOutgrown = (failure: unknown): boolean =>
  ["0A000", "26000", "42P05"].includes(postgresCode(failure) ?? "");

export async function closeDatabase(db: Database): Promise<void> {
  await db.$client.end();
}

/** A statement whose text never changes under its name. */
export interface NamedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Runs a statement that each connection's server process parses and plans once. One that row security is in needs a
 * name for each role: a plan made for another one is made anew. It fails as every other statement does.
 */
export async function executeNamed(tx: Transaction, { name, text, values }: NamedStatement): Promise<void> {
  await tx._.session.prepareQuery({ sql: text, params: [...values] }, undefined, name, false).execute();
}

/** PostgreSQL's own code of a failed statement, such as `23505`, or `null` if the failure is another. */
export function postgresCode(failure: unknown): string | null {
  for (let cause = failure; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof pg.DatabaseError) return cause.code ?? null;
  }
  return null;
}
