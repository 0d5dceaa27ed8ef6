import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import type { Credential } from "./credential.ts";
import { lockCredential, readState } from "./repository.ts";

/** What is known of a credential that is kept; nobody deletes it until this transaction ends. */
export async function lockSealed(tx: Transaction, credentialId: CredentialId): Promise<Credential> {
  const credential = await lockCredential(tx, credentialId);
  const { state } = credential;
  if (state !== "sealed") throw new AppError("vault.not_sealed", { credentialId, state });
  return credential;
}

/** Whether something is kept that opens; whoever is deleting it has said so already. */
export async function isSealed(tx: Transaction, credentialId: CredentialId): Promise<boolean> {
  return (await readState(tx, credentialId)) === "sealed";
}

/** Refuses in the transaction in which a call to the bank is about to leave, once a deletion has been acknowledged. */
export async function requireSealed(tx: Transaction, credentialId: CredentialId): Promise<void> {
  if (!(await isSealed(tx, credentialId))) throw new AppError("vault.not_sealed", { credentialId });
}
