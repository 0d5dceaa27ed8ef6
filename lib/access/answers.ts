import { sql } from "drizzle-orm";
import type { Database } from "#lib/db/database.ts";

/** Whether a database takes connections and answers. It says nothing of who may do what in it. */
export async function answers(database: Database): Promise<boolean> {
  try {
    await database.execute(sql`select 1`);
    return true;
  } catch {
    return false;
  }
}
