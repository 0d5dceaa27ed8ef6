import type { Database, Transaction } from "#lib/db/database.ts";
import type { TenantId } from "#lib/kernel/id.ts";

/** A transaction in the key database. A type of its own, so that the two databases' are never mixed up. */
export type KeyTransaction = Transaction & { readonly keyDatabase: true };

type KeyRole = "licet_sealer" | "licet_reader" | "licet_opener" | "licet_system";

/** Like `inTransaction`, in the key database: the role and the tenant are the transaction's own. */
export function inKeyTransaction<T>(
  keyDatabase: Database,
  role: KeyRole,
  tenantId: TenantId | null,
  work: (tx: KeyTransaction) => Promise<T>,
): Promise<T> {
  const identity = { "app.tenant_id": tenantId ?? "", role };
  return keyDatabase.transaction((tx) => work(tx as KeyTransaction), identity, { keepsPlans: true });
}
