import type { DataCluster, Leavable } from "#lib/kernel/data-cluster.ts";
import type { PresentationId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import type { ConsentState } from "./consent.ts";
import type { ConsentAct, ConsentChannel, ConsentReason, HistoryEntry } from "./history.ts";
import type { PresentedFor } from "./presentation.ts";
import type { LawfulBasis, Purpose } from "./terms.ts";
import type { Duration } from "./validity.ts";

/** Who ended a consent, and why. */
export interface EndingView {
  readonly by: HistoryEntry["actorType"];
  /** `null` where the reader knows no name of them. */
  readonly name: string | null;
  readonly reason: ConsentReason;
}

export interface PartyView {
  readonly id: string;
  /** `null` where the reader knows them by identifier only. */
  readonly name: string | null;
}

/** A consent as its investor, a recipient or compliance sees it. There is no bank data in it. */
export interface ConsentView {
  readonly id: string;
  readonly state: ConsentState;
  /** Given, and not past its end. */
  readonly isInForce: boolean;
  /** Asked for, and the time to answer has not passed. */
  readonly isAnswerable: boolean;
  /** When it was read: what is in force and what has passed is so at this time. */
  readonly asOf: string;
  readonly investor: PartyView;
  /** An advisor, a program of the firm, or the investor who took an ended one up again. */
  readonly requestedBy: PartyView & { readonly kind: "investor" | "advisor" | "program" };
  readonly recipients: {
    readonly wholeTeam: boolean;
    readonly advisors: readonly PartyView[];
    readonly programs: readonly PartyView[];
  };
  readonly clusters: readonly {
    readonly cluster: DataCluster;
    readonly purposes: readonly Purpose[];
    /** A day, or `null` for as far back as the bank tells. */
    readonly historyFrom: string | null;
    /** What of it is never stored, and so seen by nobody. */
    readonly leavesOut: readonly Leavable[];
  }[];
  /** How often the bank is asked in a day, or `null` for once and never again. */
  readonly perDay: number | null;
  readonly duration: Duration;
  readonly accountIds: readonly string[] | null;
  readonly retentionDays: number;
  readonly lawfulBasis: LawfulBasis;
  readonly region: string;
  readonly requestedAt: string;
  readonly answerBy: string;
  readonly givenAt: string | null;
  readonly validUntil: string | null;
  readonly endedAt: string | null;
  /** `null` while it has not ended, and for recipients, who do not read why an investor ended it. */
  readonly ending: EndingView | null;
  /** Until when the firm may keep the data; `null` while it has not ended or was never given. */
  readonly keptUntil: string | null;
  /** The investor had the data deleted with the withdrawal. */
  readonly deletedWithEnd: boolean;
  /** When what no other consent covered was deleted; `null` while it was not, and for recipients. */
  readonly dataDeletedAt: string | null;
  readonly replacesId: string | null;
}

/** How one consent of an investor stands, without what is in it: a book has a thousand of them. */
export interface StandingView
  extends Pick<
    ConsentView,
    "state" | "isInForce" | "isAnswerable" | "asOf" | "requestedAt" | "answerBy" | "validUntil" | "endedAt"
  > {
  readonly investor: PartyView;
}

export interface HistoryEntryView {
  readonly act: ConsentAct;
  readonly state: ConsentState;
  readonly at: string;
  readonly actorType: HistoryEntry["actorType"];
  readonly actorId: string | null;
  /** Of an advisor; nobody else's is told. */
  readonly actorName: string | null;
  readonly channel: ConsentChannel;
  readonly reason: ConsentReason | null;
}

/** What was just shown, to be agreed to with its hash. */
export interface PresentationView {
  readonly presentationId: PresentationId;
  /** Headings, paragraphs and lists in the form of Markdown: exactly what is hashed. */
  readonly text: string;
  readonly sha256: string;
  readonly validUntil: string;
}

/** What was shown at some time, word for word. */
export interface ShownTextView {
  readonly presentationId: string;
  readonly shownFor: PresentedFor;
  readonly version: string;
  readonly locale: Locale;
  readonly text: string;
  readonly sha256: string;
  readonly presentedAt: string;
  readonly acceptedAt: string | null;
}

export interface ReminderView {
  readonly consentId: string;
  readonly validUntil: string;
  readonly daysBefore: number;
  readonly madeAt: string;
}

/** The wordings that were ever shown, and one of them filled in with an example. */
export interface TextReleasesView {
  readonly releases: readonly {
    readonly version: string;
    readonly locale: string;
    readonly isCurrent: boolean;
    readonly sha256: string;
  }[];
  readonly shown: { readonly version: string; readonly locale: string; readonly text: string };
}
