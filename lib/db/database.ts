import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { DatabaseAddress } from "#lib/config/database-config.ts";

export type Database = PostgresJsDatabase & { readonly $client: postgres.Sql };

/** An open database transaction. Every repository function takes one; there is no query without it. */
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

export interface PoolSettings {
  /** Connections at the most. */
  readonly size: number;
  /** Shown in `pg_stat_activity`, so that an operator sees who asks. */
  readonly name: string;
}

/**
 * Opens a pool on one database, over TLS with the certificate's name verified. Statements and idle
 * transactions are limited, because a long transaction stalls the audit log's sequencing.
 */
export function openDatabase(address: DatabaseAddress, settings: PoolSettings): Database {
  return drizzle(connect(address, settings));
}

/** The same connection without drizzle, for migrations and other statements that have no schema. */
export function connect(address: DatabaseAddress, settings: PoolSettings): postgres.Sql {
  return postgres(address.url.reveal(), {
    max: settings.size,
    ssl: { ca: address.ca, rejectUnauthorized: true, minVersion: "TLSv1.3" },
    connect_timeout: 5,
    idle_timeout: 60,
    max_lifetime: 30 * 60,
    onnotice: () => {},
    connection: {
      application_name: settings.name,
      statement_timeout: 15_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 10_000,
    },
  });
}

export async function closeDatabase(db: Database): Promise<void> {
  await db.$client.end({ timeout: 5 });
}

/** PostgreSQL's own code of a failed statement, such as `23505`, or `null` if the failure is another. */
export function postgresCode(failure: unknown): string | null {
  for (let cause = failure; cause instanceof Error; cause = cause.cause) {
    if (cause.name === "PostgresError" && "code" in cause) return String(cause.code);
  }
  return null;
}
