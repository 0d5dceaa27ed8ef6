import type { ActKind, ActState, AfterOffboarding, ItemState, SecondPersonReason } from "./oversight.ts";

/** Somebody or something that an act is about, by identifier; its name where it still has one. */
export interface NamedView {
  readonly id: string;
  readonly name: string | null;
}

export interface PlannedItemView {
  readonly id: string;
  readonly investor: NamedView;
  /** Of a consent: until when it would go on; `null` where it waits for an answer. */
  readonly validUntil: string | null;
  /** Of a bank access. */
  readonly institutionId: string | null;
  readonly lastOpenedAt: string | null;
}

export interface StayingView {
  readonly id: string;
  readonly investor: NamedView;
  readonly why: Exclude<AfterOffboarding, "ends">;
}

/** Somebody an off-boarding can be about; `otherRole` is no advisor any more and is still named by consents. */
export interface LeaverView {
  readonly id: string;
  readonly name: string;
  readonly standing: "active" | "disabled" | "otherRole";
}

/** What would happen, to how many and to whom. */
export interface ActPreviewView {
  readonly kind: ActKind;
  readonly reasons: readonly string[];
  /** The first of them. */
  readonly items: readonly PlannedItemView[];
  readonly count: number;
  readonly over: number;
  readonly staying: readonly StayingView[];
  readonly stayingCount: number;
  readonly forWholeTeam: number;
  readonly institutionId: string | null;
  /** Who leaves, and whether they still are an advisor who can sign in: then nothing is begun. */
  readonly advisor: (NamedView & { readonly isActive: boolean }) | null;
  readonly successor: NamedView | null;
  readonly second: SecondPersonReason | null;
  /** What the form posts back, so that nothing else is done than what stands here. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface SaidView {
  readonly by: NamedView;
  readonly at: string;
}

export interface ActRowView {
  readonly id: string;
  readonly kind: ActKind;
  readonly reason: string;
  readonly state: ActState;
  readonly count: number;
  readonly proposed: SaidView;
  readonly decided: SaidView | null;
  readonly finishedAt: string | null;
}

export interface ActItemView {
  readonly position: number;
  readonly id: string;
  readonly investor: NamedView | null;
  readonly institutionId: string | null;
  readonly state: ItemState;
  /** A code of lib/kernel/errors.ts, or one of the act's own. */
  readonly reason: string | null;
}

export interface ActView extends ActRowView {
  readonly stays: number;
  readonly needsSecond: boolean;
  readonly institutionId: string | null;
  readonly advisor: NamedView | null;
  readonly successor: NamedView | null;
  /** Until when it is agreed to, or goes on after it was stopped. */
  readonly lapsesAt: string;
  /** Whether the reader is one who may let it go on once it was stopped. */
  readonly mayResume: boolean;
  readonly stopped: SaidView | null;
  readonly counts: Readonly<Record<ItemState, number>>;
  readonly items: readonly ActItemView[];
  /** Where the next page of them begins, and whether this is the first. */
  readonly next: number | null;
  readonly from: number;
  /** Those that failed or were passed over, wherever they stand. */
  readonly unworked: readonly ActItemView[];
  /** Whether the reader proposed it. */
  readonly isOwn: boolean;
}
