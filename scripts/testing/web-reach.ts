import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { KeyError } from "#lib/keys/key-error.ts";
import type { Kms } from "#lib/keys/kms.ts";

/** What web must never take out again: both halves of a sealed credential, and what the worker compares accesses with. */
export const onlyTheWorkers = {
  data: ["credential_versions.envelope"],
  keys: ["wrapped_keys.wrapped", "likeness_keys.wrapped"],
} as const;

type Kind = keyof typeof onlyTheWorkers;

interface Role {
  readonly name: string;
}

/**
 * Every role that web's login can become in this database and that can read what is the worker's alone, one
 * sentence each. The roles are the server's own answer, so that a new one is asked too. A statement that is let run
 * counts, although row security may leave it without rows: a policy is the second wall and not the first. What is
 * `planted` first is undone with everything else.
 */
export async function readableByWeb(
  superuser: postgres.Sql,
  kind: Kind,
  planted: (tx: postgres.Sql) => Promise<unknown> = async () => undefined,
): Promise<{ readonly asked: readonly string[]; readonly found: readonly string[] }> {
  const asked: string[] = [];
  const found: string[] = [];
  await superuser
    .begin(async (begun) => {
      const tx = begun as unknown as postgres.Sql;
      await planted(tx);
      const roles = await tx<Role[]>`select rolname as name from pg_roles
        where pg_has_role('licet_web', oid, 'SET') order by rolname`;
      asked.push(...roles.map(({ name }) => name));
      for (const kept of onlyTheWorkers[kind]) {
        const [table = "", column = ""] = kept.split(".");
        for (const { name } of roles) {
          if (await runsAs(tx, name, `select ${column} from public.${table}`))
            found.push(`${name} reads ${kept}`);
        }
        for (const owner of await ownersWhoRead(tx, table, column))
          found.push(`functions of ${owner} read ${kept}`);
      }
      throw undo;
    })
    .catch((cause: unknown) => {
      if (cause !== undo) throw cause;
    });
  return { asked, found };
}

const undo = new Error("undo");

/** As a connection of web's own that has become this role. */
async function runsAs(tx: postgres.Sql, role: string, statement: string): Promise<boolean> {
  await tx`savepoint asking`;
  try {
    await tx.unsafe(`set local session authorization licet_web; set local role ${role}; ${statement}`);
    return true;
  } catch (cause) {
    if ((cause as { code?: string }).code !== "42501") throw cause;
    return false;
  } finally {
    await tx`rollback to savepoint asking`;
  }
}

/** Functions run as their owner: one that may read it would read it for whoever may call it. */
async function ownersWhoRead(tx: postgres.Sql, table: string, column: string): Promise<readonly string[]> {
  const owners = await tx<Role[]>`select distinct pg_get_userbyid(p.proowner) as name from pg_proc p
    where p.prosecdef and has_column_privilege(p.proowner, ${`public.${table}`}::regclass, ${column}, 'SELECT')`;
  return owners.map(({ name }) => name);
}

/** Every use of Lock A's and Lock B's keys that the KMS lets this caller make, one sentence each. */
export async function openableBy(
  kms: Kms,
  { wrap, transport }: { readonly wrap: KeyName; readonly transport: KeyVersionName },
): Promise<readonly string[]> {
  const attempts = {
    "decrypts with credential-wrap": () => kms.decrypt(wrap, randomBytes(64), Buffer.from("context")),
    "decrypts with credential-transport": () => kms.asymmetricDecrypt(transport, randomBytes(512)),
  };
  const found: string[] = [];
  for (const [use, attempt] of Object.entries(attempts)) {
    const code = await attempt().then(
      () => "answered",
      (cause: unknown) => (cause instanceof KeyError ? cause.code : Promise.reject(cause)),
    );
    if (code !== "permissionDenied") found.push(`${use} (${code})`);
  }
  return found;
}
