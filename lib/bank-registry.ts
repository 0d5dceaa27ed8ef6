import type { Connector } from "#lib/aspsp/connector.ts";
import type { Bank, Banks } from "#lib/connections/banks.ts";
import type { HealthRecorder } from "#lib/institutions/health-recorder.ts";
import { bindingOf } from "#lib/institutions/institution-binding.ts";
import type { Institution } from "#lib/institutions/institution-entry.ts";
import type { InstitutionSource } from "#lib/institutions/institution-source.ts";
import { observeConnector } from "#lib/institutions/observe-connector.ts";

interface Kept extends Bank {
  readonly connection: Institution["connection"];
}

export interface BankSettings {
  readonly institutions: InstitutionSource;
  readonly health: Pick<HealthRecorder, "record">;
  readonly make: (institution: Institution) => Connector | null;
}

/**
 * One connector a bank, for as long as the file says that it is reached so: its pace, its limits and its open
 * connections are the bank's and not one job's. What goes on over hosts that were taken away ends at once.
 */
export function keepConnectors({ institutions, health, make }: BankSettings): Banks {
  const kept = new Map<string, Kept>();
  const closing = new Set<Promise<void>>();

  function letGo(institutionId: string): void {
    const bank = kept.get(institutionId);
    if (!bank) return;
    kept.delete(institutionId);
    const closed: Promise<void> = bank.connector
      .close()
      .catch(() => undefined)
      .finally(() => closing.delete(closed));
    closing.add(closed);
  }
  const stopListening = institutions.onChange(({ reconnect }) => {
    for (const institutionId of reconnect) letGo(institutionId);
  });

  return {
    of(institutionId) {
      const institution = institutions.current().get(institutionId);
      const known = kept.get(institutionId);
      if (known && known.connection === institution?.connection) return known;
      letGo(institutionId);
      const connector = institution && make(institution);
      if (!connector) return null;
      const { connection } = institution;
      const made = {
        connector: observeConnector(connector, health),
        binding: bindingOf(institution),
        connection,
      };
      kept.set(institutionId, made);
      return made;
    },
    async close() {
      stopListening();
      for (const institutionId of [...kept.keys()]) letGo(institutionId);
      await Promise.all(closing);
    },
  };
}
