import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import type { LinkRequest } from "#lib/aspsp/link-request.ts";
import type { AuthorisationFailure } from "#lib/authorisation/authorisation.ts";
import type { ClaimedAuthorisation } from "#lib/authorisation/claim-authorisation.ts";
import { type DialogReliance, requireDialogConsent } from "#lib/consent/while-dialog-consented.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { eachField } from "#lib/vault/each-field.ts";
import { openCredential } from "#lib/vault/open-credential.ts";
import { isSealed } from "#lib/vault/sealed-credential.ts";
import type { Bank } from "./banks.ts";
import { type Connection, requireTriable } from "./connection.ts";
import type { LinkParts } from "./link-parts.ts";
import { linkRequestOf } from "./link-request.ts";
import { findConnection } from "./repository.ts";
import { isLacking } from "./require-link-consent.ts";

export interface Prepared {
  readonly connection: Connection;
  readonly reliance: DialogReliance;
  readonly bank: Bank;
  readonly request: LinkRequest;
}

/**
 * Everything that a dialog begins with, or why it does not begin. The credential is opened once, last, and for the very
 * hosts that it is about to be sent to.
 */
export async function prepareDialog(
  ctx: Context,
  { opener, banks, returnUri }: Pick<LinkParts, "opener" | "banks" | "returnUri">,
  { connectionId, person, returnState }: ClaimedAuthorisation,
): Promise<Prepared | { readonly reason: AuthorisationFailure }> {
  try {
    const { connection, reliance, consent } = await inTransaction(ctx, async (tx) => {
      const found = requireTriable(await findConnection(tx, connectionId));
      const { consentId, investorId, region, credentialId } = found;
      const hasCredential = await isSealed(tx, credentialId);
      const relied = { consentId, investorId, region, hasCredential };
      return {
        connection: found,
        reliance: relied,
        consent: await requireDialogConsent(tx, ctx, relied),
      };
    });
    const bank = banks.of(connection.institutionId);
    if (!bank) return { reason: "notSupported" };
    const opened = await openCredential(ctx, opener, connection.credentialId, "link", bank.binding);
    const credentials = eachField(opened);
    const returnTo = returnUri === null ? null : { uri: returnUri, state: returnState };
    const request = linkRequestOf(consent, { credentials, person, returnTo }, ctx.clock.now());
    return { connection, reliance, bank, request };
  } catch (cause) {
    const reason = failureOf(cause);
    if (!reason) throw cause;
    return { reason };
  }
}

function failureOf(cause: unknown): AuthorisationFailure | null {
  if (isLacking(cause)) return "consentEnded";
  if (!(cause instanceof AppError)) return null;
  switch (cause.code) {
    case "connection.ended":
    case "connection.credential_needed":
    case "vault.not_sealed":
      return "cancelled";
    case "vault.institution_changed":
      return "institutionChanged";
    case "vault.unopenable":
    case "vault.unavailable":
      return "interrupted";
    default:
      return null;
  }
}
