import type { AskedFault } from "./evidence-query.ts";

/** What a pack would hold, before anybody makes it. */
export interface EvidencePreview {
  readonly kind: "consent" | "investor" | "credential" | "period";
  readonly id: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly investor: { readonly id: string; readonly name: string | null } | null;
  /** How many entries of the log are known of it. */
  readonly entries: number;
  /** More than one pack can hold: none is made. */
  readonly isTooMuch: boolean;
  readonly heldSizes: readonly number[];
}

/** What was asked in the page's address, and what came of it. */
export interface EvidencePage {
  readonly asked: Readonly<Record<"id" | "from" | "to" | "held", string>>;
  readonly fault: Exclude<AskedFault, "nothing"> | "notFound" | null;
  readonly preview: EvidencePreview | null;
}
