import type { ManualAssetKind } from "./holdings.ts";
import type { WealthView } from "./wealth-view.ts";

/** Everything that an investor wrote down themselves, as it counts. */
export interface OwnAssetsView {
  readonly wealth: WealthView;
  readonly kinds: readonly ManualAssetKind[];
  /** Those that there are rates for. */
  readonly currencies: readonly string[];
  /** As many as there can be are there. */
  readonly isFull: boolean;
  /** What the next one will be known by: a form that is sent twice adds one. */
  readonly nextId: string;
  readonly today: string;
}

/** One of them, with all that it was worth. */
export interface OwnAssetView {
  readonly id: string;
  /** Which state of it is shown: a change of another one is refused. */
  readonly version: number;
  readonly kind: ManualAssetKind;
  readonly name: string;
  readonly currency: string;
  /** 0 to 1; `null` is all of it. */
  readonly share: string | null;
  /** The newest first. */
  readonly valuations: readonly { readonly day: string; readonly amount: string }[];
  readonly kinds: readonly ManualAssetKind[];
  readonly today: string;
}

/** What part each holder has by the bank's own word. */
export interface SuggestedShareView {
  readonly share: string;
  readonly holders: number;
}

/** How much of an account counts as the investor's, and what they could say. */
export interface OwnShareView {
  /** `null` where they have said nothing, and it counts whole. */
  readonly share: string | null;
  /** 0 where they have said nothing. */
  readonly version: number;
  readonly suggested: SuggestedShareView | null;
}
