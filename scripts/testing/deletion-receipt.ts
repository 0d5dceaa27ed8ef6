import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import type { Receipt } from "#lib/receipts/receipt.ts";
import { listReceiptsOf } from "#lib/receipts/repository.ts";

/** The signed statement of a deletion that is complete, or `null` while it is not. */
export async function deletionStatement(ctx: Context, credentialId: CredentialId): Promise<string | null> {
  const [receipt] = await inTransaction(ctx, (tx) => listReceiptsOf(tx, credentialId));
  return receipt?.statement ?? null;
}

export const claimsOf = (statement: string | null): Receipt =>
  JSON.parse(Buffer.from(statement?.split(".")[1] ?? "", "base64url").toString());
