import type { Database } from "#lib/db/database.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import type { Kms } from "#lib/keys/kms.ts";

/** The keys of one region, by name. */
export interface RegionKeys {
  /** Lock A: asymmetric, the browser seals to its public half. */
  readonly transport: KeyName;
  /** Lock B: symmetric, wraps each version's data key. */
  readonly wrap: KeyName;
}

/** What sealing needs, and all that web has: it can wrap and put away, and cannot take out or unwrap. */
export interface Sealer {
  readonly keyDatabase: Database;
  readonly kms: Pick<Kms, "encrypt">;
  readonly keysOf: (region: string) => RegionKeys;
  /** Where an access to this bank goes at present; `null` for a bank that is not offered any more. */
  readonly bindingOf: (institutionId: string) => string | null;
}

/** What the worker has beyond it. */
export interface Opener {
  readonly keyDatabase: Database;
  readonly kms: Pick<Kms, "encrypt" | "decrypt" | "asymmetricDecrypt" | "sign" | "primaryVersion">;
  readonly keysOf: (region: string) => RegionKeys;
  readonly bindingOf: (institutionId: string) => string | null;
  /** Signs the receipts of deletions. */
  readonly receiptSigner: KeyVersionName;
  /** The installation as receipts name it: by its log. */
  readonly processorId: string;
  /** The operator's public key (PEM): nothing is sealed anew to a transport key that it has not signed. */
  readonly operatorKey: () => Promise<string>;
  /** Openings per tenant and minute; more are refused. */
  readonly openingsPerMinute: number;
  /** What a tenant's jobs open in a minute at the most when all is as usual; more raise an alarm. */
  readonly openingsNorm: number;
  /** Days until the key database's backups have forgotten a deleted key. */
  readonly keyBackupDays: number;
  /** The fields that tell one access at a bank from another, none where the bank is not known any more. */
  readonly identifyingFields: (institutionId: string) => readonly string[];
  /** Tells the operator what somebody should look at. Identifiers, codes and counts only. */
  readonly warn: (event: string, facts: Readonly<Record<string, string | number>>) => void;
}
