import type { Connector } from "#lib/aspsp/connector.ts";
import type { ClientTls } from "#lib/aspsp/institution.ts";
import { createXs2aConnector } from "#lib/connectors/xs2a/xs2a-connector.ts";
import { usualLimits } from "#lib/egress/egress-policy.ts";
import type { Institution } from "#lib/institutions/institution-entry.ts";

/** The certificate by which banks know this installation; `null` for banks that ask for none. */
export type BankTls = ClientTls | null;

/** What speaks to a bank as its entry says, or `null` where the entry does not say how. */
export function connectorFor({ id, connection }: Institution, tls: BankTls): Connector | null {
  if (!connection) return null;
  const { baseUrl, allowedHosts, pageHosts, certificateAuthorities, approach, access } = connection;
  return createXs2aConnector(
    {
      ...{ id, baseUrl, allowedHosts, pageHosts, certificateAuthorities, approach, access, tls },
      isSandbox: connection.sandbox,
      credentialRoles: connection.credentialRoles,
      oauthClientId: connection.oauthClientId,
      hasCardAccounts: connection.cardAccounts,
      readsChanges: connection.readsChanges,
      pollMs: connection.pollSeconds * 1_000,
      limits: usualLimits,
    },
    { now: () => new Date(), sign: null },
  );
}
