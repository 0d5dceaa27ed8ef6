import type { Context } from "#lib/access/context.ts";
import type { Logger } from "#lib/config/logger.ts";
import type { WorkerConfig } from "#lib/config/worker-config.ts";
import { endingsChannel, watchConsentEndings } from "#lib/connections/consent-endings.ts";
import { deleteUncoveredHandler, findUncoveredHandler } from "#lib/connections/delete-uncovered.job.ts";
import { endAtBankHandler } from "#lib/connections/end-at-bank.job.ts";
import { findUnendedHandler } from "#lib/connections/find-unended.job.ts";
import { linking } from "#lib/connections/link.job.ts";
import type { LinkParts } from "#lib/connections/link-parts.ts";
import { offerAccountsHandler } from "#lib/connections/offer-accounts.job.ts";
import { findDueRefreshesHandler } from "#lib/connections/refresh-due.job.ts";
import { syncConnectionHandler } from "#lib/connections/sync-connection.job.ts";
import { listen } from "#lib/db/listen.ts";
import type { JobHandler } from "#lib/jobs/handler.ts";
import { summariseHandler } from "#lib/portfolio/summarise.job.ts";
import { RecordKeys } from "#lib/records/record-keys.ts";
import { rewrapTokensHandler } from "#lib/vault/rewrap-tokens.job.ts";
import type { Opener } from "#lib/vault/sealer.ts";
import { connectorFor } from "./bank-connectors.ts";
import { keepConnectors } from "./bank-registry.ts";
import type { startBanks } from "./worker-banks.ts";
import type { WorkerDialogs } from "./worker-dialogs.ts";
import { recordKeySettingsOf } from "./worker-keys.ts";

export interface WorkerLinks {
  readonly handlers: readonly JobHandler[];
  /** What opens and destroys bank records in this process. */
  readonly keys: RecordKeys;
  /** When all dialogs that have ended are also written down. The dialogs are stopped first. */
  whenIdle(): Promise<void>;
  stop(): Promise<void>;
}

interface Beside {
  readonly db: Context["db"];
  readonly opener: Opener;
  readonly banks: Pick<ReturnType<typeof startBanks>, "institutions" | "health">;
  readonly dialogs: Pick<WorkerDialogs, "keeper" | "worker">;
  readonly log: Logger;
}

/** Everything that this process does with banks: dialogs, reads, and telling them that it is over. */
export function startLinks(
  config: WorkerConfig,
  { db, opener, banks: known, dialogs, log }: Beside,
): WorkerLinks {
  const make = (institution: Parameters<typeof connectorFor>[0]) =>
    connectorFor(institution, config.banks.tls);
  const banks = keepConnectors({ ...known, make });
  const keys = new RecordKeys({ ...recordKeySettingsOf(config, opener), role: "licet_opener" });
  const endings = watchConsentEndings((listener) => listen(db, endingsChannel, listener));
  const { keeper, worker } = dialogs;
  const parts: LinkParts = {
    ...{ opener, keys, banks, keeper, endings, worker },
    returnUri: new URL("/bank-access/return", config.portalOrigins[0]).href,
    dialogsAtMost: config.banks.dialogsAtMost,
    warn: (event, facts) => log.warn(facts, event),
  };
  const links = linking(parts);
  return {
    handlers: [
      links.handler,
      offerAccountsHandler(parts),
      endAtBankHandler(parts),
      findUnendedHandler,
      rewrapTokensHandler(opener),
      syncConnectionHandler({
        ...{ opener, keys, banks, endings, workerId: worker.workerId },
        warn: (event, facts) => log.warn(facts, event),
      }),
      findDueRefreshesHandler,
      findUncoveredHandler,
      deleteUncoveredHandler(keys),
      summariseHandler(keys),
    ],
    keys,
    whenIdle: links.whenIdle,
    async stop() {
      await links.whenIdle();
      await endings.close();
      await keys.close();
      await banks.close();
    },
  };
}
