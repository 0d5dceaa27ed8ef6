import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#lib/db/database.ts";
import { idSchema, type PersonId } from "#lib/kernel/id.ts";

/** Investors of the firm in whose name or mail address each of the words is, by name. */
export async function listInvestorsCalled(
  tx: Transaction,
  words: readonly string[],
  size: number,
): Promise<readonly PersonId[]> {
  // Not `like`: of that the planner expects so few rows that it leaves the index which has them in order.
  const each = words.map((word) => sql`(strpos(name_key, ${word}) > 0 or strpos(email_key, ${word}) > 0)`);
  const { rows } = await tx.execute<{ person_id: PersonId }>(sql`select person_id from people
    where tenant_id = app_tenant() and role = 'investor' and ${sql.join(each, sql` and `)}
    order by name_key, email_key, person_id limit ${size}`);
  return rows.map(({ person_id }) => person_id);
}

const named = z.object({ person_id: idSchema("per"), name: z.string(), email: z.string() });

/** What these people of the firm are called, by their identifier. */
export async function listNamesAndMails(
  tx: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string; readonly email: string }>> {
  const { rows } = await tx.execute(sql`select person_id, name, email from people
    where tenant_id = app_tenant() and person_id = any (${`{${ids.join(",")}}`}::text[])`);
  return new Map(
    rows.map((row) => named.parse(row)).map(({ person_id, name, email }) => [person_id, { name, email }]),
  );
}
