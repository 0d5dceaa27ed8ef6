import type { DataCluster, Leavable } from "#lib/kernel/data-cluster.ts";
import type { ConsentState } from "./consent.ts";
import type { ConsentView, HistoryEntryView, ShownTextView } from "./view.ts";

/** One line of a consent's history as compliance reads it: with what it was before, and where the log has it. */
export interface FiledEntryView extends HistoryEntryView {
  readonly revision: number;
  /** `null` for the first. */
  readonly previousState: ConsentState | null;
  readonly eventId: string;
}

/** What the database lets one recipient see by a consent just now. */
export interface GrantView {
  readonly recipientId: string;
  /** `null` for the whole team, programs, and whoever is not known by name. */
  readonly recipientName: string | null;
  readonly kind: "team" | "advisor" | "program";
  readonly cluster: DataCluster;
  readonly historyFrom: string | null;
  readonly leavesOut: readonly Leavable[];
  readonly accounts: number;
  readonly validUntil: string;
}

/** All that there is of one consent. */
export interface ConsentFileView {
  readonly consent: ConsentView;
  readonly history: readonly FiledEntryView[];
  readonly texts: readonly ShownTextView[];
  readonly grants: readonly GrantView[];
  /** The consent that takes this one up again. */
  readonly successorId: string | null;
}
