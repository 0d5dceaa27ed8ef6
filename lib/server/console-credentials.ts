import "server-only";

import type { Context } from "#lib/access/context.ts";
import { type NamedPerson, readPeopleNames } from "#lib/identity/find-investors.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import { criteriaOf, type FirmCriteria, unusableFilters } from "#lib/vault/firm-list-criteria.ts";
import {
  type CredentialFileView,
  type CredentialFilter,
  type CredentialRowView,
  credentialFilters,
} from "#lib/vault/firm-list-view.ts";
import { exportFirmCredentials, listFirmCredentials } from "#lib/vault/list-firm-credentials.ts";
import { readCredentialFile } from "#lib/vault/read-credential-file.ts";
import type { InvestorsList } from "./named-lists.ts";
import { pools } from "./pools.ts";

/** The firm's credentials: what is known of them lies in two databases. */
export const credentialsList: InvestorsList<CredentialRowView, CredentialFilter, FirmCriteria> = {
  filters: credentialFilters,
  unusable: unusableFilters,
  criteriaOf,
  read: (ctx, criteria, rows) => listFirmCredentials(ctx, pools().key, criteria, rows),
  take: (ctx, criteria, narrowing) => exportFirmCredentials(ctx, pools().key, criteria, narrowing),
  investorOf: ({ personId }) => personId,
};

export interface ReadCredential extends CredentialFileView {
  readonly investor: NamedPerson | undefined;
}

export async function readCredentialOfFirm(
  ctx: Context,
  credentialId: CredentialId,
): Promise<ReadCredential> {
  const file = await readCredentialFile(ctx, pools().key, credentialId);
  const { personId } = file.credential;
  return { ...file, investor: (await readPeopleNames(ctx, [personId])).get(personId) };
}
