import type postgres from "postgres";
import { actorRoles } from "#lib/db/roles.ts";
import type { TestDatabase } from "./database.ts";
import type { TestPerson } from "./people.ts";

type Login = keyof typeof actorRoles;

const roles = (Object.entries(actorRoles) as [Login, readonly string[]][]).flatMap(([login, all]) =>
  all.map((role) => ({ login, role })),
);
const notAllowed = /permission denied|row-level security|does not exist/;

export type Statement = (sql: postgres.TransactionSql) => Promise<{ count: number }>;

/**
 * What each role gets of a statement, in raw SQL, for a person; undone again. Those that get nothing, are refused or do
 * not even see the schema are left out.
 */
export function testWhoCan(database: TestDatabase, kind: "data" | "keys" = "data") {
  const connections = new Map<Login, postgres.Sql>();
  return async (
    { tenantId, personId }: Pick<TestPerson, "tenantId" | "personId">,
    run: Statement,
  ): Promise<Record<string, number>> => {
    const found: Record<string, number> = {};
    for (const { login, role } of roles) {
      const connection = connections.get(login) ?? database.connect(kind, login);
      connections.set(login, connection);
      await connection
        .begin(async (sql) => {
          await sql`select set_config('app.tenant_id', ${tenantId}, true),
            set_config('app.person_id', ${personId}, true), set_config('role', ${role}, true)`;
          const { count } = await run(sql);
          if (count > 0) found[role] = count;
          throw new Error("undo");
        })
        .catch((cause: Error) => {
          if (cause.message !== "undo" && !notAllowed.test(cause.message)) throw cause;
        });
    }
    return found;
  };
}
