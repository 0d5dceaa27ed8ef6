import { desc, eq } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId, CredentialId } from "#lib/kernel/id.ts";
import { connections } from "./schema.ts";

const { connectionId, investorId, institutionId, consentId, credentialId, state, needs } = connections;
const { begunAt, linkedAt, lastScaAt, endedAt, endedReason } = connections;

/** The newest first. These are all columns of a connection that compliance may read for a page about another thing. */
export async function listConnectionsAbout(
  tx: Transaction,
  about: { readonly consentId: ConsentId } | { readonly credentialId: CredentialId },
) {
  return tx
    .select({
      ...{ connectionId, investorId, institutionId, consentId, credentialId, state, needs },
      ...{ begunAt, linkedAt, lastScaAt, endedAt, endedReason },
    })
    .from(connections)
    .where("consentId" in about ? eq(consentId, about.consentId) : eq(credentialId, about.credentialId))
    .orderBy(desc(begunAt), desc(connectionId));
}
