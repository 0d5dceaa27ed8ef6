import type { Connector } from "#lib/aspsp/connector.ts";
import { xs2aCalls } from "./allowed-calls.ts";
import { openSession } from "./session.ts";
import { createXs2aAccess } from "./xs2a-access.ts";
import type { Xs2aInstitution, Xs2aSettings } from "./xs2a-institution.ts";

/** NextGenPSD2 XS2A 1.3. Nothing but `allowed-calls.ts` names leaves, and it leaves to the institution's hosts alone. */
export function createXs2aConnector(institution: Xs2aInstitution, settings: Xs2aSettings): Connector {
  const { reader, ...access } = createXs2aAccess(institution, settings, xs2aCalls);
  return {
    ...access,
    institutionId: institution.id,
    capabilities: {
      products: new Set(["accounts", "holders", "balances", "transactions"]),
      unattendedReadsPerDay: 4,
      readsChanges: institution.readsChanges,
    },
    open: (grant, reading) => openSession({ ...reader(grant, reading), institution, now: settings.now }),
  };
}
