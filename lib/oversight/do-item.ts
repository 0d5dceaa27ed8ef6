import type { Context } from "#lib/access/context.ts";
import type { TerminateConsent } from "#lib/consent/terminate-consent.ts";
import { terminateWithin } from "#lib/consent/terminate-consent.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId, CredentialId } from "#lib/kernel/id.ts";
import { deleteWithin } from "#lib/vault/delete-credential.ts";
import type { StaffAct, SubjectId } from "./oversight.ts";

/** Ends the one consent or bank access, by the same use cases as everybody else and with their events. */
export async function doItem(
  tx: Transaction,
  ctx: Context,
  { kind, reason }: Pick<StaffAct, "kind" | "reason">,
  subjectId: SubjectId,
): Promise<void> {
  if (kind === "credentials.delete") return deleteWithin(tx, ctx, subjectId as CredentialId);
  // Every reason of an act that ends consents is one of theirs.
  const why = reason as TerminateConsent["reason"];
  return terminateWithin(tx, ctx, { consentId: subjectId as ConsentId, reason: why });
}
