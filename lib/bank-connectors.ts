import type { Connector } from "#lib/aspsp/connector.ts";
import type { ClientTls } from "#lib/aspsp/institution.ts";
import { custodyReads } from "#lib/connectors/openwealth/allowed-calls.ts";
import { createOpenWealthConnector } from "#lib/connectors/openwealth/openwealth-connector.ts";
import { accessCalls } from "#lib/connectors/xs2a/allowed-calls.ts";
import { createXs2aAccess } from "#lib/connectors/xs2a/xs2a-access.ts";
import { createXs2aConnector } from "#lib/connectors/xs2a/xs2a-connector.ts";
import type { AccessInstitution } from "#lib/connectors/xs2a/xs2a-institution.ts";
import { usualLimits } from "#lib/egress/egress-policy.ts";
import type { ConnectionEntry } from "#lib/institutions/connection-entry.ts";
import type { Institution } from "#lib/institutions/institution-entry.ts";
import { unreachable } from "#lib/kernel/unreachable.ts";

/** The certificate by which banks know this installation; `null` for banks that ask for none. */
export type BankTls = ClientTls | null;

const settings = { now: () => new Date(), sign: null };

/** What speaks to a bank as its entry says, or `null` where the entry does not say how. */
export function connectorFor({ id, connection }: Institution, tls: BankTls): Connector | null {
  if (!connection) return null;
  const institution = accessAt(id, connection, tls);
  switch (connection.protocol) {
    case "xs2a":
      return createXs2aConnector(
        { ...institution, hasCardAccounts: connection.cardAccounts, readsChanges: connection.readsChanges },
        settings,
      );
    case "openwealth": {
      // The standard leaves to each bank how access is given; here it is by XS2A's consents, OAuth among their ways.
      const access = createXs2aAccess(institution, settings, [...accessCalls, ...custodyReads]);
      const { custodyUrl, dayRanges } = connection;
      return createOpenWealthConnector({ id, custodyUrl, readsDayRanges: dayRanges }, settings, access);
    }
    default:
      return unreachable(connection);
  }
}

function accessAt(id: string, connection: ConnectionEntry, tls: BankTls): AccessInstitution {
  const { baseUrl, allowedHosts, pageHosts, certificateAuthorities, approach, access } = connection;
  return {
    ...{ id, baseUrl, allowedHosts, pageHosts, certificateAuthorities, approach, access, tls },
    isSandbox: connection.sandbox,
    credentialRoles: connection.credentialRoles,
    oauthClientId: connection.oauthClientId,
    pollMs: connection.pollSeconds * 1_000,
    limits: usualLimits,
  };
}
