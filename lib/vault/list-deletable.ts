import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { CredentialId, PersonId } from "#lib/kernel/id.ts";
import type { CredentialState } from "./credential.ts";
import { listCredentialsAt, listCredentialsById } from "./deletable-repository.ts";

/** A bank access as much as a decision about its end needs. */
export interface DeletableCredential {
  readonly credentialId: CredentialId;
  readonly personId: PersonId;
  readonly institutionId: string;
  readonly state: CredentialState;
  readonly version: number;
  readonly createdAt: Date;
  readonly lastOpenedAt: Date | null;
}

/** Those of the named ones that there are, whatever became of them, or all that are kept for one bank. */
export async function listDeletable(
  tx: Transaction,
  ctx: Context,
  which: { readonly credentialIds: readonly CredentialId[] } | { readonly institutionId: string },
  limit: number,
): Promise<readonly DeletableCredential[]> {
  requirePerson(ctx, "credential.read");
  return "institutionId" in which
    ? listCredentialsAt(tx, which.institutionId, limit)
    : listCredentialsById(tx, which.credentialIds);
}
