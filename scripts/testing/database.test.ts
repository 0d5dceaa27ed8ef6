import { describe, expect, test } from "vitest";

import { testDatabase } from "#scripts/testing/database.ts";

const database = testDatabase();

describe("a test file's databases", () => {
  test.each(["data", "keys"] as const)(
    "(%s) answer each login over TLS 1.3 in a copy of their own",
    async (kind) => {
      for (const login of ["licet_owner", "licet_web", "licet_worker", "postgres"] as const) {
        const sql = database.connect(kind, login);
        const [row] = await sql`select current_user as login, current_database() as name,
        (select version from pg_stat_ssl where pid = pg_backend_pid()) as tls`;
        expect(row).toMatchObject({ login, tls: "TLSv1.3", name: expect.stringMatching(/^test_/) });
      }
    },
  );

  test("give nobody more rights on a copy than on the original", async () => {
    const sql = database.connect("data", "postgres");
    const rights = (name: string) => sql`
      select pg_get_userbyid(a.grantee) as grantee, a.privilege_type from pg_database, aclexplode(datacl) a
      where datname = ${name} order by 1, 2`;
    const [{ name } = { name: "" }] = await sql<{ name: string }[]>`select current_database() as name`;
    expect([...(await rights(name))]).toEqual([...(await rights("licet_data"))]);
  });
});
