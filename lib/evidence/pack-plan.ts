import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import type { LogState } from "#lib/audit/read-evidence.ts";
import type { RecordedConsent } from "#lib/consent/read-records.ts";
import type { PresentationId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import type { RecordedCredential } from "#lib/vault/read-records.ts";
import type { EntriesSaid } from "./entries-said.ts";
import type { EvidenceAsked, Subject } from "./evidence.ts";
import type { Names } from "./evidence-repository.ts";

export interface EvidenceMeans {
  /** The log's name. */
  readonly origin: string;
  readonly locale: Locale;
  readonly bankName: (institutionId: string) => string | null;
  /** How long the log may take to have what was done just now. */
  readonly patienceMs: number;
}

/** What a pack is made of, once it is known under which state of the log. */
export interface PackPlan extends EvidenceAsked {
  readonly ctx: Context<PersonActor>;
  readonly means: EvidenceMeans;
  readonly subject: Subject | null;
  readonly names: Names;
  readonly state: LogState;
  /** The entries' places, in order. */
  readonly places: readonly number[];
  readonly madeAt: Date;
}

/** What was put into a pack so far, for its summary. */
export interface PackTold {
  readonly said: EntriesSaid;
  readonly textsMissing: readonly PresentationId[];
  readonly consents: readonly RecordedConsent[];
  readonly credentials: readonly RecordedCredential[];
  readonly texts: number;
  readonly receipts: number;
  readonly certificates: number;
}
