import type postgres from "postgres";

/** One table of ours as the catalogue has it. */
export interface CatalogueTable {
  readonly name: string;
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly columns: readonly string[];
  /** In the order of the key. */
  readonly primaryKey: readonly string[];
}

export interface CatalogueFunction {
  readonly name: string;
  readonly schema: string;
  readonly owner: string;
  readonly searchPath: string | null;
  readonly publicMayExecute: boolean;
}

export interface CatalogueRole {
  readonly name: string;
  readonly login: boolean;
  readonly inherit: boolean;
  readonly privileged: boolean;
  readonly ownedObjects: number;
}

/** A right on a table, a column or a sequence, in any schema. */
export interface CatalogueGrant {
  readonly grantee: string;
  readonly object: string;
  readonly privilege: string;
}

export interface Catalogue {
  readonly tables: readonly CatalogueTable[];
  readonly definers: readonly CatalogueFunction[];
  readonly roles: readonly CatalogueRole[];
  readonly grants: readonly CatalogueGrant[];
  /** What of large objects everybody may call. */
  readonly largeObjects: readonly string[];
}

/** Reads what PostgreSQL itself says; rules are judged on the answer, so that a test can plant an offence. */
export async function readCatalogue(sql: postgres.Sql): Promise<Catalogue> {
  const [tables, definers, roles, grants, largeObjects] = await Promise.all([
    sql<CatalogueTable[]>`
      select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
        array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
          order by attnum) as columns,
        array(select a.attname::text from pg_index i cross join unnest(i.indkey) with ordinality as k(attnum, at)
          join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
          where i.indrelid = c.oid and i.indisprimary order by k.at) as "primaryKey"
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm', 'v', 'f')
      order by 1`,
    sql<CatalogueFunction[]>`
      select p.proname as name, n.nspname as schema, pg_get_userbyid(p.proowner) as owner,
        (select setting from unnest(p.proconfig) as setting where setting like 'search_path=%') as "searchPath",
        exists (select 1 from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
          where a.grantee = 0 and a.privilege_type = 'EXECUTE') as "publicMayExecute"
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef order by 2, 1`,
    sql<CatalogueRole[]>`
      select rolname as name, rolcanlogin as login, rolinherit as inherit,
        rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as privileged,
        (select count(*)::int from pg_shdepend d where d.refobjid = r.oid and d.deptype = 'o') as "ownedObjects"
      from pg_roles r where rolname like 'licet\\_%' order by 1`,
    sql<CatalogueGrant[]>`
      select pg_get_userbyid(a.grantee) as grantee, c.oid::regclass::text as object, a.privilege_type as privilege
      from pg_class c, aclexplode(c.relacl) a where a.grantee <> 0
      union all
      select pg_get_userbyid(a.grantee), c.oid::regclass || '.' || t.attname, a.privilege_type
      from pg_attribute t join pg_class c on c.oid = t.attrelid, aclexplode(t.attacl) a where a.grantee <> 0
      union all
      select 'public', c.oid::regclass::text, a.privilege_type
      from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
      where a.grantee = 0 and n.nspname not in ('pg_catalog', 'information_schema')`,
    sql<{ name: string }[]>`
      select p.oid::regprocedure::text as name
      from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
      where a.grantee = 0 and a.privilege_type = 'EXECUTE' and p.pronamespace = 'pg_catalog'::regnamespace
        and (p.proname ~ '^lo_' or p.proname in ('loread', 'lowrite')) order by 1`,
  ]);
  return { tables, definers, roles, grants, largeObjects: largeObjects.map(({ name }) => name) };
}
