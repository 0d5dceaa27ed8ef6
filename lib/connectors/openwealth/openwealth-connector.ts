import type { BankAccess } from "#lib/aspsp/bank-access.ts";
import type { Connector } from "#lib/aspsp/connector.ts";
import type { OpenWealthInstitution, OpenWealthSettings } from "./openwealth-institution.ts";
import { openSession } from "./session.ts";

/**
 * OpenWealth Custody Services 3.2.0. The standard reads and says nothing of how access is given, which is each
 * bank's own: `access` is that half. What leaves to read is named by `allowed-calls.ts`.
 */
export function createOpenWealthConnector(
  institution: OpenWealthInstitution,
  settings: OpenWealthSettings,
  { reader, ...access }: BankAccess,
): Connector {
  return {
    ...access,
    institutionId: institution.id,
    capabilities: {
      products: new Set([
        "accounts",
        "balances",
        "transactions",
        "positions",
        "investmentTransactions",
        "portfolios",
      ]),
      unattendedReadsPerDay: 4,
      readsChanges: false,
    },
    open: (grant, reading) =>
      openSession(institution, settings, (meaning) => reader(grant, reading, meaning), grant.tokens !== null),
  };
}
