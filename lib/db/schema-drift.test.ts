import { globSync } from "node:fs";
import { is } from "drizzle-orm";
import { getTableConfig, isPgEnum, type PgEnum, PgTable } from "drizzle-orm/pg-core";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "#scripts/testing/database.ts";

const database = testDatabase();
const files = globSync("lib/*/{schema,*-schema}.ts", { cwd: new URL("../..", import.meta.url) });
const exported = await Promise.all(
  files.map((file) => import(new URL(`../../${file}`, import.meta.url).href)),
);
const values: unknown[] = exported.flatMap((module) => Object.values(module));
const tables = values.filter((value): value is PgTable => is(value, PgTable)).map(getTableConfig);
const enums = values.filter((value): value is PgEnum<[string, ...string[]]> => isPgEnum(value));

interface Column {
  readonly type: string;
  readonly required: boolean;
  readonly filled: boolean;
}

/** Columns of both databases, by `table.column`. */
const columns = new Map<string, Column>();
const labels = new Map<string, readonly string[]>();

beforeAll(async () => {
  for (const kind of ["data", "keys"] as const) {
    const sql = database.connect(kind, "postgres");
    const rows = await sql<(Column & { name: string })[]>`
      select c.relname || '.' || a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
        a.attnotnull as required, a.atthasdef as filled
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`;
    for (const { name, ...column } of rows) columns.set(name, column);
    const named = await sql<{ name: string; labels: string[] }[]>`
      select t.typname as name, array_agg(e.enumlabel::text order by e.enumsortorder) as labels
      from pg_enum e join pg_type t on t.oid = e.enumtypid group by t.typname`;
    for (const { name, labels: of } of named) labels.set(name, of);
  }
});

describe("the tables as the code knows them", () => {
  test("are found at all", () => {
    expect(files).toContain("lib/identity/schema.ts");
    expect(tables.map(({ name }) => name)).toContain("people");
    expect(enums.length).toBeGreaterThan(2);
  });

  test.each(tables.map((table) => [table.name, table] as const))(
    "%s is as the database has it",
    (name, table) => {
      for (const column of table.columns) {
        const real = columns.get(`${name}.${column.name}`);
        expect({ column: column.name, type: real?.type, required: real?.required }).toEqual({
          column: column.name,
          type: column.getSQLType(),
          required: column.notNull,
        });
      }
    },
  );

  test.each(tables.map((table) => [table.name, table] as const))(
    "%s leaves out no column that an insert must give",
    (name, table) => {
      const known = new Set(table.columns.map((column) => `${name}.${column.name}`));
      const own = [...columns].filter(([column]) => column.startsWith(`${name}.`));
      const missing = own.filter(
        ([column, { required, filled }]) => !known.has(column) && required && !filled,
      );
      expect(missing.map(([column]) => column)).toEqual([]);
    },
  );

  test.each(enums.map((one) => [one.enumName, one.enumValues] as const))(
    "%s has the labels of the code, in their order",
    (name, expected) => {
      expect(labels.get(name)).toEqual(expected);
    },
  );
});
