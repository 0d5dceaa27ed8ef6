import type { Context } from "#lib/access/context.ts";
import type { Transaction } from "#lib/db/database.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { ConsentId, CredentialId, PersonId } from "#lib/kernel/id.ts";
import { readCredentialRecords } from "#lib/vault/read-records.ts";
import type { About, Subject } from "./evidence.ts";
import {
  findInvestor,
  findInvestorOf,
  listConsentIds,
  listErasuresAndInvitations,
  listReceiptIds,
} from "./evidence-repository.ts";

/** Whom a pack is about; `null` for one of a time. What another firm has is not there. */
export async function findSubject(tx: Transaction, ctx: Context, about: About): Promise<Subject | null> {
  switch (about.kind) {
    case "period":
      return null;
    case "consent":
      return subjectOf(tx, await ofConsent(tx, about.id), [about.id], [about.id]);
    case "credential":
      return ofCredential(tx, ctx, about.id);
    case "investor":
      return ofInvestor(tx, ctx, about.id);
  }
}

async function ofConsent(tx: Transaction, consentId: ConsentId): Promise<PersonId> {
  const investorId = await findInvestorOf(tx, consentId);
  if (!investorId) throw new AppError("evidence.subject_not_found", { consentId });
  return investorId;
}

async function ofCredential(tx: Transaction, ctx: Context, credentialId: CredentialId): Promise<Subject> {
  const [credential] = await readCredentialRecords(tx, ctx, { credentialIds: [credentialId] });
  if (!credential) throw new AppError("evidence.subject_not_found", { credentialId });
  return subjectOf(tx, credential.personId, [credentialId, credential.connectionId], [credentialId]);
}

async function ofInvestor(tx: Transaction, ctx: Context, personId: PersonId): Promise<Subject> {
  const consentIds = await listConsentIds(tx, personId);
  const credentials = await readCredentialRecords(tx, ctx, { personIds: [personId] });
  const credentialIds = credentials.map(({ credentialId }) => credentialId);
  const connectionIds = credentials.map(({ connectionId }) => connectionId);
  return subjectOf(
    tx,
    personId,
    [
      ...[personId, ...consentIds, ...credentialIds, ...new Set(connectionIds)],
      ...(await listErasuresAndInvitations(tx, personId)),
    ],
    [...consentIds, ...credentialIds],
  );
}

async function subjectOf(
  tx: Transaction,
  investorId: PersonId,
  ids: readonly string[],
  receiptsOf: readonly string[],
): Promise<Subject> {
  const investor = await findInvestor(tx, investorId);
  if (!investor) throw new AppError("evidence.subject_not_found", { investorId });
  return { investorId, name: investor.name, ids: [...ids, ...(await listReceiptIds(tx, receiptsOf))] };
}
