import "server-only";

import type { Context } from "#lib/access/context.ts";
import { webConfig } from "#lib/config/web-config.ts";
import { beginLink } from "#lib/connections/begin-link.ts";
import { chooseAccounts } from "#lib/connections/choose-accounts.ts";
import { readConnection } from "#lib/connections/read-connection.ts";
import type { ConnectionDetailView } from "#lib/connections/view.ts";
import { listConsents } from "#lib/consent/read-consents.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { type AccountId, type ConnectionId, type CredentialId, idSchema } from "#lib/kernel/id.ts";
import { RecordKeys } from "#lib/records/record-keys.ts";
import { personPresent } from "./person-present.ts";
import { kms, pools } from "./pools.ts";

/** The use cases of connections with what this process has: it opens an investor's own records for them. */

/** One a process: bundles of one build share it. */
const shared = globalThis as typeof globalThis & { licetRecordKeys?: Promise<RecordKeys> };

function recordKeys(): Promise<RecordKeys> {
  shared.licetRecordKeys ??= kms().then(
    (kms) => new RecordKeys({ keyDatabase: pools().key, kms, keysOf, role: "licet_reader" }),
  );
  return shared.licetRecordKeys;
}

function keysOf(region: string) {
  const found = webConfig().kms.keys.regions[region];
  if (!found) throw new AppError("records.unavailable", { region });
  return found;
}

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
 * bank is asked. The access is kept whatever becomes of that.
 */
export async function pathAfterStoring(ctx: Context, credentialId: CredentialId): Promise<string> {
  const inForce = (await listConsents(ctx)).filter(({ isInForce }) => isInForce);
  const [consent, another] = inForce;
  if (!consent) return `/bank-access?${new URLSearchParams({ added: credentialId })}`;
  const asked = `/bank-access/connect/${credentialId}`;
  if (another) return asked;
  try {
    const person = await personPresent();
    const consentId = idSchema("con").parse(consent.id);
    const { connectionId } = await beginLink(ctx, { credentialId, consentId, person });
    return `/bank-access/${connectionId}/confirm`;
  } catch (refusal) {
    // The page that it leads to tries again, and says there why it was refused.
    if (refusal instanceof AppError) return asked;
    throw refusal;
  }
}
