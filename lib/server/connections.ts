import "server-only";

import type { Context } from "#lib/access/context.ts";
import { beginLinkWhereClear } from "#lib/connections/begin-link-where-clear.ts";
import { chooseAccounts } from "#lib/connections/choose-accounts.ts";
import { readConnection } from "#lib/connections/read-connection.ts";
import type { ConnectionDetailView } from "#lib/connections/view.ts";
import type { AccountId, ConnectionId, CredentialId } from "#lib/kernel/id.ts";
import { unreachable } from "#lib/kernel/unreachable.ts";
import { personPresent } from "./person-present.ts";
import { recordKeys } from "./record-keys.ts";

/** The use cases of connections with what this process has: it opens an investor's own records for them. */

export const readBankConnection = async (
  ctx: Context,
  connectionId: ConnectionId,
): Promise<ConnectionDetailView> => readConnection(ctx, await recordKeys(), { connectionId });

interface Choice {
  readonly connectionId: ConnectionId;
  readonly accountIds: AccountId[];
  readonly shownIds: AccountId[];
}

export const chooseBankAccounts = async (ctx: Context, choice: Choice): Promise<void> =>
  chooseAccounts(ctx, { ...choice, person: await personPresent() });

/**
 * Where a person goes on once their access is kept: to the bank's question, where it is clear under which consent the
 * bank is asked.
 */
export async function pathAfterStoring(ctx: Context, credentialId: CredentialId): Promise<string> {
  const beginning = await beginLinkWhereClear(ctx, { credentialId, person: await personPresent() });
  switch (beginning.kind) {
    case "begun":
      return `/bank-access/${beginning.connectionId}/confirm`;
    case "noConsent":
      return `/bank-access?${new URLSearchParams({ added: credentialId })}`;
    case "toChoose":
    case "refused":
      // That page begins again, and says there why it was refused.
      return `/bank-access/connect/${credentialId}`;
    default:
      return unreachable(beginning);
  }
}
